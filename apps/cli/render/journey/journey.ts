/** One patient's journey: where it stands, then table by table what led there. */
import type { JourneyAnswer } from '#projections';
import { occurredText, whenText } from '../../terminal/format.js';
import type { Page } from '../../terminal/page.js';
import { positionText, twoTimes } from '../footer.js';
import { keyText } from '../keys.js';
import { leftOut } from '../pathways.js';
import type { Titles } from '../titles.js';
import { custody, handovers, offerEvents } from './custody.js';
import { decisions } from './decisions.js';
import { clocks, duties } from './duties.js';
import { holderText } from './parties.js';
import { episodeCell, episodeColumn, episodes } from './episodes.js';

export async function renderJourney(
  page: Page,
  answer: JourneyAnswer,
  titles: Titles,
): Promise<Page> {
  const { patient, definition } = answer;
  page.title(`Patient ${patient} ${twoTimes(answer)}`);
  page.line(summary(answer, titles));
  scopes(answer, page, titles);
  page.gap();
  await keys(answer, page, titles);
  await episodes(answer, page);
  await stages(answer, page, titles);
  await custody(answer, page, titles);
  await duties(answer, page, titles);
  await handovers(answer, page, titles);
  await offerEvents(answer, page, titles);
  await clocks(answer, page, titles);
  await events(answer, page);
  await decisions(answer, page, titles);
  exceptions(answer, page, titles);
  leftOut(page, answer.unreadablePathways);
  const also = answer.alsoOn.length === 0 ? '' : ` Also on: ${answer.alsoOn.join(', ')}.`;
  const by =
    definition === null ? 'no definition' : `${definition.id} version ${definition.version}`;
  return page.line(
    page.tone('dim', `${positionText(answer.position)}; ${by}; times in ${answer.zone}.${also}`),
  );
}

/** Where the patient stands, in one sentence. */
function summary(answer: JourneyAnswer, titles: Titles): string {
  const { state, stage, stageSince, closedAt, enteredAt, definition } = answer;
  const pathway = definition?.id ?? 'any pathway';
  if (state === 'not-entered') return `The patient had not entered ${pathway}.`;
  if (state === 'closed')
    return `Entered ${pathway} ${whenText(enteredAt ?? '')}, closed ${whenText(closedAt ?? '')}.`;
  return `In stage ${titles.stage(stage ?? '')} since ${whenText(stageSince ?? '')}, ${heldBy(answer, titles)}; entered ${pathway} ${whenText(enteredAt ?? '')}.`;
}

/** Of several episodes side by side, which there are and which one this is. */
async function keys(answer: JourneyAnswer, page: Page, titles: Titles): Promise<void> {
  if (answer.keys === undefined) return;
  await page.table(
    [{ title: 'key' }, { title: 'state' }, { title: 'stage' }, { title: 'held by' }, { title: '' }],
    answer.keys.map(({ key, state, stage, holder }) => [
      keyText(key),
      state,
      stage === null ? '' : titles.stage(stage),
      holder === null ? '' : titles.service(holder),
      key === answer.key ? 'shown below' : '',
    ]),
  );
}

/** Who is accountable; and whose stage it is, if that is somebody else. */
function heldBy(answer: JourneyAnswer, titles: Titles): string {
  const { holder, stages: spells, custody: held } = answer;
  if (holder === null) return 'held by nobody yet';
  const spell = held.at(-1);
  const whom = [spell?.role ?? null, spell?.person ?? null].filter((part) => part !== null);
  const who = holderText(titles, { ...answer, holder });
  const text = `held by ${who}${whom.length === 0 ? '' : ` (${whom.join(', ')})`}`;
  const belongsTo = spells.at(-1)?.holder;
  if (belongsTo === undefined || belongsTo === holder) return text;
  return `${text}, which is accountable although the stage belongs to ${titles.service(belongsTo)}`;
}

/** Who holds what beside the pathway's own responsibility. */
function scopes({ scopes: all = [] }: JourneyAnswer, page: Page, titles: Titles): void {
  for (const { scope, holder, since, ...of } of all) {
    const who = holder === null ? 'nobody' : holderText(titles, { ...of, holder });
    page.line(
      `${titles.scope(scope)}: held by ${who}${since === null ? '' : ` since ${whenText(since)}`}.`,
    );
  }
}

async function stages(
  { stages: spells, episodes: all }: JourneyAnswer,
  page: Page,
  titles: Titles,
): Promise<void> {
  if (spells.length === 0) return;
  await page.table(
    [
      ...episodeColumn(all),
      { title: 'stage' },
      { title: 'belongs to' },
      { title: 'from' },
      { title: 'to' },
    ],
    spells.map(({ episode, stage, within, holder, role, from, to, exit }) => [
      ...episodeCell(all, episode),
      [stage, ...within].map(titles.stage).join(' in '),
      `${titles.service(holder)}${role === null ? '' : ` (${role})`}`,
      whenText(from),
      `${whenText(to ?? 'ongoing')}${exit === null ? '' : ` by ${titles.exit(stage, exit)}`}`,
    ]),
  );
}

async function events(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.events.length === 0) return;
  const allCount = answer.events.every(({ counted }) => counted);
  await page.table(
    [
      { title: 'position', right: true, wide: true },
      { title: 'occurred' },
      { title: 'recorded' },
      { title: 'event' },
      ...(allCount ? [] : [{ title: 'counted' }]),
    ],
    answer.events.map(({ position, occurredAt, recordedAt, type, counted }) => [
      position,
      occurredText(occurredAt, answer.zone),
      whenText(recordedAt),
      type,
      ...(allCount ? [] : [counted ? 'yes' : 'no']),
    ]),
  );
}

/** Interrupts and deviations. */
function exceptions(
  { interrupts, deviations, episodes: all }: JourneyAnswer,
  page: Page,
  titles: Titles,
): void {
  for (const { episode, interrupt, at } of interrupts) {
    const which = all.length > 1 ? ` in episode ${episode}` : '';
    page.line(
      `${page.tone('yellow', `Interrupted (${titles.interrupt(interrupt)})`)} ${whenText(at)}${which}`,
    );
  }
  for (const { kind, rule, at, message } of deviations) {
    const what = rule === undefined ? kind : `${kind} ${rule}`;
    page.line(`${page.tone('yellow', `Deviation (${what})`)} ${whenText(at)}: ${message}`);
  }
  if (interrupts.length + deviations.length > 0) page.gap();
}
