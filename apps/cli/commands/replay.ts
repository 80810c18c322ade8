/** `stafett replay`: one patient's journey as it stood. */
import { Option, type Command } from 'commander';
import { parseInstant } from '#calendar';
import { examples } from '../options/examples.js';
import { renderJourney } from '../render/journey/journey.js';
import type { SessionOf } from '../session/session.js';
import { instant } from '../options/values.js';

interface ReplayOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly pathway?: string;
}

export function addReplay(program: Command, sessionOf: SessionOf): void {
  program
    .command('replay')
    .argument('<patient>', 'pseudonym, or "system|value"')
    .summary('show one patient’s journey as it stood')
    .description(
      'Shows one patient’s journey as it stood at an instant, as far as it was known by another:\n' +
        'episodes, stages, holder, duties, handovers, clocks, events, decisions and deviations, each with\n' +
        'its place in the log, under the version that the episode is pinned to.',
    )
    .addOption(
      new Option('--as-of <instant>', 'what had happened by then (default: now)').argParser(
        instant,
      ),
    )
    .addOption(
      new Option(
        '--known-at <instant>',
        'what had been recorded by then (default: everything)',
      ).argParser(instant),
    )
    .option('--pathway <id>', 'on this pathway (default: the one entered first)')
    .addHelpText(
      'after',
      examples({
        'where a patient stands now': 'stafett replay "sepsis|A"',
        'as of an instant': 'stafett replay "sepsis|A" --as-of 2014-10-22T12:00:00+02:00',
        'what could have been known then':
          'stafett replay p2f6… --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
      }),
    )
    .action(async (patient: string, options: ReplayOptions, command: Command) => {
      const session = sessionOf(command);
      const { readPatient } = await import('#exchange');
      const { replayJourney } = await import('#projections');
      const { withLog } = await import('../session/open-folder.js');
      await withLog(session, async ({ store, registry, secret }) => {
        const pseudonym = readPatient(patient, await secret());
        const knownAt = ms(options.knownAt);
        const answer = await replayJourney(store, registry, pseudonym, {
          asOf: ms(options.asOf) ?? Date.now(),
          ...(knownAt === undefined ? {} : { knownAt }),
          ...(options.pathway === undefined ? {} : { pathway: options.pathway }),
        });
        await session.answer(answer, (told, page) => renderJourney(page, told));
      });
    });
}

function ms(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseInstant(text);
}
