/** The pathway as a whole, its entry, services, parameters and declared events, as they are compared. */
import type { CalendarRules } from '#calendar';
import type { DeclaredType, Definition, Parameter, Service } from '#pathway';
import { languageOf } from '#pathway';
import {
  formatBinding,
  formatLimitRef,
  formatPatterns,
  formatText,
} from '../drawing/format-rules.js';
import { parameterEntry } from '../drawing/legend-entries.js';
import { episodeEntries, relevanceEntries } from '../drawing/legend.js';
import { labelled } from '../drawing/rule-rows.js';
import { rowIf, textRows, type ComparedElement } from './compared-element.js';

/** @param words what references are formatted by, see `calledAsIn` */
export function generalElements(
  definition: Definition,
  words: Definition,
): readonly ComparedElement[] {
  return [
    pathwayElement(definition, words),
    entryElement(definition),
    ...[...definition.services.values()].map((service) => serviceElement(service, definition)),
    ...[...definition.parameters.values()].map((parameter) => parameterElement(parameter, words)),
    ...[...definition.declared].map(([type, declared]) => eventElement(type, declared)),
  ];
}

function pathwayElement(definition: Definition, words: Definition): ComparedElement {
  const { id, title, zone, calendar, looksBack, episodes, about, unfiltered, stages } = definition;
  const { responsibility } = definition;
  const first = words.stages.find((stage) => stage.id === stages[0]?.id);
  const blocks = [...relevanceEntries(words), ...episodeEntries(words)];
  return {
    kind: 'pathway',
    id,
    title,
    rows: [
      labelled('Time zone', zone),
      ...calendarRows(calendar),
      labelled('Language', languageOf(definition)),
      ...rowIf('Begins in', first?.title),
      ...rowIf('Looks back', looksBack && formatLimitRef(looksBack, words)),
      ...blocks.flatMap(({ rows }) => rows),
    ],
    texts: [...textRows(definition, title), ...rowIf('Its own responsibility', responsibility)],
    rule: { calendar, looksBack, episodes, about, unfiltered },
  };
}

function calendarRows({ holidays, eves, closures, benefitDays }: CalendarRules) {
  return [
    labelled('Public holidays', holidays ?? 'none'),
    ...rowIf('Also free', eves.join(', ')),
    ...rowIf('Closed', closures.map(({ from, to }) => `${from} to ${to}`).join(', ')),
    labelled('Benefit days', benefitDays.replaceAll('-', ' ')),
  ];
}

function entryElement({ entry, custodyFrom, closes }: Definition): ComparedElement {
  const entered = entry === 'any' ? 'any event addressed to the pathway' : formatPatterns(entry);
  return {
    kind: 'entry',
    id: 'entry',
    title: 'Entry and close',
    rows: [
      labelled('Entered by', entered),
      ...rowIf('Responsibility begins with', custodyFrom && formatPatterns(custodyFrom)),
      ...rowIf('Closed by', formatPatterns(closes)),
    ],
    texts: [],
    rule: { entry, custodyFrom, closes },
  };
}

function serviceElement(service: Service, definition: Definition): ComparedElement {
  const { id, name, level, address, zone, calendar, organisation } = service;
  const title = formatText(name, definition);
  return {
    kind: 'service',
    id,
    title,
    rows: [
      labelled('Level', level),
      ...rowIf('Address', address && formatText(address, definition)),
      ...rowIf('Time zone', zone),
      ...(calendar === undefined ? [] : calendarRows(calendar)),
      ...rowIf('Organisation', organisation && formatBinding(organisation)),
    ],
    texts: textRows(service, title),
    rule: service,
  };
}

function parameterElement(parameter: Parameter, words: Definition): ComparedElement {
  const { id, title } = parameter;
  const { rows } = parameterEntry(parameter, words);
  return { kind: 'parameter', id, title, rows, texts: textRows(parameter, title), rule: parameter };
}

function eventElement(type: string, declared: DeclaredType): ComparedElement {
  const { publisher, ...rule } = declared;
  return {
    kind: 'event',
    id: type,
    title: type,
    rows: rowIf('Publisher', publisher),
    texts: textRows(declared),
    rule,
  };
}
