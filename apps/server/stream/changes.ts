/** What events change for those who watch: which patient, and any figure of which pathways. */
import {
  DEFINITION_STREAM,
  ORGANISATIONS_STREAM,
  parseTypeLiteral,
  PATIENT_STREAM,
} from '#care-event';
import type { LogEvent } from '#event-store';
import { namedTypes, type Definition } from '#pathway';

/** Something that may look otherwise than before. */
export interface Change {
  readonly what: 'patient' | 'pathway' | 'organisations' | 'other';
  /** Pseudonym. */
  readonly patient?: string;
  /** Pathways it may concern; null: any of them. */
  readonly pathways: readonly string[] | null;
}

const TYPES = new WeakMap<Definition, ReadonlySet<string>>();

/** One change for each patient and thing that the events are about, in the order of the log. */
export function changesIn(
  events: readonly LogEvent[],
  definitions: readonly Definition[],
): readonly Change[] {
  const found = new Map<string, Change>();
  for (const event of events) {
    const change = changeOf(event, definitions);
    const key = `${change.what} ${change.patient ?? ''}`;
    found.set(key, { ...change, pathways: both(found.get(key), change) });
  }
  return [...found.values()];
}

function changeOf(event: LogEvent, definitions: readonly Definition[]): Change {
  const { stream } = event;
  if (stream.startsWith(PATIENT_STREAM)) {
    const patient = stream.slice(PATIENT_STREAM.length);
    return { what: 'patient', patient, pathways: pathwaysOf(event, definitions) };
  }
  if (stream.startsWith(DEFINITION_STREAM))
    return { what: 'pathway', pathways: [stream.slice(DEFINITION_STREAM.length)] };
  if (stream === ORGANISATIONS_STREAM) return { what: 'organisations', pathways: null };
  return { what: 'other', pathways: null };
}

/** That which it is addressed to, or those whose definitions name its type. */
function pathwaysOf(event: LogEvent, definitions: readonly Definition[]): readonly string[] | null {
  if ('damage' in event) return null;
  const { type, metadata, data } = event;
  const addressed = metadata['pathway'] ?? (data as { readonly pathway?: unknown }).pathway;
  if (typeof addressed === 'string') return [addressed];
  const bare = parseTypeLiteral(type).type;
  const named = definitions.filter((each) => typesOf(each).has(bare)).map(({ id }) => id);
  // What no rule names may still say something of the patient, such as a birth date.
  return named.length === 0 ? null : [...new Set(named)];
}

function typesOf(definition: Definition): ReadonlySet<string> {
  const types = TYPES.get(definition) ?? namedTypes(definition);
  TYPES.set(definition, types);
  return types;
}

function both(before: Change | undefined, { pathways }: Change): Change['pathways'] {
  if (before === undefined) return pathways;
  if (before.pathways === null || pathways === null) return null;
  return [...new Set([...before.pathways, ...pathways])];
}

export function concerns({ pathways }: Change, pathway: string | undefined): boolean {
  return pathway === undefined || pathways === null || pathways.includes(pathway);
}
