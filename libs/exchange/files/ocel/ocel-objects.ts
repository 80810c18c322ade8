/**
 * What an OCEL 2.0 says before its events can be understood: which types there are, and which
 * objects are the cases. Read in a pass of its own, since objects may stand after the events.
 */
import { didYouMean, type Json, type JsonObject } from '#care-event';
import { isUnsafeKey } from '../../json/json-limits.js';
import { parseJsonStrictly } from '../../json/parse-json.js';
import { CASES_MAX, TOO_MANY_CASES } from '../facts/imported-batch.js';
import { textOf } from '../facts/text-of.js';
import { typedCell } from '../facts/typed-cell.js';
import { ImportRefused } from '../source/import-refused.js';
import { MalformedFile } from '../source/malformed-file.js';
import { readOcelElements } from './ocel-elements.js';

const LISTS = new Set(['eventTypes', 'objectTypes', 'objects']);
/** Types that are taken for the case where nobody says. */
const CASE_TYPES = ['patient', 'case'];

/** Types of attributes by type and name, such as `integer`. */
export type AttributeTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface OcelObjects {
  readonly eventTypes: AttributeTypes;
  /** What is said of each object of the chosen type, by id. */
  readonly cases: ReadonlyMap<string, Readonly<Record<string, Json>> | undefined>;
}

/**
 * @param objectType undefined: the only one, or `patient`, or `case`
 * @throws ImportRefused (`mapping-invalid`) where it is not clear which is the case
 * @throws MalformedFile
 */
export async function readOcelObjects(
  text: () => AsyncIterable<string>,
  objectType: string | undefined,
): Promise<OcelObjects> {
  const eventTypes = new Map<string, ReadonlyMap<string, string>>();
  const objectTypes = new Map<string, ReadonlyMap<string, string>>();
  const found = new Map<string, JsonObject>();
  const seen = new Set<string>();
  for await (const elements of readOcelElements(text(), LISTS)) {
    for (const { list, line, text: json } of elements) {
      const value = json === undefined ? undefined : objectIn(json);
      if (value === undefined)
        throw new MalformedFile(`an element of ${list} is no JSON object`, line);
      if (list === 'objects') {
        const { id, type } = value;
        if (typeof id !== 'string' || typeof type !== 'string')
          throw new MalformedFile('an object lacks its id or its type', line);
        seen.add(type);
        if (isCandidate(type, objectType)) found.set(id, value);
        if (found.size > CASES_MAX) throw new MalformedFile(TOO_MANY_CASES, line);
      } else (list === 'eventTypes' ? eventTypes : objectTypes).set(...typeIn(value));
    }
  }
  const chosen = chooseType(new Set([...objectTypes.keys(), ...seen]), objectType);
  const types = objectTypes.get(chosen);
  const cases = [...found]
    .filter(([, { type }]) => type === chosen)
    .map(([id, object]) => [id, attributesOf(object, types)] as const);
  return { eventTypes, cases: new Map(cases) };
}

export function objectIn(json: string): JsonObject | undefined {
  const read = parseJsonStrictly(json);
  return 'value' in read && isObject(read.value) ? read.value : undefined;
}

/** Of the pairs of name and value that events and objects have; of several of one name the latest. */
export function attributesOf(
  { attributes }: JsonObject,
  types: ReadonlyMap<string, string> | undefined,
): Readonly<Record<string, Json>> | undefined {
  if (!Array.isArray(attributes) || attributes.length === 0) return undefined;
  const values: Record<string, Json> = {};
  const times = new Map<string, string>();
  for (const attribute of attributes as readonly Json[]) {
    if (!isObject(attribute)) continue;
    const { name, value, time = '' } = attribute;
    if (typeof name !== 'string' || value === undefined || value === null) continue;
    if (isUnsafeKey(name)) continue;
    const at = typeof time === 'string' ? time : '';
    if (at < (times.get(name) ?? '')) continue;
    times.set(name, at);
    values[name] = typed(value, types?.get(name));
  }
  return values;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The published schema writes all values as texts. */
function typed(value: Json, type: string | undefined): Json {
  if (typeof value !== 'string') return value;
  const cell =
    type === 'integer' || type === 'float'
      ? typedCell(value, 'number')
      : type === 'boolean'
        ? typedCell(value, 'boolean')
        : undefined;
  return cell?.value ?? value;
}

function typeIn({ name, attributes }: JsonObject): [string, ReadonlyMap<string, string>] {
  const pairs = (Array.isArray(attributes) ? (attributes as readonly Json[]) : [])
    .filter(isObject)
    .map((each): [string, string] => [textOf(each['name']) ?? '', textOf(each['type']) ?? '']);
  return [textOf(name) ?? '', new Map(pairs)];
}

/** Where nobody says which, it may turn out to be any. */
function isCandidate(type: string, wanted: string | undefined): boolean {
  return wanted === undefined || type === wanted;
}

function chooseType(types: ReadonlySet<string>, wanted: string | undefined): string {
  const known = [...types].sort();
  if (wanted !== undefined) {
    if (types.has(wanted)) return wanted;
    throw new ImportRefused(
      'mapping-invalid',
      `The log has no object type ${wanted}. It has: ${known.join(', ') || 'none'}.${didYouMean(wanted, known)}`,
    );
  }
  const usual = known.length === 1 ? known[0] : CASE_TYPES.find((type) => types.has(type));
  if (usual !== undefined) return usual;
  throw new ImportRefused(
    'mapping-invalid',
    `Which objects are the patients? The log has the object types ${known.join(', ') || '(none)'}: ` +
      'choose one with --object-type.',
  );
}
