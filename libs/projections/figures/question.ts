/**
 * What every figure begins with: the versions of the pathway, the instants of the query, and
 * the log position of the answer.
 */
import { bareDefinition, PathwayVersions } from '#pathway';
import { didYouMean } from '#care-event';
import { type Limit, parseInstant, parseLimit } from '#calendar';
import type { Position } from '#event-store';
import { modelsPosition } from '../port/checkpoints.js';
import { QueryRefused } from '../models/errors.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { ReadView } from '../port/read-models.js';
import { readPathways, type KnownPathway, type KnownPathways } from '../models/pathways.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import type { Selection } from './selection.js';
import { readReportedTypes, type ReportedType } from './reported-types.js';

export interface PathwayQuery extends Selection {
  /** Id of the pathway. */
  readonly pathway: string;
  /** RFC 3339 instant: only what had happened by then. */
  readonly asOf?: string;
  /** RFC 3339 instant: only what had been recorded by then. */
  readonly knownAt?: string;
}

/** What every answer contains. */
export interface AnswerHead {
  /** Position of the last event taken into account; null for an empty log. */
  readonly position: string | null;
  /**
   * The newest definition, which provides names and expectations; each episode is assessed
   * under the version it is pinned to. Without a hash if none was published.
   */
  readonly definition: { readonly id: string; readonly version: number; readonly hash?: string };
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** What an answer counts as one journey. */
export interface PerEpisode {
  /** Each episode; absent where the pathway has no episodes, and each patient counts once. */
  readonly perEpisode?: true;
}

export interface Question extends AssessedQuestion {
  readonly head: AnswerHead;
  /** Of the last event taken into account; undefined for an empty log. */
  readonly position: Position | undefined;
  /** All published pathways, for the types they name. */
  readonly pathways: KnownPathways;
  readonly reported: readonly ReportedType[];
}

/**
 * @throws QueryRefused the pathway is unknown or an instant is invalid
 * @throws ReadModelsOutdated the models have not been built by this version
 */
export async function openQuestion(view: ReadView, query: PathwayQuery): Promise<Question> {
  const asOf = readInstant(query.asOf, 'asOf');
  const knownAt = readInstant(query.knownAt, 'knownAt');
  const position = await modelsPosition(view, ALL_MODELS);
  const pathways = await readPathways(view, knownAt);
  const reported = await readReportedTypes(view);
  const { versions, hash } =
    pathways.pathway(query.pathway) ?? undefinedPathway(query.pathway, pathways, reported);
  const definition = versions.newest;
  return {
    head: {
      position: position ?? null,
      definition: {
        id: definition.id,
        version: definition.version,
        ...(hash === undefined ? {} : { hash }),
      },
      ...(query.asOf === undefined ? {} : { asOf: query.asOf }),
      ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
    },
    position,
    definition,
    versions,
    perEpisode: versions.definitions().some(({ episodes }) => episodes !== undefined),
    pathways,
    reported,
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  };
}

export function perEpisode(question: Question): PerEpisode {
  return question.perEpisode ? { perEpisode: true } : {};
}

/** Events may be addressed to a pathway that is not defined yet: it has one stage and no end. */
function undefinedPathway(
  id: string,
  pathways: KnownPathways,
  reported: readonly ReportedType[],
): KnownPathway {
  const addressed = new Set(
    reported.map((type) => type.pathway).filter((pathway) => pathway !== ''),
  );
  if (addressed.has(id))
    return { versions: PathwayVersions.of(bareDefinition(id)), hash: undefined };
  const known = [...new Set([...pathways.ids(), ...addressed])].sort();
  const names = known.length === 0 ? 'none yet' : known.join(', ');
  throw new QueryRefused(
    'unknown-pathway',
    `There is no pathway called ${id}. Known: ${names}.${didYouMean(id, known)}`,
    'pathway',
  );
}

/** @throws QueryRefused the text is no instant */
export function readInstant(text: string | undefined, path: string): number | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new QueryRefused(
    'invalid-instant',
    `${text} is not an instant; write it as 2014-07-01T00:00:00Z or with an offset such as +02:00.`,
    path,
  );
}

/** @throws QueryRefused the text is not a limit */
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
