/** One patient's journey as people read it: where it stands, then table by table what led there. */
import type { JourneyAnswer } from '#projections';
import { custody, handovers, turns } from './custody.js';
import { decisions } from './decisions.js';
import { clocks, duties, episodeColumn } from './duties.js';
import type { Page } from '../../terminal/page.js';
import { instantText } from '../../terminal/format.js';

export async function renderJourney(page: Page, answer: JourneyAnswer): Promise<Page> {
  const { patient, asOf, knownAt, definition } = answer;
  page.title(`Patient ${patient} as of ${asOf}${knownAt === null ? '' : `, known at ${knownAt}`}`);
  page.line(standing(answer)).gap();
  await episodes(answer, page);
  await stages(answer, page);
  await custody(answer, page);
  await duties(answer, page);
  await handovers(answer, page);
  await turns(answer, page);
  await clocks(answer, page);
  await events(answer, page);
  await decisions(answer, page);
  remarks(answer, page);
  const also = answer.alsoOn.length === 0 ? '' : ` Also on: ${answer.alsoOn.join(', ')}.`;
  const by =
    definition === null ? 'no definition' : `${definition.id} version ${definition.version}`;
  return page.line(page.tone('dim', `At position ${answer.position ?? 'none'}, ${by}.${also}`));
}

function standing(answer: JourneyAnswer): string {
  const { state, stage, stageSince, closedAt, enteredAt, definition } = answer;
  const pathway = definition?.id ?? 'any pathway';
  if (state === 'not-entered') return `The patient had not entered ${pathway}.`;
  if (state === 'closed') return `Entered ${pathway} ${enteredAt}, closed ${closedAt}.`;
  return `In stage ${stage} since ${stageSince}, ${heldBy(answer)}; entered ${pathway} ${enteredAt}.`;
}

/** Who is accountable; and whose stage it is, where that is somebody else. */
function heldBy({ holder, stages: told, custody: spells }: JourneyAnswer): string {
  const spell = spells.at(-1);
  const whom = [spell?.role ?? null, spell?.person ?? null].filter((part) => part !== null);
  const held = `held by ${holder}${whom.length === 0 ? '' : ` (${whom.join(', ')})`}`;
  const belongsTo = told.at(-1)?.holder;
  if (belongsTo === undefined || belongsTo === holder) return held;
  return `${held}, who is accountable though the stage belongs to ${belongsTo}`;
}

/** Shown where there is more to say than that the patient entered and maybe left. */
async function episodes(answer: JourneyAnswer, page: Page): Promise<void> {
  const told = answer.episodes;
  const simple = told.every(({ gaps, recurrent }) => gaps.length === 0 && recurrent !== true);
  if (told.length < 2 && simple) return;
  await page.table(
    [
      { title: 'episode', right: true },
      { title: 'version', right: true },
      { title: 'entered' },
      { title: 'closed' },
      { title: 'days since the last', right: true },
      { title: '' },
    ],
    told.map(({ number, version, enteredAt, closedAt, closedBy, gapDays, gaps, recurrent }) => [
      String(number),
      String(version),
      enteredAt,
      closedAt === null ? 'still open' : `${closedAt}${closedBy === 'lapsed' ? ' (lapsed)' : ''}`,
      gapDays === null ? '' : String(gapDays),
      [
        ...gaps.map(({ to }) => `taken up again ${to}`),
        ...(recurrent === true ? ['recurrent'] : []),
      ].join(', '),
    ]),
  );
}

async function stages({ stages: told, episodes: all }: JourneyAnswer, page: Page): Promise<void> {
  if (told.length === 0) return;
  const several = all.length > 1;
  await page.table(
    [
      ...episodeColumn(several),
      { title: 'stage' },
      { title: 'belongs to' },
      { title: 'from' },
      { title: 'to' },
    ],
    told.map(({ episode, stage, within, holder, role, from, to, exit }) => [
      ...(several ? [String(episode)] : []),
      [stage, ...within].join(' in '),
      role === null ? holder : `${holder} (${role})`,
      from,
      `${to ?? 'still there'}${exit === null ? '' : ` by ${exit}`}`,
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

function remarks({ interrupts, deviations, episodes: all }: JourneyAnswer, page: Page): void {
  for (const { episode, interrupt, at } of interrupts) {
    const which = all.length > 1 ? ` in episode ${episode}` : '';
    page.line(`${page.tone('yellow', `Interrupted (${interrupt})`)} ${at}${which}`);
  }
  for (const { kind, rule, at, message } of deviations) {
    const what = rule === undefined ? kind : `${kind} ${rule}`;
    page.line(`${page.tone('yellow', `Deviation (${what})`)} ${at}: ${message}`);
  }
  if (interrupts.length + deviations.length > 0) page.gap();
}
