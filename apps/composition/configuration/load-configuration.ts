/**
 * The settings that hold: flags before the environment, the environment before the file, the
 * file before what is built in. Each is checked wherever it stands, even where another goes
 * before it, and each knows where it came from.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { placesIn, formatPlace, type Places } from '../stores/places.js';
import {
  choosePlaces,
  placeProblem,
  PLACE_SETTINGS,
  type PlaceSetting,
  type WrittenPlace,
} from './choose-places.js';
import { ConfigurationInvalid, type ConfigurationProblem } from './configuration-invalid.js';
import {
  DEFAULTS,
  EXPECTED,
  NUMBERS,
  PATHS,
  SETTING_NAMES,
  SETTINGS,
  SWITCHES,
  variableOf,
  type Configuration,
  type Setting,
  type SettingValue,
} from './schema.js';

export interface ConfigurationSources {
  /** What was given on the command line, by setting. */
  readonly flags: Readonly<Partial<Record<Setting, SettingValue>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, in which `stafett.yaml` is looked for. */
  readonly folder: string;
  /** A file that was asked for by name; it has to be there. */
  readonly file?: string | undefined;
}

export type Origin =
  | { readonly from: 'flag' | 'environment' | 'file'; readonly name: string }
  | { readonly from: 'default' };

export interface LoadedConfiguration {
  readonly values: Configuration;
  /** Where each value came from; absent where there is no value. */
  readonly origins: Readonly<Partial<Record<Setting, Origin>>>;
  /** What opens the log, the read models and the rest: with passwords. */
  readonly places: Places;
}

/** The defaults, apart from what a program of ours sets. */
export function builtInConfiguration(
  values: Partial<Configuration>,
  places?: Places,
): LoadedConfiguration {
  const all = { ...DEFAULTS, ...values };
  return { values: all, origins: {}, places: places ?? placesIn(resolve(all.data)) };
}

interface Found {
  readonly value: SettingValue;
  readonly origin: Origin;
  /** Of a place: how it is to be read. */
  readonly context?: WrittenPlace['context'];
}
type Layer = ReadonlyMap<Setting, Found>;

const FILE_NAME = 'stafett.yaml';
const FILE_VARIABLE = 'STAFETT_CONFIG';
const FILE_BYTES_MAX = 64 * 1024;

/** @throws ConfigurationInvalid; the system's errors for a file that was asked for and cannot be read */
export async function loadConfiguration(
  sources: ConfigurationSources,
): Promise<LoadedConfiguration> {
  const problems: ConfigurationProblem[] = [];
  const layers: readonly Layer[] = [
    flagLayer(sources, problems),
    await environmentLayer(sources, problems),
    await fileLayer(sources, problems),
    defaultLayer(),
  ];
  if (problems.length > 0) throw new ConfigurationInvalid(problems);
  const found = new Map(
    SETTING_NAMES.flatMap((setting) => {
      const first = layers.find((layer) => layer.has(setting))?.get(setting);
      return first === undefined ? [] : [[setting, first] as const];
    }),
  );
  const places = placesOf(found);
  const used = { 'event-store': places.log, 'read-models': places.readModels, work: places.work };
  return {
    values: Object.fromEntries(
      [...found].map(([setting, { value }]) => [
        setting,
        isPlace(setting) ? formatPlace(used[setting]) : value,
      ]),
    ) as unknown as Configuration,
    origins: Object.fromEntries([...found].map(([setting, { origin }]) => [setting, origin])),
    places,
  };
}

/** @throws ConfigurationInvalid the choices do not go together */
function placesOf(found: Layer): Places {
  const written = PLACE_SETTINGS.flatMap((setting) => {
    const { value, context } = found.get(setting) ?? {};
    return context === undefined ? [] : [[setting, { text: String(value), context }] as const];
  });
  const chosen = choosePlaces({
    data: resolve(String(found.get('data')?.value)),
    singleHost: found.get('single-host')?.value === true,
    written: Object.fromEntries(written),
  });
  if (!('setting' in chosen)) return chosen;
  const origin = found.get(chosen.setting)?.origin;
  const location = origin === undefined || origin.from === 'default' ? chosen.setting : origin.name;
  throw new ConfigurationInvalid([{ location, message: chosen.message }]);
}

function isPlace(setting: Setting): setting is PlaceSetting {
  return (PLACE_SETTINGS as readonly Setting[]).includes(setting);
}

function flagLayer(
  { flags, folder }: ConfigurationSources,
  problems: ConfigurationProblem[],
): Layer {
  const layer = new Map<Setting, Found>();
  for (const setting of SETTING_NAMES) {
    const value = flags[setting];
    if (value === undefined) continue;
    const name = `--${setting}`;
    const found = foundIn(setting, value, { folder, seenByOthers: true });
    const problem = problemOf(setting, found);
    if (problem === undefined) layer.set(setting, { ...found, origin: { from: 'flag', name } });
    else problems.push({ location: name, message: problem });
  }
  return layer;
}

/** A place has its context, and nothing else does. */
function foundIn(
  setting: Setting,
  value: SettingValue,
  context: WrittenPlace['context'],
): Omit<Found, 'origin'> {
  return isPlace(setting) ? { value, context } : { value };
}

/** Undefined where the value can be used. */
function problemOf(
  setting: Setting,
  { value, context }: Omit<Found, 'origin'>,
): string | undefined {
  if (!isValid(setting, value)) return expectation(setting, value);
  if (context === undefined) return undefined;
  return placeProblem(setting as PlaceSetting, { text: String(value), context });
}

/** An empty variable counts as none, as where a container is given variables without values. */
async function environmentLayer(
  { env, folder }: ConfigurationSources,
  problems: ConfigurationProblem[],
): Promise<Layer> {
  const layer = new Map<Setting, Found>();
  for (const setting of SETTING_NAMES) {
    const name = variableOf(setting);
    const text = env[name];
    if (text === undefined || text === '') continue;
    const found = foundIn(setting, valueOf(setting, text), { folder, seenByOthers: false });
    const problem = problemOf(setting, found);
    const origin = { from: 'environment', name } as const;
    if (problem === undefined) layer.set(setting, { ...found, origin });
    else problems.push({ location: name, message: problem });
  }
  await refuseSlips(env, problems);
  return layer;
}

/** A variable that is nearly one of ours is a slip; what is far from all of them is somebody else's. */
async function refuseSlips(
  env: ConfigurationSources['env'],
  problems: ConfigurationProblem[],
): Promise<void> {
  const known = [FILE_VARIABLE, ...SETTING_NAMES.map(variableOf)];
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('STAFETT_') && !known.includes(name),
  );
  if (unknown.length === 0) return;
  const { closestName } = await import('#care-event');
  for (const name of unknown) {
    const meant = closestName(name.slice('STAFETT_'.length), SETTING_NAMES);
    if (meant === undefined) continue;
    const message = `there is no such variable: did you mean ${variableOf(meant)}?`;
    problems.push({ location: name, message });
  }
}

async function fileLayer(
  { env, folder, file }: ConfigurationSources,
  problems: ConfigurationProblem[],
): Promise<Layer> {
  const asked = file ?? (env[FILE_VARIABLE] || undefined);
  const path = resolve(folder, asked ?? FILE_NAME);
  const yaml = await readIfThere(path, asked !== undefined);
  if (yaml === undefined) return new Map();
  const displayName = asked ?? FILE_NAME;
  if (Buffer.byteLength(yaml) > FILE_BYTES_MAX) {
    problems.push({ location: displayName, message: `it is larger than ${FILE_BYTES_MAX} bytes` });
    return new Map();
  }
  const { readCheckedYaml } = await import('#pathway-language');
  const schema = Type.Partial(Type.Object(SETTINGS), { additionalProperties: false });
  const read = readCheckedYaml(yaml, schema, () => undefined);
  if ('problems' in read) {
    for (const { line, column, message } of read.problems) {
      problems.push({ location: `${displayName}:${line}:${column}`, message });
    }
    return new Map();
  }
  const values = Object.entries(read.value) as (readonly [Setting, SettingValue])[];
  const base = dirname(path);
  const origin = { from: 'file', name: displayName } as const;
  const layer = new Map<Setting, Found>();
  for (const [setting, value] of values) {
    const absolute = PATHS.has(setting) ? resolve(base, String(value)) : value;
    const found = foundIn(setting, absolute, { folder: base, seenByOthers: true });
    const problem = problemOf(setting, found);
    if (problem === undefined) layer.set(setting, { ...found, origin });
    else problems.push({ location: displayName, message: problem });
  }
  return layer;
}

function defaultLayer(): Layer {
  const values = Object.entries(DEFAULTS) as (readonly [Setting, SettingValue])[];
  return new Map(
    values.map(([setting, value]) => [setting, { value, origin: { from: 'default' } }]),
  );
}

async function readIfThere(path: string, asked: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!asked && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isValid(setting: Setting, value: SettingValue): boolean {
  return Compile(SETTINGS[setting]).Check(value);
}

function expectation(setting: Setting, value: SettingValue): string {
  const found = isPlace(setting) ? 'too long or empty' : String(value);
  return `${setting} is ${found}; it must be ${EXPECTED[setting]}`;
}

function valueOf(setting: Setting, text: string): SettingValue {
  if (SWITCHES.has(setting)) return text === 'true' || (text === 'false' ? false : text);
  return NUMBERS.has(setting) ? numberOr(text) : text;
}

function numberOr(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
