/** The names that expectations may use: what is not in the definition cannot be expected of it. */
import type { Definition, DeviationKind } from '#pathway';
import type { DocumentPath, ProblemList } from '../parsing/problem-list.js';
import { isRecord } from '../parsing/shape.js';
import { formatValue } from '#care-event';
import type { CustodyExpected } from './expectation-schema.js';
import type { ExpectationYaml } from './scenario-schema.js';

/** Deviations that may have no rule of their own to be named by. */
const KINDS: Readonly<Record<DeviationKind, true>> = {
  'unknown-type': true,
  'after-close': true,
  'correction-without-target': true,
  'rival-correction': true,
  guard: true,
  sequence: true,
  'pause-without-reason': true,
  'missing-date': true,
  'contradicting-date': true,
  'ambiguous-key': true,
  'holder-without-acceptance': true,
  'accepted-outside': true,
  'unclear-answer': true,
  'unknown-organisation': true,
  'moved-without-handover': true,
  'answer-without-offer': true,
  'answer-by-other': true,
  'second-acceptance': true,
  'contradicting-answer': true,
  'accepted-though-withdrawn': true,
  'answer-after-withdrawal': true,
  'answer-after-overtaken': true,
  'withdrawn-after-answer': true,
};

/** What one place of an expectation may name. */
interface Names {
  /** As in `there is no stage "x"`. */
  readonly what: string;
  readonly known: readonly string[];
}

/** What expectations may be about. */
export interface KnownNames {
  readonly definition: Definition;
  /** Ids of the organisations that the file lists. */
  readonly organisations: readonly string[];
}

export function addNameProblems(
  yaml: ExpectationYaml,
  path: DocumentPath,
  { definition, organisations }: KnownNames,
  problems: ProblemList,
): void {
  if (yaml.key !== undefined && definition.episodes?.key === undefined) {
    const message = 'the definition has no key of episodes';
    problems.add([...path, 'key'], { code: 'key-without-rule', message }, 'key');
  }
  const check = new NameCheck(problems);
  const services = { what: 'service', known: [...definition.services.keys()] };
  check.text(yaml.stage, [...path, 'stage'], { what: 'stage', known: idsOf(definition.stages) });
  const parties = { what: 'service', known: [...services.known, ...organisations] };
  const named = { what: 'organisation', known: [...organisations, 'unknown'] };
  check.text(yaml.holder, [...path, 'holder'], parties);
  check.text(yaml.organisation, [...path, 'organisation'], named);
  const handovers = { what: 'handover', known: idsOf(definition.handovers) };
  for (const [id, held] of Object.entries(yaml.scopes ?? {})) {
    const known = [...parties.known, 'none'];
    if (typeof held === 'string') check.text(held, [...path, 'scopes', id], { ...parties, known });
  }
  for (const [spell, at] of spellsIn(yaml, path)) {
    if (typeof spell === 'string') {
      check.text(spell, at, parties);
      continue;
    }
    check.text(spell.holder, [...at, 'holder'], parties);
    check.text(spell.organisation, [...at, 'organisation'], named);
    check.text(spell.handover, [...at, 'handover'], handovers);
  }
  const lists = {
    milestones: { what: 'milestone', known: idsOf(definition.milestones) },
    interrupts: { what: 'interrupt', known: idsOf(definition.interrupts) },
    deviations: { what: 'rule or kind of deviation', known: deviationNames(definition) },
  };
  for (const [key, names] of Object.entries(lists)) {
    check.list(yaml[key as keyof typeof lists], [...path, key], names);
  }
  const maps = {
    duties: { what: 'duty', known: idsOf(definition.duties) },
    handovers,
    clocks: { what: 'clock', known: idsOf(definition.clocks) },
    queues: { what: 'queue', known: idsOf(definition.queues) },
    scopes: { what: 'scope', known: idsOf(definition.scopes ?? []) },
  };
  for (const [key, names] of Object.entries(maps)) {
    check.keys(yaml[key as keyof typeof maps], [...path, key], names);
  }
  const { waits, instruments, money } = definition.measures;
  const measures = {
    waits: { what: 'wait', known: idsOf(waits) },
    instruments: { what: 'instrument', known: idsOf(instruments) },
    money: { what: 'payer', known: [...new Set(money.map(({ payer }) => payer))] },
  };
  for (const [key, names] of Object.entries(measures)) {
    check.keys(yaml.measures?.[key as keyof typeof measures], [...path, 'measures', key], names);
  }
  for (const [detail, at] of detailsIn(yaml, path)) {
    for (const key of ['owner', 'from', 'to']) check.text(detail[key], [...at, key], parties);
    check.list(detail['escalated-to'], [...at, 'escalated-to'], services);
  }
}

/** The times in which somebody held the patient, or a scope, with their places. */
export function* spellsIn(
  { custody, scopes = {} }: ExpectationYaml,
  path: DocumentPath,
): Generator<readonly [string | CustodyExpected, DocumentPath]> {
  const lists = [
    [custody, [...path, 'custody']],
    ...Object.entries(scopes).map(([id, held]) => [held, [...path, 'scopes', id]] as const),
  ] as const;
  for (const [spells, at] of lists) {
    if (spells === undefined || typeof spells === 'string') continue;
    for (const [index, spell] of spells.entries()) yield [spell, [...at, index]];
  }
}

/** The maps that describe single instances of duties and handovers, with their places. */
export function* detailsIn(
  yaml: ExpectationYaml,
  path: DocumentPath,
): Generator<readonly [Readonly<Record<string, unknown>>, DocumentPath]> {
  for (const key of ['duties', 'handovers'] as const) {
    for (const [id, expected] of Object.entries(yaml[key] ?? {})) {
      const at = [...path, key, id];
      if (isRecord(expected)) yield [expected, at];
      if (!Array.isArray(expected)) continue;
      for (const [index, one] of expected.entries()) if (isRecord(one)) yield [one, [...at, index]];
    }
  }
}

class NameCheck {
  constructor(private readonly problems: ProblemList) {}

  text(value: unknown, path: DocumentPath, names: Names, on: 'value' | 'key' = 'value'): void {
    if (typeof value !== 'string' || names.known.includes(value)) return;
    const message = `the definition has no ${names.what} ${formatValue(value)}`;
    const { advice = adviceOf(names) } = this.problems.nearest(value, names.known);
    const code = `unknown-${names.what.split(' ')[0]}`;
    this.problems.add(path, { code, message, advice }, on);
  }

  list(value: unknown, path: DocumentPath, names: Names): void {
    if (!Array.isArray(value)) return;
    value.forEach((one: unknown, index) => this.text(one, [...path, index], names));
  }

  keys(value: unknown, path: DocumentPath, names: Names): void {
    if (!isRecord(value)) return;
    for (const key of Object.keys(value)) this.text(key, [...path, key], names, 'key');
  }
}

function adviceOf({ known }: Names): string {
  return known.length === 0 ? 'it has none at all' : `it has: ${known.slice(0, 20).join(', ')}`;
}

function idsOf(elements: readonly { readonly id: string }[]): readonly string[] {
  return elements.map(({ id }) => id);
}

function deviationNames(definition: Definition): readonly string[] {
  const { guards, sequences, clocks, duties, stages, handovers } = definition;
  const rules = [...guards, ...sequences, ...clocks, ...duties, ...stages, ...handovers];
  return [...new Set([...idsOf(rules), ...Object.keys(KINDS)])];
}
