/** What /openapi.json says of the answers is what a running server answers. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { answerNameOf } from '../apps/composition/figures/describe-figure.js';
import { DESCRIPTIONS } from '../apps/composition/figures/descriptions.js';
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { ANSWER_SCHEMAS, exampleOf, type AnswerName } from '../apps/server/openapi/answers.js';
import { FIGURE_TYPES } from '../apps/server/openapi/figures/types.schema.js';
import { answersOfStory, type Story } from './tools/openapi-examples.js';

const NAMES = Object.keys(ANSWER_SCHEMAS) as readonly AnswerName[];

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, Media>> }>>;
}
interface Media {
  readonly schema: { readonly $ref?: string };
  readonly example?: unknown;
}

describe('The OpenAPI document', () => {
  let story: Story;
  beforeAll(async () => {
    story = await answersOfStory();
  }, 60_000);

  it.each(NAMES)(
    'has an example of %s that holds to its schema, with nothing beside it',
    (name) => {
      expect(faults(name, exampleOf(name))).toEqual([]);
    },
  );

  it.each(NAMES)('says of %s what the server answers', (name) => {
    const answer = story.answers[name];
    expect(faults(name, answer)).toEqual([]);
    expect(shapeOf(answer)).toEqual(shapeOf(exampleOf(name)));
  });

  it.each(DESCRIPTIONS.filter(({ rows }) => rows !== undefined))(
    'has the list that is the rows of $name as a table',
    ({ name, rows }) => {
      const { properties } = closed(ANSWER_SCHEMAS[answerNameOf(name)]) as TSchema & {
        readonly properties: Readonly<Record<string, { readonly type?: string }>>;
      };
      expect(properties[rows!]?.type).toBe('array');
    },
  );

  it('has one schema of each name', () => {
    expect(Object.keys(FIGURE_TYPES).filter((name) => name in ANSWER_SCHEMAS)).toEqual([]);
  });

  it('has an example of the metrics, with each that the server answers', () => {
    const named = (text: unknown): readonly string[] => String(text).match(/^# .*$/gm) ?? [];
    expect(named(exampleOf('Metrics')).length).toBeGreaterThan(10);
    expect(named(story.answers.Metrics)).toEqual(named(exampleOf('Metrics')));
  });

  it('says for every route what it is for, what it answers, and which problems it knows', () => {
    const { paths, components } = story.document;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(15);
    for (const { path, method, operation } of operations) {
      const { summary, responses } = operation as Operation;
      const at = `${method} ${path}`;
      expect([at, summary ?? '']).toEqual([at, expect.stringMatching(/^[A-Z].{8,}/)]);
      expect([at, Object.keys(responses)]).toEqual([
        at,
        expect.arrayContaining(['200', '400', '408', '417', '421', '431', '500', '503']),
      ]);
      for (const [status, { content = {} }] of Object.entries(responses)) {
        // The client has the answer.
        if (status === '304') continue;
        const [type, media] = Object.entries(content)[0] ?? [];
        const name = media?.schema.$ref?.replace('#/components/schemas/', '');
        expect([at, status, media?.example]).toEqual([at, status, expect.anything()]);
        if (type?.startsWith('text/') === true) continue;
        expect([at, status, Object.keys(components.schemas)]).toEqual([
          ...[at, status],
          expect.arrayContaining([name]),
        ]);
      }
    }
  });
});

function faults(name: AnswerName, answer: unknown): readonly unknown[] {
  const validator = Compile(closed(ANSWER_SCHEMAS[name]));
  return validator.Check(answer) ? [] : [...validator.Errors(answer)];
}

/** The schema in which an object has no keys but those that are named: what is not described shows. */
function closed(schema: TSchema): TSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (!isObject(value)) return value;
    const type = typeof value['$ref'] === 'string' ? typeAt(value['$ref']) : undefined;
    if (type !== undefined) return closed(type);
    const whole = Array.isArray(value['allOf']) ? merged(value) : value;
    return isObject(whole['properties']) ? { ...whole, additionalProperties: false } : whole;
  }) as TSchema;
}

/** What it consists of, as one object. */
function merged({ allOf, ...own }: Record<string, unknown>): Record<string, unknown> {
  const parts = [...(allOf as Record<string, unknown>[]), own];
  return {
    ...own,
    properties: Object.assign({}, ...parts.map((part) => part['properties'] ?? {})) as unknown,
    required: parts.flatMap((part) => (part['required'] ?? []) as readonly string[]),
  };
}

function typeAt(ref: string): TSchema {
  const type = FIGURE_TYPES[ref.replace('#/components/schemas/', '')];
  if (type === undefined) throw new Error(`The document has no ${ref}.`);
  return type;
}

/** Which keys it has, and what kind of value each; a list counts as its first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
