/** What the senders of facts are warned of: what they say that nobody defined, and where they led. */
import { dayOf, intervalOf } from '#calendar';
import {
  enteredUnaddressed,
  factKey,
  formatValue,
  namedFields,
  targetKeys,
  type CareEvent,
  type FactWarning,
  type OrganisationDirectory,
} from '#care-event';
import type { Assessment } from '#pathway';
import type { KnownNames, UnknownName } from '../definitions/known-names.js';

const DAY_MS = 86_400_000;
/** Warnings are no matter of hours. */
const ZONE = 'UTC';
/** How far ahead of the engine's clock an event may be without a word: clocks differ, and zones. */
const AHEAD_MAX_MS = DAY_MS;
/** How far back: a course of illness is shorter, and a mistyped century is not. */
const BACK_MAX_YEARS = 50;
const BACK_MAX_MS = BACK_MAX_YEARS * 365.25 * DAY_MS;

/** What facts are compared with. */
export interface WarningContext {
  readonly names: KnownNames;
  readonly directory: OrganisationDirectory;
  /** What is recorded of the patient, by `factKey`. */
  readonly known: ReadonlyMap<string, unknown>;
  /** Ms since the epoch. */
  readonly now: number;
}

/**
 * By `factKey`; facts without a warning are not in it.
 * @param facts new ones of one patient
 * @param assessments where the patient stands with these facts, on every pathway
 */
export function warningsOf(
  facts: readonly CareEvent[],
  assessments: readonly Assessment[],
  context: WarningContext,
): ReadonlyMap<string, readonly FactWarning[]> {
  const warnings = new Map<string, FactWarning[]>();
  const warn = (key: string, ...found: readonly FactWarning[]): void => {
    if (found.length > 0) warnings.set(key, [...(warnings.get(key) ?? []), ...found]);
  };
  const together = new Map(facts.map((fact) => [factKey(fact), fact]));
  for (const [key, fact] of together) {
    warn(key, ...unknownNames(fact, context), ...unlikelyTimes(fact, context.now));
    const targets = targetKeys(fact);
    if (
      targets.length > 0 &&
      !targets.some((each) => together.has(each) || context.known.has(each))
    )
      warn(key, UNKNOWN_CORRECTION);
  }
  for (const { pathway, episodes } of assessments)
    for (const { enteredBy } of episodes) {
      const entered = together.get(enteredBy);
      if (entered !== undefined && entered.pathway === undefined)
        warn(enteredBy, enteredUnaddressed(pathway));
    }
  return warnings;
}

const UNKNOWN_CORRECTION: FactWarning = {
  code: 'unknown-correction',
  path: '/correctionOf',
  message:
    'The event corrects one that is not recorded of this patient, so that it corrects nothing until ' +
    'that one comes. If it never will, the id or the patient is wrong.',
};

function* unknownNames(
  fact: CareEvent,
  { names, directory }: WarningContext,
): Generator<FactWarning> {
  const { type, pathway, data } = fact;
  const named = (field: string): string | undefined => {
    const value = data[field];
    return typeof value === 'string' ? value : undefined;
  };
  const unknownType = names.types.unknownName(type);
  if (unknownType !== undefined)
    yield unknown('type', '/type', unknownType, [
      `${formatValue(type)} is neither in the catalogue nor declared by a published pathway:`,
      'it is kept and counted, and leads to nothing.',
    ]);
  const unknownPathway = pathway === undefined ? undefined : names.pathways.unknownName(pathway);
  if (unknownPathway !== undefined)
    yield unknown('pathway', '/pathway', unknownPathway, [
      `No pathway ${formatValue(pathway)} is published: the event is kept, and counts once it is.`,
    ]);
  const { services, organisations } = namedFields(type);
  const ofPathway = names.servicesOf(pathway);
  for (const field of ofPathway.areThere ? services : []) {
    const service = named(field);
    const unknownService = service === undefined ? undefined : ofPathway.unknownName(service);
    if (unknownService !== undefined)
      yield unknown('service', `/data/${field}`, unknownService, [
        `No published pathway that the event is for has a service ${formatValue(service)}.`,
      ]);
  }
  for (const field of directory.size > 0 ? organisations : []) {
    const organisation = named(field);
    if (organisation === undefined) continue;
    // Of a month, its first day.
    const day = dayOf(`${fact.occurredAt}-01`);
    if (directory.byReference(organisation, day).status === 'unknown')
      yield unknown('organisation', `/data/${field}`, {}, [
        `The directory knows no organisation ${formatValue(organisation)} when it happened:`,
        'the event is kept as it was sent, and goes by it once the directory knows it.',
      ]);
  }
}

function unknown(
  what: 'type' | 'pathway' | 'service' | 'organisation',
  path: string,
  { suggestion }: UnknownName,
  sentences: readonly string[],
): FactWarning {
  const code = `unknown-${what}` as const;
  if (suggestion === undefined) return { code, path, message: sentences.join(' ') };
  return {
    code,
    path,
    message: [...sentences, `Did you mean ${suggestion}?`].join(' '),
    suggestion,
  };
}

function unlikelyTimes({ occurredAt }: CareEvent, now: number): readonly FactWarning[] {
  const { start, end } = intervalOf(occurredAt, ZONE);
  if (start > now + AHEAD_MAX_MS) {
    const message =
      'The event lies more than a day ahead. It is recorded, and counts from the day that it names: is the date right?';
    return [{ code: 'far-future', path: '/occurredAt', message }];
  }
  if (end < now - BACK_MAX_MS) {
    const message = `The event lies more than ${BACK_MAX_YEARS} years back. It is recorded: is the date right?`;
    return [{ code: 'far-past', path: '/occurredAt', message }];
  }
  return [];
}
