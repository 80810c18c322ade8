/** Names of services, stages, clocks and event types have to exist; types may not be ambiguous. */
import { CATALOGUE, formatValue } from '#care-event';
import type { Means } from './schema-parts.js';
import type { Mentions } from './mentions.js';
import { patternsIn } from './patterns-in.js';
import { pathText } from './problem-list.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';
import { CLOSED } from './stage-schema.js';

type Fields = Readonly<Record<string, unknown>>;

type NamedThing = 'service' | 'stage' | 'clock' | 'scope' | 'duty';

export function addNameProblems(
  definition: Fields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  const services = keysOf(definition['services']);
  const check = (means: Means, known: readonly string[], what: NamedThing) => {
    addUnknownNames(mentions.texts(means), known, what, problems);
  };
  check('service', services, 'service');
  check('owner', [...services, 'holder'], 'service');
  const stages = mentions.texts('stage-id').map(({ value }) => value);
  check('stage', stages, 'stage');
  check('stage-or-close', [...stages, CLOSED], 'stage');
  const clocks = mentions.texts('clock-id').map(({ value }) => value);
  check('clock', clocks, 'clock');
  const scopes = mentions.texts('scope-id').map(({ value }) => value);
  check('scope', scopes, 'scope');
  const duties = mentions.texts('duty-id').map(({ value }) => value);
  check('duty-ref', duties, 'duty');
  addUnknownTypes(keysOf(definition['events']), mentions, problems);
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

/** Codes `unknown-service`, `unknown-stage`, `unknown-clock`, `unknown-scope` and `unknown-duty`. */
export function addUnknownNames(
  names: readonly { readonly path: DocumentPath; readonly value: string }[],
  known: readonly string[],
  what: NamedThing,
  problems: ProblemList,
): void {
  const set = new Set(known);
  for (const { path, value } of names) {
    if (set.has(value)) continue;
    const { advice = `list it under ${what === 'duty' ? 'duties' : `${what}s`}` } =
      problems.nearest(value, known);
    problems.add(path, {
      code: `unknown-${what}`,
      message: `there is no ${what} ${formatValue(value)}`,
      advice,
    });
  }
}

function addUnknownTypes(
  declared: readonly string[],
  mentions: Mentions,
  problems: ProblemList,
): void {
  const known = new Set([...CATALOGUE.keys(), ...declared]);
  for (const { path, value } of mentions.texts('event-type')) {
    if (known.has(value)) continue;
    const message = `${formatValue(value)} is neither in the catalogue nor declared under events`;
    const { advice = 'declare it under events' } = problems.nearest(value, [...known]);
    problems.add(path, { code: 'unknown-event-type', message, advice });
  }
}

/**
 * An event of one type can only do one thing to the stage. Patterns with conditions are
 * left alone: which of them an event fits, and whether two can fit at once, the event tells.
 */
export function addAmbiguousTypes(definition: Fields, problems: ProblemList): void {
  const opens = new Map<string, DocumentPath>();
  for (const { stage, path, type } of openingTypes(definition['stages'], ['stages'])) {
    const other = opens.get(type);
    if (other === undefined) opens.set(type, stage);
    else if (other !== stage) {
      const message = `${formatValue(type)} already opens ${pathText(other)}`;
      problems.add(path, { code: 'ambiguous-type', message });
    }
  }
  for (const { path, type, where } of patternsIn(definition['closes'], ['closes'])) {
    if (where !== undefined || !opens.has(type)) continue;
    const message = `${formatValue(type)} opens a stage, so it cannot close the pathway`;
    problems.add(path, { code: 'ambiguous-type', message });
  }
}

interface OpeningType {
  readonly stage: DocumentPath;
  readonly path: DocumentPath;
  readonly type: string;
}

/** Types that open a stage whatever the event says. */
function openingTypes(stages: unknown, path: DocumentPath): readonly OpeningType[] {
  if (!Array.isArray(stages)) return [];
  return stages.flatMap((stage: unknown, at): readonly OpeningType[] => {
    if (!isRecord(stage)) return [];
    const place = [...path, at];
    const own = patternsIn(stage['opens'], [...place, 'opens'])
      .filter(({ where }) => where === undefined)
      .map((one) => ({ stage: place, path: one.path, type: one.type }));
    return [...own, ...openingTypes(stage['stages'], [...place, 'stages'])];
  });
}
