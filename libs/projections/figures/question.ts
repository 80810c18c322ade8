/**
 * What every figure begins with: the definition in force, the instants asked for, and
 * the position that the answer stands at.
 */
import { bareDefinition, parseInstant, parseLimit, readDefinition } from '#pathway';
import type { Definition, Limit } from '#pathway';
import { standingOf } from '../checkpoints.js';
import { QueryRefused, StoredDefinitionUnreadable } from '../errors.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { ReadView } from '../port.js';
import { readReportedTypes, type ReportedType } from './reported-types.js';

export interface Asked {
  /** Id of the pathway. */
  readonly pathway: string;
  /** RFC 3339 instant: only what had happened by then. */
  readonly asOf?: string;
  /** RFC 3339 instant: only what had been recorded by then. */
  readonly knownAt?: string;
}

/** What every answer carries. */
export interface AnswerHead {
  /** Last position of the log that the answer counts; null for an empty log. */
  readonly position: string | null;
  /** The definition in force; without a hash where none was published for this pathway. */
  readonly definition: { readonly id: string; readonly version: number; readonly hash?: string };
  readonly asOf?: string;
  readonly knownAt?: string;
}

export interface Question {
  readonly head: AnswerHead;
  readonly definition: Definition;
  /** Every published definition in force. */
  readonly published: readonly Definition[];
  readonly reported: readonly ReportedType[];
  /** Milliseconds since the epoch. */
  readonly asOf?: number;
  readonly knownAt?: number;
}

/**
 * @throws QueryRefused the pathway is unknown or an instant is none
 * @throws ReadModelsOutdated the models have not been built by this version
 */
export async function openQuestion(view: ReadView, asked: Asked): Promise<Question> {
  const asOf = readInstant(asked.asOf, 'asOf');
  const knownAt = readInstant(asked.knownAt, 'knownAt');
  const { position } = await standingOf(view, ALL_MODELS);
  const inForce = await definitionsInForce(view, knownAt);
  const reported = await readReportedTypes(view);
  const { definition, hash } =
    inForce.get(asked.pathway) ?? undefinedPathway(asked.pathway, inForce, reported);
  return {
    head: {
      position: position ?? null,
      definition: {
        id: definition.id,
        version: definition.version,
        ...(hash === undefined ? {} : { hash }),
      },
      ...(asked.asOf === undefined ? {} : { asOf: asked.asOf }),
      ...(asked.knownAt === undefined ? {} : { knownAt: asked.knownAt }),
    },
    definition,
    published: [...inForce.values()].map((each) => each.definition),
    reported,
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  };
}

interface InForce {
  readonly definition: Definition;
  readonly hash?: string;
}

/**
 * The latest published version of each pathway; with `knownAt` the latest that had been
 * published by then, or the first where that was later: history that was imported
 * before its pathway was defined can still be asked about.
 */
async function definitionsInForce(
  { db }: ReadView,
  knownAt = Infinity,
): Promise<ReadonlyMap<string, InForce>> {
  const rows = await db.selectFrom('definitions').selectAll().orderBy('place').execute();
  const chosen = new Map<string, (typeof rows)[number]>();
  for (const row of rows)
    if (row.recorded_at <= knownAt || !chosen.has(row.id)) chosen.set(row.id, row);
  return new Map(
    [...chosen].map(([id, { version, yaml, hash }]) => [
      id,
      { definition: parsed(id, version, yaml), hash },
    ]),
  );
}

/** Parsed definitions by their text: parsing costs more than many a figure. */
const PARSED = new Map<string, Definition>();
const PARSED_MAX = 200;

function parsed(id: string, version: number, yaml: string): Definition {
  const known = PARSED.get(yaml);
  if (known !== undefined) return known;
  const read = readDefinition(yaml);
  if (!('definition' in read))
    throw new StoredDefinitionUnreadable(id, version, read.problems[0]?.message ?? 'no reason');
  if (PARSED.size >= PARSED_MAX) PARSED.clear();
  PARSED.set(yaml, read.definition);
  return read.definition;
}

/** Events may be addressed to a pathway that nobody has defined yet: it has one stage and no end. */
function undefinedPathway(
  id: string,
  inForce: ReadonlyMap<string, InForce>,
  reported: readonly ReportedType[],
): InForce {
  const addressed = new Set(
    reported.map((type) => type.pathway).filter((pathway) => pathway !== ''),
  );
  if (addressed.has(id)) return { definition: bareDefinition(id) };
  const known = [...new Set([...inForce.keys(), ...addressed])].sort();
  const names = known.length === 0 ? 'none yet' : known.join(', ');
  throw new QueryRefused(
    'unknown-pathway',
    `There is no pathway called ${id}. Known: ${names}.`,
    'pathway',
  );
}

function readInstant(text: string | undefined, path: string): number | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new QueryRefused(
    'invalid-instant',
    `${text} is not an instant; write it as 2014-07-01T00:00:00Z or with an offset such as +02:00.`,
    path,
  );
}

/** @throws QueryRefused the text is no limit */
export function readLimit(text: string, path: string): Limit {
  const limit = parseLimit(text);
  if (limit !== undefined) return limit;
  throw new QueryRefused(
    'invalid-limit',
    `${text} is not a limit; write it as 60m, 4h, 10 days, 6 weeks or PT60M.`,
    path,
  );
}

/** @throws QueryRefused no as-of instant was given */
export function requireAsOf(question: Question): number {
  if (question.asOf !== undefined) return question.asOf;
  throw new QueryRefused('invalid-query', 'This figure needs an as-of instant.', 'asOf');
}
