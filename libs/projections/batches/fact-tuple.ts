/**
 * How the facts of a journey are stored in the `journeys` table: per chunk a JSON list of
 * tuples, so that a patient's whole history is one or a few rows. A tuple has what order,
 * corrections and assessment need, including `data` for conditions, ages and binding dates,
 * the municipality for parameters, and the acting organisation, which distinguishes a
 * holder's actions from those of others. The actor's role is kept in the log only.
 *
 * Storage: changing the order of a tuple needs a new version of the model.
 */
import { type JsonObject, type RecordedFact, typeLiteral } from '#care-event';
import type { Position } from '#event-store';

/**
 * Type, occurredAt, recordedAt, id, source, position; then optional parts, the rarer the
 * later. Numbers for type, source, pathway, municipality and organisation are ids of
 * `names`; 0 and '' mean none.
 */
export type FactTuple = readonly [
  type: number,
  occurredAt: string,
  recordedAt: number,
  id: string,
  source: number,
  position: Position,
  data?: JsonObject | 0,
  municipality?: number,
  organisation?: number,
  issuedAt?: string,
  pathway?: number,
  sequence?: string,
  correctionOf?: string,
];

export function toTuple(
  fact: RecordedFact,
  position: Position,
  nameId: (text: string) => number,
): FactTuple {
  const tuple: (string | number | JsonObject)[] = [
    nameId(typeLiteral(fact.type, fact.version)),
    fact.occurredAt,
    fact.recordedAt,
    fact.id,
    nameId(fact.source),
    position,
    Object.keys(fact.data).length === 0 ? 0 : fact.data,
    fact.municipality === undefined ? 0 : nameId(fact.municipality),
    fact.actor?.organisation === undefined ? 0 : nameId(fact.actor.organisation),
    fact.issuedAt ?? '',
    fact.pathway === undefined ? 0 : nameId(fact.pathway),
    fact.sequence ?? '',
    fact.correctionOf ?? '',
  ];
  let length = tuple.length;
  while (tuple[length - 1] === '' || tuple[length - 1] === 0) length--;
  tuple.length = length;
  return tuple as unknown as FactTuple;
}

/** Where a tuple has ids of `names`. */
const NAMES_AT = [0, 4, 7, 8, 10];

/** The same fact with other ids of the same texts. */
export function renumbered(tuple: FactTuple, idOf: (id: number) => number): FactTuple {
  return tuple.map((part, at) =>
    typeof part === 'number' && part !== 0 && NAMES_AT.includes(at) ? idOf(part) : part,
  ) as unknown as FactTuple;
}
