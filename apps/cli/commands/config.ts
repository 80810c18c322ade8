/** `stafett config`: the settings, and where each comes from. */
import type { Command } from 'commander';
import {
  SETTING_NAMES,
  type LoadedConfiguration,
  type Origin,
  type Setting,
  type SettingValue,
} from '../../composition/configuration/index.js';
import { formatPlace } from '../../composition/stores/places.js';
import { deliveryIn, kafkaIn } from '../../composition/folder/data-folder.js';
import { examples } from '../options/examples.js';
import { addServerOptions } from '../options/server-options.js';
import type { SessionOf } from '../session/session.js';
import { addConfigCheck } from './config-check.js';
import type { Page } from '../terminal/page.js';

/** What `--json` prints: the value of each setting, null if it has none, and its origin. */
type ConfigAnswer = Readonly<
  Record<Setting, { readonly value: SettingValue | null; readonly from: string }>
>;

export function addConfig(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('config')
    .summary('print the settings and where each comes from')
    .description(
      'Prints the settings that all commands use, and where each comes from. A flag takes precedence over\n' +
        'an environment variable, that over the file, and that over the default. The setting log-level is\n' +
        'the flag --log-level, the variable STAFETT_LOG_LEVEL and the key log-level in the file.',
    );
  addServerOptions(command)
    .addHelpText(
      'after',
      examples({
        'the settings here': 'stafett config',
        'the settings in another file': 'stafett config --config /etc/stafett.yaml',
        'for another program': 'stafett config --json',
      }),
    )
    .action(() => {
      const session = sessionOf();
      return session.answer(answerOf(session.configuration), renderConfig);
    });
  addConfigCheck(command, sessionOf);
}

function answerOf({ values, origins, places }: LoadedConfiguration): ConfigAnswer {
  const chosen = {
    ...values,
    'event-store': formatPlace(places.log),
    'read-models': formatPlace(places.readModels),
    work: formatPlace(places.work),
  };
  const entries = SETTING_NAMES.map((setting) => [
    setting,
    { value: chosen[setting] ?? null, from: originText(origins[setting]) },
  ]);
  const answer = Object.fromEntries(entries) as ConfigAnswer;
  return {
    ...answer,
    delivery: orInFolder(answer.delivery, deliveryIn(values.data)),
    kafka: orInFolder(answer.kafka, kafkaIn(values.data)),
  };
}

function orInFolder(
  answer: ConfigAnswer[Setting],
  value: string | undefined,
): ConfigAnswer[Setting] {
  return answer.value !== null || value === undefined ? answer : { value, from: 'data folder' };
}

function originText(origin: Origin | undefined): string {
  if (origin === undefined || origin.from === 'default') return 'default';
  return origin.name;
}

function renderConfig(page: Page, answer: ConfigAnswer): Promise<Page> {
  return page.table(
    [{ title: 'setting' }, { title: 'value' }, { title: 'from' }],
    Object.entries(answer).map(([setting, { value, from }]) => [
      setting,
      value === null ? 'none' : String(value),
      from,
    ]),
  );
}
