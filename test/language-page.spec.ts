import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import {
  calendarOfZone,
  dueAt,
  formatInstant,
  intervalOf,
  parseLimit,
  parseInstant,
  subtractLimit,
} from '#calendar';
import { readDefinition } from '#pathway-language';
import { LANGUAGE_PAGE, keyTables, tablesOn, withTables } from './tools/language-page.js';

const page = readFileSync(LANGUAGE_PAGE, 'utf8');

/** What the examples leave out: they show one element each. */
const SURROUNDINGS = `
pathway: example
version: 1
zone: Europe/Helsinki
services:
  primary-care: { level: municipal }
  coordinator: { level: municipal }
  spine-clinic: { level: specialist }
  employer: { level: other }
parameters: { plan-limit: { default: 6 weeks } }
entry: { events: DiagnosisCoded, unfiltered: every diagnosis counts }
stages:
  - { id: first-care, holder: primary-care }
  - { id: specialist-care, holder: spine-clinic, opens: AssessmentStarted }
clocks:
  - { id: sick-leave, spans: [{ on: SickLeaveIssued, from: from, to: to }] }
  - { id: waiting-time, start: ReferralReceived, pause: ClockPaused, resume: ClockResumed, stop: TreatmentStarted }
`;

describe('The page of the language', () => {
  it('has the keys that the schema has', () => {
    expect(withTables(page)).toBe(page);
  });

  it('has a table for every map with keys of its own, and no other', () => {
    expect([...tablesOn(page)].sort()).toEqual([...keyTables().keys()].sort());
  });

  it.each(tablesOn(page))('shows the keys of %s under a heading that names the element', (name) => {
    const before = page.slice(0, page.indexOf(`<!-- keys ${name} -->`));
    const headings = [...before.matchAll(/^(##+) (.*)$/gm)];
    const section = headings.findLast(([, level]) => level === '##')?.[2] ?? '';
    const near = headings.at(-1)?.[2] ?? '';
    const [element = '', ...below] = name.replaceAll(/\[\]|\.\*/g, '').split(/[.-]/);
    const words = `${section} ${near}`.toLowerCase();
    expect([element, ...below].some((word) => words.includes(word))).toBe(true);
  });

  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

  it.each(examples)('shows an example that reads: %s', (example) => {
    const whole = { ...(parse(SURROUNDINGS) as object), ...(parse(example) as object) };
    const read = readDefinition(stringify(whole));
    expect('problems' in read ? read.problems : []).toEqual([]);
  });

  it('has an example of every element', () => {
    const exampleKeys = new Set(
      examples.flatMap((example) => Object.keys(parse(example) as object)),
    );
    const elements = [...(keyTables().get('definition') ?? '').matchAll(/^\| `(\S+)`/gm)];
    const plain = ['pathway', 'version', 'title', 'source', 'note', 'zone'];
    for (const [, key = ''] of elements)
      if (!plain.includes(key)) expect([...exampleKeys]).toContain(key);
  });
});

interface DueExample {
  readonly zone: string;
  readonly start: string;
  readonly time: string;
  readonly pauses: string;
  readonly due: string;
}

/** Rows of the tables between `<!-- due ZONE -->` and `<!-- /due -->`. */
function dueExamples(): readonly DueExample[] {
  const tables = [...page.matchAll(/<!-- due (\S+) -->\n([\s\S]*?)<!-- \/due -->/g)];
  return tables.flatMap(([, zone = '', table = '']) => {
    const rows = table.split('\n').filter((line) => line.startsWith('|'));
    return rows.slice(2).map((row) => {
      const [start = '', time = '', ...rest] = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return {
        zone,
        start,
        time,
        pauses: rest.length > 1 ? (rest[0] ?? '') : '',
        due: rest.at(-1) ?? '',
      };
    });
  });
}

describe('The due dates on the page of the language', () => {
  it('are there', () => {
    expect(dueExamples().length).toBeGreaterThan(15);
  });

  it.each(dueExamples())(
    '$start + $time $pauses is due: $due',
    ({ zone, start, time, pauses, due }) => {
      const [text = '', firstDay] = time.split(', ');
      const before = text.endsWith(' before');
      const limit = parseLimit(before ? text.slice(0, -' before'.length) : text);
      if (limit === undefined) throw new Error(`${text} is no time`);
      const [from, to = ''] = pauses.split('/').map((instant) => parseInstant(instant));
      const pause = from === undefined ? [] : [{ from, ...(typeof to === 'number' && { to }) }];
      const owner = { zone, calendar: calendarOfZone(zone) };
      const interval = intervalOf(start, zone);
      const options = { firstDayCounts: firstDay !== undefined, pauses: pause };
      const last = before
        ? subtractLimit(interval.end, limit, owner)
        : dueAt(interval, limit, owner, options);
      expect(last === undefined ? 'none' : written(last, zone)).toBe(due);
    },
  );
});

/** `end of 2026-02-10` for the last millisecond of a day, else the instant. */
function written(instant: number, zone: string): string {
  const isEnd = formatInstant(instant + 1, zone).slice(11, 19) === '00:00:00';
  const text = formatInstant(instant, zone);
  return isEnd && text.includes('.999') ? `end of ${text.slice(0, 10)}` : text;
}
