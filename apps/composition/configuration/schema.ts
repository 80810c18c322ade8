/**
 * The settings of the program: one schema for flags, environment and file. A setting `log-level`
 * is the flag `--log-level`, the variable `STAFETT_LOG_LEVEL` and the key `log-level` of the file.
 */
import { Type, type Static } from 'typebox';
import { LOG_LEVELS } from '../logging/log-levels.js';
import { PLACE_FORMS } from '../stores/parse-place.js';

const PLACE = Type.String({ minLength: 1, maxLength: 4_096 });

export const SETTINGS = {
  /** The data folder: the log, the read models and the secret. */
  data: Type.String({ minLength: 1, maxLength: 4_096 }),
  /** Where the log is: `sqlite:…`, `postgres://…` or `esdb://…`. By default in the data folder. */
  'event-store': PLACE,
  /** Where the read models are: `sqlite:…` or `postgres://…`. By default where the log is. */
  'read-models': PLACE,
  /** Where the lock of the one server and the checkpoints are. By default where the read models are. */
  work: PLACE,
  /** No other machine runs a server on this log: then a lock in a file will do. */
  'single-host': Type.Boolean(),
  /** Where the server listens; only loopback until there is access control. */
  host: Type.Enum(['127.0.0.1', '::1', 'localhost']),
  /** 0 picks a free port. */
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  /** The file that says who gets messages pushed; by default `delivery.yaml` in the data folder, if there. */
  delivery: Type.String({ minLength: 1, maxLength: 4_096 }),
  /** The file that says which Kafka topics are read and written; by default `kafka.yaml` in the data folder, if there. */
  kafka: Type.String({ minLength: 1, maxLength: 4_096 }),
  /** How long requests under way may take when the server is asked to stop, seconds. */
  'grace-period': Type.Integer({ minimum: 0, maximum: 3_600 }),
  'log-level': Type.Enum([...LOG_LEVELS]),
};

export type Setting = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly Setting[];

export type SettingValue = string | number | boolean;

/** Ends the sentence “it must be …”. */
export const EXPECTED: Readonly<Record<Setting, string>> = {
  data: 'a path',
  'event-store': PLACE_FORMS,
  'read-models': 'sqlite:./folder or postgres://user@host:5432/database',
  work: 'sqlite:./folder or postgres://user@host:5432/database',
  'single-host': 'true or false',
  host: '127.0.0.1, ::1 or localhost, since there is no access control yet',
  port: 'a whole number from 0 to 65535',
  delivery: 'a path',
  kafka: 'a path',
  'grace-period': 'a whole number of seconds from 0 to 3600',
  'log-level': 'fatal, error, warn, log or debug',
};

/** Settings that are numbers: what a variable says is text. */
export const NUMBERS: ReadonlySet<Setting> = new Set(['port', 'grace-period']);

/** Settings that are true or false. */
export const SWITCHES: ReadonlySet<Setting> = new Set(['single-host']);

/** Settings that are paths: in the file they are reckoned from the folder that it lies in. */
export const PATHS: ReadonlySet<Setting> = new Set(['data', 'delivery', 'kafka']);

type Values = { readonly [Name in Setting]: Static<(typeof SETTINGS)[Name]> };
/** These have no default of their own. */
type Optional = 'delivery' | 'kafka' | 'event-store' | 'read-models' | 'work';

/** What holds in the end; places without their passwords. */
export type Configuration = Omit<Values, Optional> & Partial<Pick<Values, Optional>>;

export const DEFAULTS: Configuration = {
  data: 'stafett-data',
  host: '127.0.0.1',
  port: 8080,
  'grace-period': 10,
  'log-level': 'warn',
  'single-host': false,
};

export function variableOf(setting: string): string {
  return `STAFETT_${setting.toUpperCase().replaceAll('-', '_')}`;
}
