/** `stafett config check`: whether everything that the settings name can be used. */
import type { Command } from 'commander';
import type { CheckedInstallation } from '../../composition/checking/check-installation.js';
import type { Level } from '../../composition/checking/findings.js';
import { examples } from '../options/examples.js';
import type { Session, SessionOf } from '../session/session.js';
import { EXIT } from '../terminal/exit-codes.js';
import type { Page, Tone } from '../terminal/page.js';

/** @param config the command `stafett config` */
export function addConfigCheck(config: Command, sessionOf: SessionOf): void {
  config
    .command('check')
    .summary('connect to everything that the settings name')
    .description(
      'Connects to the log, the read models, the work and Kafka where the settings say that they are, and\n' +
        'says what it found: versions, rights, limits, clocks, room on disks, topics, how far behind each is. It\n' +
        'changes nothing and can run while the server is running. Exit code 1 when something cannot be used.',
    )
    .addHelpText(
      'after',
      examples({
        'before the first start on another store':
          'stafett config check --event-store postgres://stafett@db.example/care',
        'for a monitoring job': 'stafett config check --json --data /srv/region',
      }),
    )
    .action(() => check(sessionOf()));
}

async function check(session: Session): Promise<void> {
  const { checkInstallation } = await import('../../composition/checking/check-installation.js');
  const { kafkaSettings } = await import('../session/kafka-settings.js');
  const kafka = await kafkaSettings(session);
  const checked = await checkInstallation(session.installation, Date.now, kafka);
  await session.answer(checked, render);
  if (!checked.usable) session.endWith(EXIT.failed);
}

const TONES: Readonly<Record<Level, Tone>> = { ok: 'green', warning: 'yellow', failed: 'red' };

function render(page: Page, { usable, places }: CheckedInstallation): Page {
  for (const { setting, place, findings } of places) {
    page.line(page.tone('bold', `${setting}: ${place}`));
    for (const { level, message } of findings)
      page.line(`  ${page.tone(TONES[level], level.padEnd(7))}  ${message}`);
    page.gap();
  }
  return page.line(usable ? 'Everything can be used.' : 'Something cannot be used: see above.');
}
