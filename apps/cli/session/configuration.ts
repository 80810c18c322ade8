/** The settings of one run: what was said on the command line, in the environment and in the file. */
import type { Command } from 'commander';
import type { LoadedConfiguration } from '../../composition/index.js';
import { Refused } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';
import type { Io } from '../terminal/io.js';

/** @throws Refused, with every fault and where it stands */
export async function loadConfigurationOf(command: Command, io: Io): Promise<LoadedConfiguration> {
  const { ConfigurationInvalid, loadConfiguration, SETTING_NAMES } =
    await import('../../composition/configuration/index.js');
  const options = command.optsWithGlobals<Readonly<Record<string, string | number | undefined>>>();
  const said = (name: string): boolean => command.getOptionValueSourceWithGlobals(name) === 'cli';
  const flags = SETTING_NAMES.map((name) => [name, options[camelCase(name)]] as const).filter(
    ([name]) => said(camelCase(name)),
  );
  const file = said('config') ? String(options['config']) : undefined;
  try {
    return await loadConfiguration({
      ...{ flags: Object.fromEntries(flags), env: io.env, folder: process.cwd(), file },
    });
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    const { code, message, problems } = error;
    throw new Refused(code, message, {
      exit: EXIT.usage,
      advice: 'What holds, and where it comes from: stafett config',
      data: { problems },
    });
  }
}

/** As the parser of the command line names an option. */
function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
