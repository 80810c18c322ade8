/**
 * What is checked before a care event is recorded: the envelope's values, and `data` against
 * the catalogue or a definition's own schema. Unknown types pass: they are kept and counted,
 * and their publishers need no permission first.
 */
import type { CareEvent } from '../event/care-event.js';
import type { Json, JsonObject } from '../text/json.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { dataFaults } from './data-schema.js';
import type { DeclaredTypes } from '../event/declared-types.js';
import type { Fault } from '../event/fault.js';
import { instantFault, occurredAtFault } from '#calendar';
import { formatValue } from '../text/format-value.js';
import { isDecisionType } from '../stored/decision-types.js';
import { ENGINE_SOURCE } from '../stored/stored-fact.js';

/** Longest values, in UTF-16 code units; the shortest is 1. */
export const ENVELOPE_LIMITS = {
  idCharacters: 256,
  sourceCharacters: 512,
  typeCharacters: 180,
  sequenceCharacters: 64,
  pathwayCharacters: 64,
  actorCharacters: 256,
  municipalityCharacters: 16,
} as const;

/** Control characters, and halves of characters, which no encoding of text can hold. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** The characters of a URI reference (RFC 3986). */
const URI_REFERENCE = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
/** The form of a pathway's id, wherever one is given. */
export const PATHWAY_ID = /^[a-z0-9-]{1,64}$/;
const MUNICIPALITY = /^[0-9A-Za-z-]+$/;

/**
 * Everything that is wrong with a care event; empty when it can be recorded. A declared type is
 * checked against the definition that the event is addressed to; an event that is addressed to
 * none must fit one of the definitions that declare its type.
 * @throws Error when a declared schema cannot be compiled, which `readDefinition` rules out
 */
export function checkCareEvent(
  event: CareEvent,
  definitions: readonly DeclaredTypes[],
): readonly Fault[] {
  const faults: Fault[] = [];
  checkIdentity(event, faults);
  checkTimes(event, faults);
  checkContext(event, faults);
  checkCorrection(event, faults);
  checkData(event, definitions, faults);
  return faults;
}

function checkIdentity(event: CareEvent, faults: Fault[]): void {
  checkName('/id', event.id, ENVELOPE_LIMITS.idCharacters, faults);
  if (checkName('/source', event.source, ENVELOPE_LIMITS.sourceCharacters, faults)) {
    if (!URI_REFERENCE.test(event.source)) {
      expected(
        '/source',
        'a URI reference, other characters percent-encoded',
        event.source,
        faults,
      );
    } else if (event.source === ENGINE_SOURCE) {
      expected('/source', "the publisher's own source, not the engine's", event.source, faults);
    }
  }
  if (checkName('/type', event.type, ENVELOPE_LIMITS.typeCharacters, faults)) {
    if (event.type.startsWith('$')) {
      expected('/type', 'a type that does not begin with $', event.type, faults);
    } else if (isDecisionType(event.type)) {
      expected('/type', "a fact, not one of the engine's decisions", event.type, faults);
    }
  }
  const { type, version } = event;
  if (!CATALOGUE.has(type) && (!Number.isSafeInteger(version) || version < 1)) {
    expected('/version', 'a whole number from 1', version, faults);
  }
}

function checkTimes(event: CareEvent, faults: Fault[]): void {
  checkTime('/occurredAt', event.occurredAt, occurredAtFault, faults);
  if (event.issuedAt !== undefined) {
    checkTime('/issuedAt', event.issuedAt, instantFault, faults);
  }
}

function checkContext(event: CareEvent, faults: Fault[]): void {
  const { sequence, pathway, actor, municipality } = event;
  if (sequence !== undefined) {
    checkName('/sequence', sequence, ENVELOPE_LIMITS.sequenceCharacters, faults);
  }
  if (pathway !== undefined) {
    const limit = ENVELOPE_LIMITS.pathwayCharacters;
    if (checkName('/pathway', pathway, limit, faults) && !PATHWAY_ID.test(pathway))
      expected('/pathway', "a pathway's id (a-z, 0-9, -)", pathway, faults);
  }
  if (municipality !== undefined) {
    const limit = ENVELOPE_LIMITS.municipalityCharacters;
    if (checkName('/municipality', municipality, limit, faults) && !MUNICIPALITY.test(municipality))
      expected('/municipality', "a municipality's number", municipality, faults);
  }
  if (actor === undefined) return;
  if (!isObject(actor)) {
    expected('/actor', 'an object', actor, faults);
    return;
  }
  const limit = ENVELOPE_LIMITS.actorCharacters;
  if (actor.role !== undefined) checkName('/actor/role', actor.role, limit, faults);
  if (actor.organisation !== undefined)
    checkName('/actor/organisation', actor.organisation, limit, faults);
}

function checkCorrection(event: CareEvent, faults: Fault[]): void {
  const { correctionOf, id, source } = event;
  if (correctionOf === undefined) {
    if (event.type === 'EventCorrected')
      expected('/correctionOf', 'the id of the event that is void', correctionOf, faults);
    return;
  }
  // An event of another source is named by source and id, with a space between.
  const limit = ENVELOPE_LIMITS.sourceCharacters + 1 + ENVELOPE_LIMITS.idCharacters;
  if (!checkName('/correctionOf', correctionOf, limit, faults)) return;
  // Neither need be text yet, and what is no text may not even become one.
  const isNamed = typeof id === 'string' && typeof source === 'string';
  if (correctionOf === id || (isNamed && correctionOf === `${source} ${id}`))
    expected('/correctionOf', 'the id of another event', correctionOf, faults);
}

function checkData(event: CareEvent, definitions: readonly DeclaredTypes[], faults: Fault[]): void {
  const { data, type, version } = event;
  if (isDecisionType(type)) return;
  const known = CATALOGUE.get(type);
  if (known !== undefined && version !== known.version) {
    expected('/version', `${known.version}, the version of ${type} that is known`, version, faults);
  }
  if (!isObject(data)) {
    expected('/data', 'an object', data, faults);
  } else if (known === undefined) {
    faults.push(...declaredFaults(event, definitions));
  } else if (version === known.version) {
    faults.push(...dataFaults(known.schema, data));
  }
}

/** The faults under the declaration that the data fits best: none as soon as one accepts it. */
function declaredFaults(event: CareEvent, definitions: readonly DeclaredTypes[]): readonly Fault[] {
  const addressed = definitions.filter(({ id }) => id === event.pathway);
  let fewest: readonly Fault[] | undefined;
  for (const definition of addressed.length > 0 ? addressed : definitions) {
    const declared = definition.declared.get(event.type);
    if (declared === undefined) continue;
    const faults = declared.schema === undefined ? [] : dataFaults(declared.schema, event.data);
    if (faults.length === 0) return faults;
    if (fewest === undefined || faults.length < fewest.length) fewest = faults;
  }
  return fewest ?? [];
}

function checkTime(
  path: string,
  text: string,
  faultOf: (text: string) => string | undefined,
  faults: Fault[],
): void {
  if (typeof text !== 'string') {
    expected(path, 'text', text, faults);
    return;
  }
  const reason = faultOf(text);
  if (reason !== undefined) faults.push({ path, message: `${reason}; got ${formatValue(text)}` });
}

/** Text of 1 to `limit` characters that can be printed. */
function checkName(path: string, text: string, limit: number, faults: Fault[]): boolean {
  if (typeof text === 'string' && text.length >= 1 && text.length <= limit) {
    if (!UNPRINTABLE.test(text)) return true;
    expected(path, 'text without control characters', text, faults);
  } else {
    expected(path, `text of 1 to ${limit} characters`, text, faults);
  }
  return false;
}

function expected(path: string, what: string, value: unknown, faults: Fault[]): void {
  faults.push({ path, message: `expected ${what}; got ${formatValue(value as Json | undefined)}` });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
