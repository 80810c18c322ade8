/**
 * From settings to places: where the log, the read models and the engine's own work go, and
 * which choices do not go together.
 */
import { parsePlace, PlaceInvalid, type PlaceContext } from '../stores/parse-place.js';
import { placesIn, type DatabasePlace, type Place, type Places } from '../stores/places.js';

/** A setting that is a place, as it was written, and where. */
export interface WrittenPlace {
  readonly text: string;
  readonly context: Omit<PlaceContext, 'data'>;
}

export const PLACE_SETTINGS = ['event-store', 'read-models', 'work'] as const;
export type PlaceSetting = (typeof PLACE_SETTINGS)[number];

export interface PlaceChoice {
  readonly data: string;
  readonly singleHost: boolean;
  readonly written: Readonly<Partial<Record<PlaceSetting, WrittenPlace>>>;
}

/** What is wrong with a choice, and at which setting. */
export interface ChoiceProblem {
  readonly setting: PlaceSetting;
  readonly message: string;
}

/** Undefined where a place can be read so; otherwise what is wrong with it. */
export function placeProblem(setting: PlaceSetting, written: WrittenPlace): string | undefined {
  try {
    read(setting, written, '.');
    return undefined;
  } catch (error) {
    if (!(error instanceof PlaceInvalid)) throw error;
    return `${setting} cannot be used: ${error.message}`;
  }
}

/** Each written place is one that `placeProblem` has nothing against. */
export function choosePlaces({ data, singleHost, written }: PlaceChoice): Places | ChoiceProblem {
  const placeOf = <Wanted extends Place>(setting: PlaceSetting): Wanted | undefined => {
    const found = written[setting];
    return found === undefined ? undefined : (read(setting, found, data) as Wanted);
  };
  const log = placeOf('event-store') ?? placesIn(data).log;
  const ofLog = log.kind === 'eventstoredb' ? undefined : log;
  const ownWork = placeOf<DatabasePlace>('work');
  const beside = singleHost ? placesIn(data).work : undefined;
  const readModels = placeOf<DatabasePlace>('read-models') ?? ofLog ?? ownWork ?? beside;
  const work = ownWork ?? readModels;
  if (readModels === undefined || work === undefined) {
    return {
      setting: 'event-store',
      message:
        'an EventStoreDB keeps the log alone: say where the rest goes, as in ' +
        'read-models: postgres://user@host/database; or set single-host, and it goes to the data folder',
    };
  }
  if (log.kind !== 'sqlite' && work.kind === 'sqlite' && !singleHost) {
    return {
      setting: written.work === undefined ? 'read-models' : 'work',
      message:
        'a lock in a file keeps away a second server on this machine alone, and the log is on a server ' +
        'that others reach: name a PostgreSQL for work, or set single-host if no other machine runs Stafett on this log',
    };
  }
  return { log, readModels, work };
}

function read(setting: PlaceSetting, { text, context }: WrittenPlace, data: string): Place {
  const place = parsePlace(text, { ...context, data });
  if (place.kind === 'eventstoredb' && setting !== 'event-store')
    throw new PlaceInvalid(
      'an EventStoreDB keeps the log alone; it must be postgres:// or sqlite:',
    );
  return place;
}
