/**
 * What the shape of a definition cannot say: names that have to exist and be unique,
 * limits, zones, fields and codes that have to mean something. Looks at whatever has the
 * right shape, so that one reading finds everything.
 */
import { isZone } from '#calendar';
import { type JsonObject, schemaFault, formatValue } from '#care-event';
import { addCalendarProblems } from './calendar-checks.js';
import { EventFields } from './event-fields.js';
import { addFieldProblems } from './field-checks.js';
import type { Means } from './schema-parts.js';
import { addAccumulationProblems, addLimitProblems } from './limit-checks.js';
import type { Mentions } from './mentions.js';
import { addAmbiguousTypes, addNameProblems } from './name-checks.js';
import { addParameterProblems } from './parameter-checks.js';
import type { ProblemList } from './problem-list.js';
import { addRuleProblems } from './rule-checks.js';
import { isRecord } from './shape.js';
import { addTranslationProblems } from './translations.js';

export type Fields = Readonly<Record<string, unknown>>;

/** @param mentions parts of the document by their meaning, as the walk over its shape found them */
export function addMeaningProblems(
  value: unknown,
  mentions: Mentions,
  problems: ProblemList,
): void {
  if (!isRecord(value)) return;
  addZoneProblems(mentions, problems);
  addTranslationProblems(value, mentions, problems);
  addDeclarationProblems(value, problems);
  addRepeatedIds(mentions, problems);
  addNameProblems(value, mentions, problems);
  addAmbiguousTypes(value, problems);
  addCalendarProblems(mentions, problems);
  addParameterProblems(value, mentions, problems);
  addLimitProblems(value, mentions, problems);
  addAccumulationProblems(value, mentions, problems);
  addRuleProblems(mentions, problems);
  addFieldProblems(new EventFields(fieldsOf(value['events'])), mentions, problems);
}

function addZoneProblems(mentions: Mentions, problems: ProblemList): void {
  for (const { path, value: zone } of mentions.texts('zone')) {
    if (isZone(zone)) continue;
    const message = `there is no time zone ${formatValue(zone)}`;
    const advice = problems.nearest(zone, Intl.supportedValuesOf('timeZone'));
    problems.add(path, {
      code: 'unknown-zone',
      message,
      ...{ advice: 'use an IANA name such as Europe/Oslo', ...advice },
    });
  }
}

function addDeclarationProblems(definition: Fields, problems: ProblemList): void {
  if (Object.hasOwn(fieldsOf(definition['services']), 'holder')) {
    const message =
      'a service cannot be called holder: as an owner, holder means whoever holds the patient';
    problems.add(['services', 'holder'], { code: 'reserved-name', message }, 'key');
  }
  for (const [type, declared] of Object.entries(fieldsOf(definition['events']))) {
    const path = ['events', type];
    if (/\.v\d+$/.test(type)) {
      const message = 'the name of an event type cannot end like a version, such as .v2';
      problems.add(path, { code: 'reserved-name', message }, 'key');
    }
    const data = fieldsOf(declared)['data'];
    const fault = isRecord(data) ? schemaFault(data as JsonObject) : undefined;
    if (fault !== undefined) {
      problems.add([...path, 'data'], { code: 'invalid-schema', message: fault });
    }
  }
}

/** Kinds of element whose ids may not repeat in the whole definition. */
const KINDS_OF_ID: readonly Means[] = [
  ...(['stage-id', 'milestone-id', 'duty-id', 'clock-id', 'guard-id', 'interrupt-id'] as const),
  ...([
    'sequence-id',
    'handover-id',
    'queue-id',
    'scope-id',
    'wait-id',
    'instrument-id',
    'money-id',
  ] as const),
];

function addRepeatedIds(mentions: Mentions, problems: ProblemList): void {
  const seen = new Set<string>();
  const see = (
    scope: string,
    { path, value: id }: { path: readonly (string | number)[]; value: string },
  ) => {
    const key = `${scope} ${id}`;
    const message = `the id ${formatValue(id)} is already used`;
    if (seen.has(key)) problems.add(path, { code: 'duplicate-id', message });
    seen.add(key);
  };
  for (const kind of KINDS_OF_ID) for (const mention of mentions.texts(kind)) see(kind, mention);
  // Exits belong to their stage: `...stages[0].exits[1].id`.
  for (const exit of mentions.texts('exit-id')) see(exit.path.slice(0, -2).join(' '), exit);
}

export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
