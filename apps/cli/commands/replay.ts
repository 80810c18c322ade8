/** `stafett replay`: one patient's journey as it stood. */
import type { Command } from 'commander';
import { examples } from '../options/examples.js';
import { asOfOption, knownAtOrDayOption } from '../options/figure-options.js';
import { given, whenOf } from '../options/values.js';
import { renderJourney } from '../render/journey/journey.js';
import { withFolder } from '../session/folder-access.js';
import type { Session, SessionOf } from '../session/session.js';
import { titlesIn } from '../session/titles-in.js';

interface ReplayOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly pathway?: string;
  readonly key?: string;
}

export function addReplay(program: Command, sessionOf: SessionOf): void {
  program
    .command('replay')
    .argument('<patient>', 'pseudonym, or "system|value"')
    .summary('show one patient’s journey as it stood')
    .description(
      'Shows one patient’s journey as it stood at one time, from what was known at another: episodes,\n' +
        'stages, holders, duties, handovers, clocks, events, decisions and deviations, each with its\n' +
        'position in the log, under the version of the pathway that the episode is pinned to.',
    )
    .addOption(asOfOption('now'))
    .addOption(knownAtOrDayOption())
    .option('--pathway <id>', 'on this pathway (default: the one entered first)')
    .option(
      '--key <key>',
      'of several episodes side by side those of this key, such as a referral; "" for those without one (default: those entered first)',
    )
    .addHelpText(
      'after',
      examples({
        'where a patient stands now': 'stafett replay "sepsis|A"',
        'where the patient stood at a given time':
          'stafett replay "sepsis|A" --as-of 2014-10-22T12:00:00+02:00',
        'the same, from what was known then':
          'stafett replay p2f6… --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
      }),
    )
    .action((patient: string, options: ReplayOptions) => replay(sessionOf(), patient, options));
}

async function replay(
  session: Session,
  patient: string,
  { asOf, knownAt, pathway, key }: ReplayOptions,
): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const { languages } = session;
    const query = given({
      asOf: whenOf(asOf) ?? Date.now(),
      knownAt: whenOf(knownAt),
      pathway,
      key,
    });
    const answer = await folder.ask('journey', { patient, ...query, languages });
    const id = answer.definition?.id;
    const titles = await titlesIn(folder, session, id);
    await session.answer(answer, (page) => renderJourney(page, answer, titles));
  });
}
