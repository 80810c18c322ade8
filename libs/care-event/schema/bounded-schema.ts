/**
 * A JSON Schema that others wrote, made ready to check what others send in bounded time. Patterns
 * are taken out of what the validator runs by itself (it would give them to V8, which backtracks)
 * and run here. What cannot be bounded is reported by `schemaRisks` before a definition is
 * published; where it is published already, it counts as not checked.
 */
import { Check, Compile, Errors } from 'typebox/schema';
import type { TLocalizedValidationError } from 'typebox/error';
import type { Json, JsonObject } from '../text/json.js';
import { formatValue } from '../text/format-value.js';
import {
  type BoundedPattern,
  type CompiledPattern,
  compilePattern,
  PatternBudget,
} from './bounded-pattern.js';
import { recursionFault } from './schema-recursion.js';
import { changeParts, isObject, type SchemaPath } from './subschemas.js';

/** Patterns of one schema that are run; a schema has a handful. */
const PATTERNS_MAX = 100;

/** Where the parts of `patternProperties` stand once their patterns are run here. */
const BY_PATTERN = 'x-pattern-properties';

export interface SchemaRisk {
  readonly path: SchemaPath;
  /** The name in `path` rather than what stands under it. */
  readonly on?: 'key';
  readonly code: 'unsafe-pattern' | 'recursive-schema';
  readonly message: string;
}

/** What in a schema cannot be checked in bounded time. */
export function schemaRisks(schema: JsonObject): readonly SchemaRisk[] {
  const fault = recursionFault(schema);
  const message = `the schema cannot be checked in bounded time: ${fault}`;
  return [
    ...(fault === undefined ? [] : [{ path: [], code: 'recursive-schema', message } as const]),
    ...new BoundedSchema(schema).risks,
  ];
}

export class BoundedSchema {
  readonly risks: SchemaRisk[] = [];
  private readonly patterns = new Map<string, CompiledPattern>();
  private readonly schema: JsonObject;
  private readonly compiled: ReturnType<typeof Compile> | undefined;
  private budget = new PatternBudget();

  /** @throws Error when the schema cannot be compiled; `schemaFault` tells beforehand */
  constructor(schema: JsonObject) {
    let named = false;
    const bounded = changeParts(schema, (part, path) => {
      named ||= isObject(part['patternProperties']);
      return this.withoutPatterns(part, path);
    });
    this.schema = isObject(bounded) ? bounded : {};
    if (!named) this.compiled = Compile(this.schema);
  }

  /**
   * What is wrong with the data; undefined when nothing is. Data that exceeds the budget of the
   * patterns is never right: under `not`, a pattern that was not run would let anything through.
   */
  faultsIn(data: JsonObject): SchemaFaults | 'too-large' | undefined {
    this.budget = new PatternBudget();
    const schema = this.compiled ? this.schema : this.spelledOut([...namesIn(data)]);
    const fits = this.compiled ? this.compiled.Check(data) : Check(schema, data);
    if (this.budget.exceeded) return 'too-large';
    if (fits) return undefined;
    // The list of errors runs the patterns once more.
    this.budget = new PatternBudget();
    const [, errors] = this.compiled ? this.compiled.Errors(data) : Errors(schema, data);
    return this.budget.exceeded ? 'too-large' : { errors, schema };
  }

  private withoutPatterns(part: JsonObject, path: SchemaPath): JsonObject {
    const { pattern, patternProperties, uniqueItems, $ref, ...others } = part;
    const refinements = [
      ...(typeof pattern === 'string' ? [this.refinement(pattern, part, path)] : []),
      // The validator's own list of what is there twice takes the square of its length.
      ...(uniqueItems === true ? [UNIQUE] : []),
    ];
    if (isObject(patternProperties)) {
      for (const name of Object.keys(patternProperties)) {
        this.patternOf(name, [...path, 'patternProperties', name], 'key');
      }
    }
    return {
      ...others,
      ...(patternProperties !== undefined && { [BY_PATTERN]: patternProperties }),
      ...(typeof $ref === 'string' && {
        $ref: $ref.replaceAll('/patternProperties/', `/${BY_PATTERN}/`),
      }),
      ...(refinements.length > 0 && { '~refine': refinements as unknown as Json }),
    };
  }

  private refinement(expression: string, part: JsonObject, path: SchemaPath): Refinement {
    const pattern = this.patternOf(expression, [...path, 'pattern']);
    const system = part['x-code-system'];
    const expected =
      typeof system === 'string' ? `an ${system} code (${expression})` : `text like ${expression}`;
    // A pattern that is not checked must not refuse anything, whichever way it is asked.
    const unchecked = path.filter((step) => step === 'not').length % 2 === 0;
    return {
      check: (value) =>
        typeof value !== 'string' || (pattern?.matches(value, this.budget) ?? unchecked),
      error: () => `expected ${expected}`,
    };
  }

  /** Undefined where it cannot be run. */
  private patternOf(expression: string, path: SchemaPath, on?: 'key'): BoundedPattern | undefined {
    let compiled = this.patterns.get(expression);
    if (compiled === undefined) {
      compiled =
        this.patterns.size < PATTERNS_MAX
          ? compilePattern(expression)
          : { fault: `the schema has more than ${PATTERNS_MAX} patterns` };
      this.patterns.set(expression, compiled);
    }
    if ('pattern' in compiled) return compiled.pattern;
    const message = `the regular expression ${formatValue(expression)} cannot be run in bounded time: ${compiled.fault}`;
    this.risks.push({ path, ...(on && { on }), code: 'unsafe-pattern', message });
    return undefined;
  }

  /** The schema with `patternProperties` written out for the names that occur in the data. */
  private spelledOut(names: readonly string[]): JsonObject {
    const matches = new Map<string, readonly string[]>();
    for (const [expression, compiled] of this.patterns) {
      if (!('pattern' in compiled)) continue;
      const matching = names.filter((name) => compiled.pattern.matches(name, this.budget));
      matches.set(expression, matching);
    }
    return changeParts(this.schema, (part) => {
      const byPattern = part[BY_PATTERN];
      if (!isObject(byPattern)) return part;
      const properties = new Map(
        Object.entries(isObject(part['properties']) ? part['properties'] : {}),
      );
      for (const [expression, one] of Object.entries(byPattern)) {
        const matching = matches.get(expression);
        for (const name of matching ?? names) {
          const before = properties.get(name) ?? true;
          properties.set(name, matching === undefined ? before : { allOf: [before, one] });
        }
      }
      return { ...part, properties: Object.fromEntries(properties) };
    }) as JsonObject;
  }
}

export interface SchemaFaults {
  readonly errors: readonly TLocalizedValidationError[];
  /** The schema that the paths of `errors` lead into. */
  readonly schema: JsonObject;
}

/** What the validator asks of the keyword `~refine`. */
interface Refinement {
  readonly check: (value: unknown) => boolean;
  readonly error: () => string;
}

const UNIQUE: Refinement = {
  check: (value) =>
    !Array.isArray(value) ||
    new Set(value.map((item) => canonical(item as Json))).size === value.length,
  error: () => 'expected no item twice',
};

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join()}}`;
}

function namesIn(data: Json, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(data)) for (const item of data) namesIn(item as Json, names);
  else if (isObject(data)) {
    for (const [name, value] of Object.entries(data)) {
      names.add(name);
      namesIn(value, names);
    }
  }
  return names;
}
