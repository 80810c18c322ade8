/** The figures of a log and of its copy, which have to say the same but for their positions. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionRegistry } from '#engine';
import { comparePositions, type EventStore, type Position } from '#event-store';
import { ProjectionRunner, type ReadModels } from '#projections';
import { parametersOf } from '../figures/describe-figure.js';
import { DESCRIPTIONS } from '../figures/descriptions.js';
import { dataFolder, type DataFolder } from '../folder/data-folder.js';
import { buildGeneration } from '../read-models/build-generation.js';
import { KeptReadModels } from '../read-models/kept-read-models.js';
import { FIGURES } from '../read-models/open-reports.js';
import { openLogForReading } from '../stores/log.js';
import { openGenerations } from '../stores/read-models.js';
import type { Place } from '../stores/places.js';

export interface CompareOptions {
  readonly from: Place;
  readonly to: Place;
  /** Where what is needed meanwhile lies. */
  readonly data: string;
  /** Up to where the log was copied. */
  readonly end: Position | undefined;
  readonly onProgress?: (events: number) => void;
}

export interface ComparedFigures {
  readonly pathways: number;
  readonly compared: number;
  /** None, or something is wrong. */
  readonly differing: readonly { readonly pathway: string; readonly figure: string }[];
  /** Whether the read models of the copy lie beside it, ready for a server. */
  readonly kept: boolean;
}

/** Builds the read models of both logs; those of the copy stay where its database can hold them. */
export async function compareFigures(options: CompareOptions): Promise<ComparedFigures> {
  const { from, to, data } = options;
  const folder = join(data, 'copying');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const source = await openLogForReading({ log: from });
  const target = await openLogForReading({ log: to });
  try {
    const own = to.kind === 'eventstoredb' ? undefined : ownFolder(data, to);
    const wanted = await temporaryModels(join(folder, 'source'), source, options);
    const found =
      own === undefined
        ? await temporaryModels(join(folder, 'target'), target, { ...options, end: undefined })
        : await keptModels(own, target, options);
    try {
      const compared = await compareAll({ source, wanted: wanted.models, found: found.models });
      return { ...compared, kept: own !== undefined };
    } finally {
      await wanted.close();
      await found.close();
    }
  } finally {
    await target.close();
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownFolder(data: string, place: Exclude<Place, { kind: 'eventstoredb' }>): DataFolder {
  return dataFolder({ data, places: { log: place, readModels: place, work: place } });
}

interface BuiltModels {
  readonly models: ReadModels;
  close(): Promise<void>;
}

async function temporaryModels(
  folder: string,
  store: EventStore,
  { end, onProgress }: CompareOptions,
): Promise<BuiltModels> {
  mkdirSync(folder, { mode: 0o700 });
  const generations = await openGenerations({ readModels: { kind: 'sqlite', folder } });
  const models = await generations.openTemporary();
  const head = await store.head();
  const isLonger = end !== undefined && head !== undefined && comparePositions(head, end) > 0;
  await new ProjectionRunner({ store, models }).catchUp({
    ...(isLonger && { upTo: end }),
    ...(onProgress && { onProgress: ({ events }) => onProgress(events) }),
  });
  return { models, close: () => models.close().then(() => generations.close()) };
}

async function keptModels(
  folder: DataFolder,
  store: EventStore,
  { onProgress }: CompareOptions,
): Promise<BuiltModels> {
  const kept = await KeptReadModels.take(folder, store);
  if (kept === undefined) throw new Error('Somebody else keeps the read models of the copy.');
  await kept.bringUpToDate({
    build: (run) => buildGeneration(folder, run),
    ...(onProgress && { onProgress: ({ events }) => onProgress(events) }),
  });
  return { models: await kept.models(), close: () => kept.close() };
}

interface Compared {
  readonly source: EventStore;
  readonly wanted: ReadModels;
  readonly found: ReadModels;
}

/** Every figure that can be asked with a pathway alone, as of the last instant of the log. */
async function compareAll({
  source,
  wanted,
  found,
}: Compared): Promise<Omit<ComparedFigures, 'kept'>> {
  const registry = new DefinitionRegistry(source);
  await registry.load();
  const pathways = registry.current().map(({ id }) => id);
  const { events } = await source.readLog({ direction: 'backwards', limit: 1 });
  const asOf = new Date(events[0]?.knownAt ?? 0).toISOString();
  const differing: { pathway: string; figure: string }[] = [];
  let compared = 0;
  for (const pathway of pathways)
    for (const description of DESCRIPTIONS) {
      if (Object.values(parametersOf(description)).some(({ required = false }) => required))
        continue;
      const figure = FIGURES[description.name] as Figure;
      const query = { pathway, asOf };
      const [one, other] = [await figure(wanted, query), await figure(found, query)];
      compared += 1;
      if (withoutPositions(one) !== withoutPositions(other))
        differing.push({ pathway, figure: description.name });
    }
  return { pathways: pathways.length, compared, differing };
}

type Figure = (
  models: ReadModels,
  query: { readonly pathway: string; readonly asOf: string },
) => Promise<object>;

/** Positions are each log's own, and so is what a further page is asked for with. */
const OF_ONE_LOG: ReadonlySet<string> = new Set(['position', 'next', 'cursor']);

function withoutPositions(answer: object): string {
  return JSON.stringify(answer, (key, value: unknown) => (OF_ONE_LOG.has(key) ? undefined : value));
}
