/** XES 1.0: a trace for each patient. */
import { isXmlText, type Attribute, type ExportedCase } from './exported-case.js';
import type { FormatWriter } from './formats.js';

const EXTENSIONS = [
  ['Concept', 'concept', 'http://www.xes-standard.org/concept.xesext'],
  ['Time', 'time', 'http://www.xes-standard.org/time.xesext'],
  ['Lifecycle', 'lifecycle', 'http://www.xes-standard.org/lifecycle.xesext'],
  ['Organizational', 'org', 'http://www.xes-standard.org/org.xesext'],
] as const;

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' },
};

export const XES: FormatWriter = {
  carries: (value) => typeof value !== 'string' || isXmlText(value),
  head: () =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">',
      ...EXTENSIONS.map(
        ([name, prefix, uri]) => `<extension name="${name}" prefix="${prefix}" uri="${uri}"/>`,
      ),
      '<global scope="trace"><string key="concept:name" value=""/></global>',
      '<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/></global>',
      '<classifier name="Event Name" keys="concept:name"/>',
      '',
    ].join('\n'),
  case: ({ patient, attributes, events }: ExportedCase) =>
    [
      '<trace>',
      `<string key="concept:name" value="${escaped(patient)}"/>`,
      ...attributes.map(element),
      ...events.map(
        ({ type, time, attributes: own }) =>
          `<event><string key="concept:name" value="${escaped(type)}"/>` +
          `<date key="time:timestamp" value="${escaped(time)}"/>${own.map(element).join('')}</event>`,
      ),
      '</trace>',
      '',
    ].join('\n'),
  foot: () => '</log>\n',
};

function element([name, value]: Attribute): string {
  return `<${kindOf(value)} key="${escaped(name)}" value="${escaped(String(value))}"/>`;
}

/** An `int` has 64 bits and no exponent. */
function kindOf(value: Attribute[1]): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return Number.isSafeInteger(value) ? 'int' : 'float';
}

function escaped(text: string): string {
  return text.replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}
