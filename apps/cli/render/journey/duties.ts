/** What runs on a journey, as people read it: duties, and the clocks beneath them. */
import type { JourneyAnswer } from '#projections';
import type { Column, Page, Tone } from '../../terminal/page.js';
import { duration } from '../../terminal/format.js';

const TONES: Readonly<Record<string, Tone>> = {
  breached: 'red',
  'met-late': 'yellow',
  met: 'green',
};

/** Where there is more than one episode, everything says which one it belongs to. */
export function episodeColumn(several: boolean): readonly Column[] {
  return several ? [{ title: 'episode', right: true }] : [];
}

type Duty = JourneyAnswer['duties'][number];

export async function duties(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.duties.length === 0) return;
  const told = answer.duties;
  const taken = told.some(({ escalations, endedAt }) => escalations.length > 0 || endedAt !== null);
  const several = answer.episodes.length > 1;
  await page.table(
    [
      ...episodeColumn(several),
      { title: 'duty' },
      { title: 'owner' },
      { title: 'state' },
      { title: 'due' },
      { title: 'met' },
      { title: 'awaits' },
      ...(taken ? [{ title: '' }] : []),
    ],
    told.map((duty) => [
      ...(several ? [String(duty.episode)] : []),
      nameOf(duty, told),
      duty.owner,
      page.tone(TONES[duty.state] ?? 'dim', duty.state),
      duty.dueAt ?? (duty.paused ? 'clock stands' : 'not known'),
      duty.metAt ?? '',
      duty.open && duty.metAt === null && duty.endedAt === null ? duty.awaitsWords : '',
      ...(taken ? [remarkOn(duty)] : []),
    ]),
  );
}

/** With the number of the instance where there are several. */
function nameOf({ duty, episode, instance }: Duty, all: readonly Duty[]): string {
  const several = all.filter((each) => each.duty === duty && each.episode === episode).length > 1;
  return several ? `${duty} ${instance}` : duty;
}

function remarkOn({ endedAt, reason, escalations }: Duty): string {
  const ended = endedAt === null ? [] : [`${reason ?? 'taken away'} ${endedAt}`];
  return [...ended, ...escalations.map(({ to, at }) => `escalated to ${to} ${at}`)].join('; ');
}

export async function clocks(answer: JourneyAnswer, page: Page): Promise<void> {
  const started = answer.clocks.filter(({ state }) => state !== 'not-started');
  if (started.length === 0) return;
  const several = answer.episodes.length > 1;
  await page.table(
    [
      ...episodeColumn(several),
      { title: 'clock' },
      { title: 'state' },
      { title: 'started' },
      { title: 'ran', right: true },
      { title: 'with pauses', right: true },
      { title: 'days', right: true },
    ],
    started.map(({ episode, clock, state, startedAt, adjustedSeconds, rawSeconds, days }) => [
      ...(several ? [episode === null ? 'all' : String(episode)] : []),
      clock,
      state,
      startedAt ?? '',
      duration(adjustedSeconds),
      duration(rawSeconds),
      String(days),
    ]),
  );
}
