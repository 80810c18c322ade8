/**
 * What every figure begins with: the versions of the pathway, the instants of the query, and
 * the log position of the answer.
 */
import { bareDefinition, PathwayVersions, type Definition } from '#pathway';
import { didYouMean } from '#care-event';
import { formatInstant, intervalOf, type Limit } from '#calendar';
import { parseInstant, parseLimit, parseOccurredAt } from '#calendar';
import type { Position } from '#event-store';
import { modelsPosition } from '../port/checkpoints.js';
import { notTooLate } from '../models/latest-instant.js';
import { QueryRefused } from '../models/errors.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { readPathways, type KnownPathway, type KnownPathways } from '../models/pathways.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import { requireAttributes } from './known-name.js';
import { silentFeeds, type AskedFeeds } from './silent-feeds.js';
import type { Selection } from './selection.js';
import { readReportedTypes, type ReportedType } from './reported-types.js';

export interface PathwayQuery extends Selection {
  /** Id of the pathway. */
  readonly pathway: string;
  /** RFC 3339 instant, or a date for the end of that day in the pathway's zone: only what had happened by then. */
  readonly asOf?: string;
  /** The same: only what had been recorded by then. */
  readonly knownAt?: string;
  /** How long sources may be silent at most, where whoever runs the program states it: limits by source. */
  readonly statedFeeds?: Readonly<Record<string, string>>;
  /** What whoever runs the program knows of its state, to be said in the answer. */
  readonly caveats?: Caveats;
}

/** Why an answer may not be of now. */
export interface Caveats {
  /** What was recorded from then on (RFC 3339) may not be counted: it could not be taken in since. */
  readonly staleSince?: string;
  /** So much less than when the last event was recorded does the clock show: it was set back, or ahead before. */
  readonly clockBehindSeconds?: number;
}

/** What every answer contains. */
export interface AnswerHead extends Caveats {
  /** Position of the last event taken into account; null for an empty log. */
  readonly position: string | null;
  /**
   * The newest definition, which provides names and expectations; each episode is assessed
   * under the version it is pinned to. Without a hash if none was published.
   */
  readonly definition: { readonly id: string; readonly version: number; readonly hash?: string };
  /** IANA zone of the pathway, in which the answer counts days and writes its instants. */
  readonly zone: string;
  /** RFC 3339, in that zone. */
  readonly asOf?: string;
  readonly knownAt?: string;
  /** The dates that were asked for, at the ends of which these are. */
  readonly asOfDay?: string;
  readonly knownAtDay?: string;
  /**
   * Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted
   * here may be missing their news. Absent where there are none, and without an as-of instant.
   */
  readonly silentFeeds?: readonly SilentSource[];
}

export interface SilentSource {
  readonly source: string;
  /** When it last reported (RFC 3339); null where it never did, though it is stated how often it is to. */
  readonly lastAt: string | null;
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
 * @throws QueryRefused the pathway or an attribute is unknown, or an instant is invalid
 * @throws ReadModelsOutdated the models have not been built by this version
 */
export async function openQuestion(view: ReadView, query: PathwayQuery): Promise<Question> {
  const position = await modelsPosition(view, ALL_MODELS);
  const zone = await zoneOf(view, query);
  const asOf = readInstant(query.asOf, 'asOf', zone);
  const knownAt = readInstant(query.knownAt, 'knownAt', zone);
  const pathways = await readPathways(view, knownAt);
  const reported = await readReportedTypes(view);
  const { versions, hash } =
    pathways.pathway(query.pathway) ?? undefinedPathway(query.pathway, pathways, reported);
  const definition = versions.newest;
  await requireAttributes(view, definition, query);
  const silent =
    asOf === undefined
      ? []
      : await silentFeeds(view, askedFeeds(definition, query, Math.min(asOf, knownAt ?? Infinity)));
  return {
    head: {
      position: position ?? null,
      definition: {
        id: definition.id,
        version: definition.version,
        ...(hash === undefined ? {} : { hash }),
      },
      zone: definition.zone,
      ...(asOf === undefined ? {} : { asOf: formatInstant(asOf, definition.zone) }),
      ...(knownAt === undefined ? {} : { knownAt: formatInstant(knownAt, definition.zone) }),
      ...(isDay(query.asOf) && { asOfDay: query.asOf }),
      ...(isDay(query.knownAt) && { knownAtDay: query.knownAt }),
      ...query.caveats,
      ...(silent.length === 0
        ? {}
        : {
            silentFeeds: silent.map(({ source, lastAt }) => ({
              source,
              lastAt: lastAt === undefined ? null : formatInstant(lastAt, definition.zone),
            })),
          }),
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

/** @throws QueryRefused what is stated of a source is not a limit */
export function askedFeeds(
  { id: pathway, zone, calendar }: Definition,
  { statedFeeds = {} }: PathwayQuery,
  at: number,
): AskedFeeds {
  const stated = Object.entries(statedFeeds).map(
    ([source, text]) => [source, readLimit(text, 'statedFeeds')] as const,
  );
  return { pathway, zone, calendar, at, stated: new Map(stated) };
}

/** @throws QueryRefused there is no such pathway, neither defined nor addressed */
export function requirePathway(
  models: ReadModels,
  { pathway }: { readonly pathway: string },
): Promise<void> {
  return models.read(async (view) => {
    const pathways = await readPathways(view);
    if (pathways.pathway(pathway) === undefined)
      undefinedPathway(pathway, pathways, await readReportedTypes(view));
  });
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

/** Read only where a date has to be understood: all versions of a pathway have one zone. */
async function zoneOf(
  view: ReadView,
  { pathway, asOf, knownAt }: PathwayQuery,
): Promise<string | undefined> {
  if (!isDay(asOf) && !isDay(knownAt)) return undefined;
  const known = (await readPathways(view)).pathway(pathway);
  return (known?.versions.newest ?? bareDefinition(pathway)).zone;
}

/**
 * Its instant, or an end of the day that is named.
 * @throws QueryRefused the text is neither
 */
export function readInstant(
  text: string | undefined,
  path: string,
  zone = 'UTC',
  edge: 'start' | 'end' = 'end',
): number | undefined {
  if (text === undefined) return undefined;
  const instant = isDay(text) ? intervalOf(text, zone)[edge] : parseInstant(text);
  if (instant !== undefined) return notTooLate(instant, path);
  throw new QueryRefused(
    'invalid-instant',
    `${text} is neither an instant, such as 2014-07-01T00:00:00Z or one with an offset such as +02:00, nor a date such as 2014-07-01.`,
    path,
  );
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && parseOccurredAt(text)?.precision === 'day';
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
