/** `stafett replay`: one patient's journey as it stood. */
import { Option, type Command } from 'commander';
import { parseInstant } from '#pathway';
import type { JourneyAnswer } from '../../compose/index.js';
import { examples } from '../examples.js';
import type { Page, Tone } from '../render/page.js';
import { either, instantText } from '../render/words.js';
import type { SessionOf } from '../session.js';
import { instant } from '../values.js';

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
        'events, stage, holder, duties, decisions and deviations, each with its place in the log.',
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
      const { replayJourney } = await import('../../compose/index.js');
      const { withLog } = await import('../reports.js');
      await withLog(session, async ({ store, registry, secret }) => {
        const pseudonym = readPatient(patient, await secret());
        const knownAt = ms(options.knownAt);
        const answer = await replayJourney(store, registry, pseudonym, {
          asOf: ms(options.asOf) ?? Date.now(),
          ...(knownAt === undefined ? {} : { knownAt }),
          ...(options.pathway === undefined ? {} : { pathway: options.pathway }),
        });
        await session.answer(answer, render);
      });
    });
}

function ms(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseInstant(text);
}

async function render(answer: JourneyAnswer, page: Page): Promise<Page> {
  const { patient, asOf, knownAt, definition } = answer;
  page.title(`Patient ${patient} as of ${asOf}${knownAt === null ? '' : `, known at ${knownAt}`}`);
  page.line(standing(answer)).gap();
  await stages(answer, page);
  await duties(answer, page);
  await events(answer, page);
  await decisions(answer, page);
  for (const { kind, at, message } of answer.deviations) {
    page.line(`${page.tone('yellow', `Deviation (${kind})`)} ${at}: ${message}`);
  }
  if (answer.deviations.length > 0) page.gap();
  const also = answer.alsoOn.length === 0 ? '' : ` Also on: ${answer.alsoOn.join(', ')}.`;
  const by =
    definition === null ? 'no definition' : `${definition.id} version ${definition.version}`;
  return page.line(page.tone('dim', `At position ${answer.position ?? 'none'}, ${by}.${also}`));
}

function standing({
  state,
  stage,
  stageSince,
  holder,
  closedAt,
  enteredAt,
  definition,
}: JourneyAnswer): string {
  const pathway = definition?.id ?? 'any pathway';
  if (state === 'not-entered') return `The patient had not entered ${pathway}.`;
  if (state === 'closed') return `Entered ${pathway} ${enteredAt}, closed ${closedAt}.`;
  return `In stage ${stage} since ${stageSince}, held by ${holder}; entered ${pathway} ${enteredAt}.`;
}

async function stages(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.stages.length === 0) return;
  await page.table(
    [{ title: 'stage' }, { title: 'held by' }, { title: 'from' }, { title: 'to' }],
    answer.stages.map(({ stage, holder, from, to }) => [stage, holder, from, to ?? 'still there']),
  );
}

const DUTY_TONES: Readonly<Record<string, Tone>> = {
  breached: 'red',
  'met-late': 'yellow',
  met: 'green',
};

async function duties(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.duties.length === 0) return;
  await page.table(
    [
      { title: 'duty' },
      { title: 'owner' },
      { title: 'state' },
      { title: 'due' },
      { title: 'met' },
      { title: 'awaits' },
    ],
    answer.duties.map(({ duty, owner, state, open, dueAt, metAt, awaits }) => [
      duty,
      owner,
      page.tone(DUTY_TONES[state] ?? 'dim', state),
      dueAt,
      metAt ?? '',
      open && metAt === null ? either(awaits) : '',
    ]),
  );
}

async function events(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.events.length === 0) return;
  const allCount = answer.events.every(({ counted }) => counted);
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'happened' },
      { title: 'recorded' },
      { title: 'event' },
      ...(allCount ? [] : [{ title: 'counted' }]),
    ],
    answer.events.map(({ position, occurredAt, recordedAt, type, counted }) => [
      position,
      instantText(occurredAt),
      instantText(recordedAt),
      type,
      ...(allCount ? [] : [counted ? 'yes' : 'no']),
    ]),
  );
}

async function decisions(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.decisions.length === 0) return;
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'decision' },
      { title: 'duty' },
      { title: 'in effect' },
      { title: 'recorded' },
    ],
    answer.decisions.map(({ position, type, duty, effectiveAt, recordedAt }) => [
      position,
      type,
      duty,
      effectiveAt,
      recordedAt,
    ]),
  );
}
