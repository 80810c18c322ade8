/**
 * The settings that hold: flags before the environment, the environment before the file, the
 * file before what is built in. Each is checked wherever it stands, even where another goes
 * before it, and each knows where it came from.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ConfigurationInvalid, type ConfigurationProblem } from './configuration-invalid.js';
import {
  DEFAULTS,
  EXPECTED,
  NUMBERS,
  PATHS,
  SETTING_NAMES,
  SETTINGS,
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
}

/** The defaults, apart from what a program of ours sets. */
export function builtInConfiguration(values: Partial<Configuration>): LoadedConfiguration {
  return { values: { ...DEFAULTS, ...values }, origins: {} };
}

interface Found {
  readonly value: SettingValue;
  readonly origin: Origin;
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
    flagLayer(sources.flags, problems),
    await environmentLayer(sources.env, problems),
    await fileLayer(sources, problems),
    defaultLayer(),
  ];
  if (problems.length > 0) throw new ConfigurationInvalid(problems);
  const found = SETTING_NAMES.flatMap((setting) => {
    const first = layers.find((layer) => layer.has(setting))?.get(setting);
    return first === undefined ? [] : [[setting, first] as const];
  });
  return {
    values: Object.fromEntries(
      found.map(([setting, { value }]) => [setting, value]),
    ) as unknown as Configuration,
    origins: Object.fromEntries(found.map(([setting, { origin }]) => [setting, origin])),
  };
}

function flagLayer(flags: ConfigurationSources['flags'], problems: ConfigurationProblem[]): Layer {
  const layer = new Map<Setting, Found>();
  for (const setting of SETTING_NAMES) {
    const value = flags[setting];
    if (value === undefined) continue;
    const name = `--${setting}`;
    if (isValid(setting, value)) layer.set(setting, { value, origin: { from: 'flag', name } });
    else problems.push({ location: name, message: expectation(setting, value) });
  }
  return layer;
}

/** An empty variable counts as none, as where a container is given variables without values. */
async function environmentLayer(
  env: ConfigurationSources['env'],
  problems: ConfigurationProblem[],
): Promise<Layer> {
  const layer = new Map<Setting, Found>();
  for (const setting of SETTING_NAMES) {
    const name = variableOf(setting);
    const text = env[name];
    if (text === undefined || text === '') continue;
    const value = NUMBERS.has(setting) ? numberOr(text) : text;
    const origin = { from: 'environment', name } as const;
    if (isValid(setting, value)) layer.set(setting, { value, origin });
    else problems.push({ location: name, message: expectation(setting, text) });
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
  return new Map(
    values.map(([setting, value]) => [
      setting,
      {
        value: PATHS.has(setting) ? resolve(dirname(path), String(value)) : value,
        origin: { from: 'file', name: displayName },
      },
    ]),
  );
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
  return `${setting} is ${String(value)}; it must be ${EXPECTED[setting]}`;
}

function numberOr(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
