/** The settings that hold for one run: of the command line, the environment and the file. */
import type { LoadedConfiguration } from '../../composition/index.js';
import { Refused } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';
import type { Io } from '../terminal/io.js';

/**
 * @param options of the command line, by commander's names; those that nobody gave are absent
 * @throws Refused, with every problem and where it stands, or for a file that cannot be read
 */
export async function configurationOf(
  options: Readonly<Record<string, unknown>>,
  { env, cwd }: Io,
): Promise<LoadedConfiguration> {
  const { ConfigurationInvalid, loadConfiguration, SETTING_NAMES } =
    await import('../../composition/configuration/index.js');
  const given = SETTING_NAMES.map((name) => [name, options[camelCase(name)]] as const).filter(
    ([, value]) => value !== undefined,
  );
  const file = options['config'] as string | undefined;
  try {
    return await loadConfiguration({ flags: Object.fromEntries(given), env, folder: cwd, file });
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw await unreadableFile(error, file, env);
    const { code, message, problems } = error;
    throw new Refused(code, message, {
      exit: EXIT.usage,
      advice: 'For the settings and where they can be given: stafett config --help',
      data: { problems },
    });
  }
}

/** The system's error about the file of settings in plain words; any other error unchanged. */
async function unreadableFile(
  error: unknown,
  file: string | undefined,
  { STAFETT_CONFIG: variable }: Io['env'],
): Promise<unknown> {
  const { unreadable } = await import('../files/text-file.js');
  const refused = unreadable(file ?? (variable || 'stafett.yaml'), error);
  const source = file !== undefined ? '--config' : variable ? 'STAFETT_CONFIG' : undefined;
  if (!(refused instanceof Refused) || source === undefined) return refused;
  const advice = `Check the path given with ${source}.`;
  return new Refused(refused.code, refused.message, { advice });
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
