/** A patient's events as a file says them: attributes with plain values, in one order for all formats. */
import { parseInstant } from '#calendar';
import {
  CATALOGUE,
  type CareEvent,
  type Json,
  type JsonObject,
  type RecordedFact,
} from '#care-event';
import { OWN, OWN_PREFIX } from '../facts/exported-names.js';
import { CASE_PREFIX } from '../facts/log-row.js';

export type Plain = string | number | boolean;
export type Attribute = readonly [name: string, value: Plain];

export interface ExportedEvent {
  readonly type: string;
  /** An instant: of a day or a month its beginning, beside what is known. */
  readonly time: string;
  readonly attributes: readonly Attribute[];
}

export interface ExportedCase {
  /** Pseudonym. */
  readonly patient: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly ExportedEvent[];
}

export interface ExportRules {
  /** Whether the format gives the value back as it was. */
  readonly carries: (value: Plain) => boolean;
  /** Whether ids, sources and nested data are said, too. */
  readonly isComplete: boolean;
}

/** Names that the formats have for themselves. */
const RESERVED: ReadonlySet<string> = new Set([
  '',
  'concept:name',
  'time:timestamp',
  'start_timestamp',
]);

/** @param facts that stand, in order */
export function exportedCase(
  patient: string,
  facts: readonly RecordedFact[],
  rules: ExportRules,
): ExportedCase {
  const first = facts.find(({ type }) => !CATALOGUE.has(type));
  const ofCase = first === undefined ? undefined : caseData(first.data, rules);
  const events = facts.map((fact) =>
    exportedEvent(
      fact,
      ofCase !== undefined && fact === first ? without(fact.data) : fact.data,
      rules,
    ),
  );
  return { patient, attributes: ofCase ?? [], events };
}

/** What the case is like, where a file can say it of the case and give it back. */
function caseData(
  { case: data }: JsonObject,
  rules: ExportRules,
): readonly Attribute[] | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const entries = Object.entries(data as JsonObject);
  const areCarried = entries.every(([name, value]) => isCarried(name, value, rules));
  return entries.length > 0 && areCarried ? (entries as unknown as Attribute[]) : undefined;
}

function without({ case: _, ...data }: JsonObject): JsonObject {
  return data;
}

function exportedEvent(fact: RecordedFact, data: JsonObject, rules: ExportRules): ExportedEvent {
  const attributes: Attribute[] = [];
  const rest: Record<string, Json> = {};
  for (const name of Object.keys(data)) {
    const value = data[name] as Json;
    if (isCarried(name, value, rules)) attributes.push([name, value]);
    else rest[name] = value;
  }
  attributes.push(...ownAttributes(fact, rules.isComplete));
  const isNested = Object.keys(rest).length > 0;
  if (rules.isComplete && isNested) attributes.push([OWN.data, jsonText(rest)]);
  return { type: fact.type, time: instantOf(fact.occurredAt), attributes };
}

function isCarried(name: string, value: Json, { carries }: ExportRules): value is Plain {
  if (typeof value === 'object') return false;
  const isTaken = RESERVED.has(name) || name.startsWith(OWN_PREFIX) || name.startsWith(CASE_PREFIX);
  return !isTaken && name.trim() === name && isXmlText(name) && carries(value);
}

function ownAttributes(fact: RecordedFact, isComplete: boolean): readonly Attribute[] {
  const own: readonly (readonly [string, Plain | undefined])[] = [
    [OWN.id, isComplete ? fact.id : undefined],
    [OWN.source, isComplete ? fact.source : undefined],
    [OWN.version, fact.version],
    [OWN.occurredAt, parseInstant(fact.occurredAt) === undefined ? fact.occurredAt : undefined],
    [OWN.recordedAt, new Date(fact.recordedAt).toISOString()],
    [OWN.issuedAt, fact.issuedAt],
    [OWN.sequence, fact.sequence],
    [OWN.pathway, fact.pathway],
    [OWN.actorRole, fact.actor?.role],
    [OWN.actorOrganisation, fact.actor?.organisation],
    [OWN.municipality, fact.municipality],
  ];
  return own.filter((each): each is Attribute => each[1] !== undefined);
}

function instantOf(occurredAt: CareEvent['occurredAt']): string {
  if (parseInstant(occurredAt) !== undefined) return occurredAt;
  return `${occurredAt.length === 7 ? `${occurredAt}-01` : occurredAt}T00:00:00.000Z`;
}

/** Without the two characters that JSON leaves as they are and XML does not know. */
function jsonText(data: JsonObject): string {
  return JSON.stringify(data).replace(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** Characters that XML 1.0 knows. */
export function isXmlText(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text);
}
