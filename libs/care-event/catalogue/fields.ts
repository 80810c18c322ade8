/**
 * The kinds of field that care events have. All are optional: a publisher sends what it
 * knows. The engine's own events, which are complete by nature, spell theirs out.
 */
import Type from 'typebox';
import type { CodeSystem } from './code-systems.js';
import { ATC, ICD_10, ICF, ICPC_2 } from './code-systems.js';

/** Longest name or identifier, and longest free text, in characters. */
const NAME_CHARACTERS_MAX = 256;
const TEXT_CHARACTERS_MAX = 4_000;
const LIST_ITEMS_MAX = 200;

const DAY = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const MONTH = '[0-9]{4}-(0[1-9]|1[0-2])';
const DAY_OR_MONTH = `^(${MONTH}|${DAY})$`;
const YEAR_MONTH_OR_DAY = `^([0-9]{4}|${MONTH}|${DAY})$`;

/** The name or identifier of something. */
export function name(description: string) {
  return Type.Optional(Type.String(nameOptions(description)));
}

function nameOptions(description: string) {
  return { description, minLength: 1, maxLength: NAME_CHARACTERS_MAX };
}

/** The id of a service that a definition speaks of. */
export function service(description: string) {
  return Type.Optional(Type.String({ ...nameOptions(description), 'x-names': 'service' }));
}

/** An organisation of the directory: its id, or an identifier as `system|value`. */
function organisation(description: string) {
  const options = nameOptions(`${description}: its id, or an identifier as \`system|value\``);
  return Type.Optional(Type.String({ ...options, 'x-names': 'organisation' }));
}

export function sender(description = 'Organisation that it comes from') {
  return organisation(description);
}

export function addressee(description = 'Organisation that it is for') {
  return organisation(description);
}

export function performer(description = 'Organisation that did it') {
  return organisation(description);
}

/** What it is about, where a publisher knows: without it nobody can tell a knee from a back. */
export function condition() {
  return {
    icd10: icd10('Diagnosis that it is about', 'M40-M54'),
    icpc2: icpc2('Diagnosis or symptom that it is about', 'L02, L03, L84, L86'),
    bodySite: name('Part of the body that it is about'),
  };
}

/** Free text; never names a patient. */
export function text(description: string) {
  return Type.Optional(Type.String({ description, maxLength: TEXT_CHARACTERS_MAX }));
}

export function names(description: string) {
  const item = Type.String({ minLength: 1, maxLength: NAME_CHARACTERS_MAX });
  return Type.Optional(Type.Array(item, { description, maxItems: LIST_ITEMS_MAX }));
}

/** A day of the calendar, `2026-03-14`. */
export function day(description: string) {
  return Type.Optional(Type.String({ description, format: 'date' }));
}

/** A day or, where no more is known, a month. */
export function dayOrMonth(description: string) {
  return Type.Optional(Type.String({ description, pattern: DAY_OR_MONTH }));
}

/** A year, a month or a day: not every register keeps the day. */
export function dateOfBirth(description: string) {
  return Type.Optional(Type.String({ description, pattern: YEAR_MONTH_OR_DAY }));
}

/** An RFC 3339 instant with its offset. */
export function instant(description: string) {
  return Type.Optional(Type.String({ description, format: 'date-time' }));
}

export function flag(description: string) {
  return Type.Optional(Type.Boolean({ description }));
}

export function amount(description: string) {
  return Type.Optional(Type.Number({ description }));
}

export function count(description: string) {
  return Type.Optional(Type.Integer({ description, minimum: 0 }));
}

/** Per cent, 0 to 100. */
export function percent(description: string) {
  return Type.Optional(Type.Number({ description, minimum: 0, maximum: 100 }));
}

/** One of a closed set. */
export function oneOf<const Values extends string[]>(
  description: string,
  values: readonly [...Values],
  valueSet?: string,
) {
  const options = { description, ...(valueSet !== undefined && { 'x-code-system': valueSet }) };
  return Type.Optional(Type.Enum<Values>(values, options));
}

export function someOf<const Values extends string[]>(
  description: string,
  values: readonly [...Values],
) {
  return Type.Optional(Type.Array(Type.Enum<Values>(values), { description, uniqueItems: true }));
}

/** A code; `range` names the codes that are expected and refuses no other. */
function code(system: CodeSystem, description: string, range?: string) {
  return Type.String({
    description,
    pattern: system.pattern,
    'x-code-system': system.name,
    'x-code-system-uri': system.uri,
    ...(range !== undefined && { 'x-code-range': range }),
  });
}

export function icd10(description: string, range?: string) {
  return Type.Optional(code(ICD_10, description, range));
}

export function icpc2(description: string, range?: string) {
  return Type.Optional(code(ICPC_2, description, range));
}

/** A medicine or a group of medicines. */
export function atc(description: string) {
  return Type.Optional(code(ATC, description));
}

export function icf(description: string, range?: string) {
  return Type.Optional(code(ICF, description, range));
}

export function icfCodes(description: string, range?: string) {
  const item = code(ICF, 'ICF code', range);
  return Type.Optional(Type.Array(item, { description, maxItems: LIST_ITEMS_MAX }));
}

/** How soon: FHIR's request priority. */
export function urgency() {
  return oneOf(
    'How soon it is needed',
    ['routine', 'urgent', 'asap', 'stat'],
    'FHIR request-priority',
  );
}
