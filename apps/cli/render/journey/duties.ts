/** What runs on a journey: duties, and the clocks beneath them. */
import type { JourneyAnswer } from '#projections';
import { duration, whenText } from '../../terminal/format.js';
import type { Page, Tone } from '../../terminal/page.js';
import type { Titles } from '../titles.js';
import { partyText } from './parties.js';
import { episodeCell, episodeColumn } from './episodes.js';

const TONES: Readonly<Record<string, Tone>> = {
  breached: 'red',
  'met-late': 'yellow',
  met: 'green',
};

type Duty = JourneyAnswer['duties'][number];

export async function duties(answer: JourneyAnswer, page: Page, titles: Titles): Promise<void> {
  if (answer.duties.length === 0) return;
  const { duties: all, episodes } = answer;
  const anyNote = all.some(
    ({ escalations, warnings, endedAt }) =>
      escalations.length > 0 || warnings.length > 0 || endedAt !== null,
  );
  await page.table(
    [
      ...episodeColumn(episodes),
      { title: 'duty' },
      { title: 'owner' },
      { title: 'state' },
      { title: 'due' },
      { title: 'met' },
      { title: 'awaits' },
      ...(anyNote ? [{ title: 'notes' }] : []),
    ],
    all.map((duty) => [
      ...episodeCell(episodes, duty.episode),
      nameOf(duty, all, titles),
      ownerText(duty, titles),
      stateOf(duty, page),
      duty.dueAt === null ? (duty.paused ? 'clock paused' : 'unknown') : whenText(duty.dueAt),
      whenText(duty.metAt ?? ''),
      duty.open && duty.metAt === null && duty.endedAt === null ? duty.awaitsWords : '',
      ...(anyNote ? [noteOn(duty, titles)] : []),
    ]),
  );
}

/** With the scope for which it is owed. */
function ownerText(duty: Duty, titles: Titles): string {
  const who = partyText(titles, duty.owner, duty.organisation);
  return duty.scope === undefined ? who : `${who} (${titles.scope(duty.scope)})`;
}

/** With the number of the instance if there are several. */
function nameOf({ duty, episode, instance }: Duty, all: readonly Duty[], titles: Titles): string {
  const several = all.filter((each) => each.duty === duty && each.episode === episode).length > 1;
  return several ? `${titles.duty(duty)} ${instance}` : titles.duty(duty);
}

/** A breach that nobody could have prevented stands out less. */
function stateOf({ state, attributable }: Duty, page: Page): string {
  if (!attributable) return page.tone('yellow', `${state} (not attributable)`);
  return page.tone(TONES[state] ?? 'dim', state);
}

function noteOn({ endedAt, reason, escalations, warnings }: Duty, titles: Titles): string {
  const ended = endedAt === null ? [] : [`${reason ?? 'ended'} ${whenText(endedAt)}`];
  return [
    ...ended,
    ...warnings.map(
      (one) => `warned ${partyText(titles, one.to, one.organisation)} ${whenText(one.at)}`,
    ),
    ...escalations.map(
      (one) => `escalated to ${partyText(titles, one.to, one.organisation)} ${whenText(one.at)}`,
    ),
  ].join('; ');
}

export async function clocks(
  { clocks: all, episodes }: JourneyAnswer,
  page: Page,
  titles: Titles,
): Promise<void> {
  const started = all.filter(({ state }) => state !== 'not-started');
  if (started.length === 0) return;
  await page.table(
    [
      ...episodeColumn(episodes),
      { title: 'clock' },
      { title: 'state' },
      { title: 'started' },
      { title: 'ran for', right: true },
      { title: 'including pauses', right: true },
      { title: 'days', right: true },
    ],
    started.map(({ episode, clock, state, startedAt, adjustedSeconds, rawSeconds, days }) => [
      ...episodeCell(episodes, episode),
      titles.clock(clock),
      state,
      whenText(startedAt ?? ''),
      duration(adjustedSeconds),
      duration(rawSeconds),
      String(days),
    ]),
  );
}
