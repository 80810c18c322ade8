/**
 * Whether a schema that refers back to itself can be checked in time that grows with the data.
 * It cannot where it comes back to itself for the same value (`"$ref": "#"`), nor where it does
 * so in two ways for one value below (a recursive `anyOf`): each level of the data then doubles
 * the work.
 */
import { Pointer } from 'typebox/schema';
import type { Json, JsonObject } from '../text/json.js';
import { isObject } from './subschemas.js';

/** Parts with what they refer to written out; a `$ref` to another `$ref` twice over doubles them. */
const PARTS_MAX = 10_000;
const DEPTH_MAX = 200;
const WAYS_BACK_MAX = 100;

const SAME_VALUE = ['not', 'if', 'then', 'else'];
const SAME_VALUE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const ANY_ITEM = ['items', 'additionalItems', 'contains', 'unevaluatedItems', 'prefixItems'];
const ANY_FIELD = ['additionalProperties', 'unevaluatedProperties', 'propertyNames'];

/** How a part comes from the value to the one that it looks at: a field by name, any item, any field. */
type Step = `.${string}` | '[*]' | '*';

interface Frame {
  readonly part: JsonObject;
  /** How many steps lead to its value. */
  readonly depth: number;
}

interface WayBack {
  readonly steps: readonly Step[];
  readonly frames: readonly Frame[];
  readonly target: JsonObject;
}

class Unbounded extends Error {}

/** In one clause, why checking could take for ever; undefined where it cannot. */
export function recursionFault(schema: JsonObject): string | undefined {
  try {
    const ways = new Expansion(schema).waysBack();
    const heads = new Set(ways.map(({ target }) => target));
    for (const frame of new Set(ways.flatMap(({ frames }) => frames))) {
      if (!heads.has(frame.part)) continue;
      const below = ways.filter(({ frames }) => frames.includes(frame));
      checkApart(
        below.map(({ steps, target }) => ({ target, steps: steps.slice(frame.depth) })),
        frame,
      );
    }
    return undefined;
  } catch (error) {
    if (error instanceof Unbounded) return error.message;
    throw error;
  }
}

function checkApart(
  ways: readonly { readonly target: JsonObject; readonly steps: readonly Step[] }[],
  head: Frame,
): void {
  if (ways.some(({ steps, target }) => target === head.part && steps.length === 0)) {
    throw new Unbounded('it refers back to itself without a field or an item between');
  }
  ways.forEach(({ steps }, index) => {
    if (ways.slice(index + 1).some((other) => canCoincide(steps, other.steps))) {
      throw new Unbounded('it refers back to itself in two ways for the same value');
    }
  });
}

/** Whether the one can lead to a value that the other leads to or past. */
function canCoincide(a: readonly Step[], b: readonly Step[]): boolean {
  return a.slice(0, b.length).every((step, index) => {
    const other = b[index];
    if (step === other) return true;
    if (step === '[*]' || other === '[*]') return false;
    return step === '*' || other === '*';
  });
}

/** Writes references out until they come back to a part within which they stand. */
class Expansion {
  private readonly ways: WayBack[] = [];
  private parts = 0;

  constructor(private readonly root: JsonObject) {}

  waysBack(): readonly WayBack[] {
    this.enter(this.root, [], []);
    return this.ways;
  }

  private enter(part: Json | undefined, steps: readonly Step[], frames: readonly Frame[]): void {
    if (!isObject(part)) return;
    if (frames.some((frame) => frame.part === part)) {
      this.ways.push({ steps, frames, target: part });
      if (this.ways.length > WAYS_BACK_MAX)
        throw new Unbounded('it refers back to itself too often');
      return;
    }
    this.parts += 1;
    if (this.parts > PARTS_MAX || frames.length >= DEPTH_MAX) {
      throw new Unbounded('with its references written out, it is too large');
    }
    const within = [...frames, { part, depth: steps.length }];
    if ('$dynamicRef' in part || '$recursiveRef' in part || (frames.length > 0 && '$id' in part)) {
      throw new Unbounded('it refers to parts by $dynamicRef, $recursiveRef or an inner $id');
    }
    const { $ref } = part;
    if (typeof $ref === 'string') this.enter(partAt(this.root, $ref), steps, within);
    this.enterSameValue(part, steps, within);
    this.enterBelow(part, steps, within);
  }

  private enterSameValue(part: JsonObject, steps: readonly Step[], frames: readonly Frame[]): void {
    for (const key of SAME_VALUE) this.enter(part[key], steps, frames);
    for (const key of SAME_VALUE_LISTS) {
      for (const one of listOf(part[key])) this.enter(one, steps, frames);
    }
    for (const key of ['dependentSchemas', 'dependencies']) {
      for (const one of Object.values(mapOf(part[key]))) this.enter(one, steps, frames);
    }
  }

  private enterBelow(part: JsonObject, steps: readonly Step[], frames: readonly Frame[]): void {
    for (const [name, one] of Object.entries(mapOf(part['properties']))) {
      this.enter(one, [...steps, `.${name}`], frames);
    }
    for (const one of Object.values(mapOf(part['patternProperties']))) {
      this.enter(one, [...steps, '*'], frames);
    }
    for (const key of ANY_FIELD) this.enter(part[key], [...steps, '*'], frames);
    for (const key of ANY_ITEM) {
      for (const one of listOf(part[key])) this.enter(one, [...steps, '[*]'], frames);
    }
  }
}

function partAt(root: JsonObject, reference: string): Json {
  const isPointer = reference === '#' || reference.startsWith('#/');
  const at: unknown = isPointer ? Pointer.Get(root, decodePointer(reference.slice(1))) : undefined;
  if (at === undefined) throw new Unbounded('its references are not all places inside it');
  return at as Json;
}

function decodePointer(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function mapOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
