/** The last line of every figure: its position in the log, its definition and its two times. */
import type { AnswerHead, Omissions } from '#projections';
import { counted, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export function footer(page: Page, answer: AnswerHead & Omissions): Page {
  const { position, definition, zone, asOf, knownAt, asOfDay, knownAtDay } = answer;
  const { id, hash, version } = definition;
  const parts = [
    positionText(position),
    hash === undefined ? `no definition of ${id} is published` : `${id} version ${version}`,
    ...timeText('as of', asOf, asOfDay),
    ...timeText('as known at', knownAt, knownAtDay),
    `times in ${zone}`,
  ];
  noteLeftOut(page, answer);
  noteSilent(page, answer);
  noteCaveats(page, answer);
  return page.line(page.tone('dim', `${parts.join('; ')}.`));
}

/** A date that was asked for means the end of that day, which is said. */
function timeText(what: string, at: string | undefined, day: string | undefined) {
  if (at === undefined) return [];
  return [day === undefined ? `${what} ${whenText(at)}` : `${what} the end of ${day}`];
}

/** The two times of what one patient's journey says. */
export function twoTimes({
  asOf,
  knownAt,
  asOfDay,
  knownAtDay,
}: {
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly asOfDay?: string;
  readonly knownAtDay?: string;
}): string {
  return [
    ...timeText('as of', asOf, asOfDay),
    ...timeText('known at', knownAt ?? undefined, knownAtDay),
  ].join(', ');
}

/** What is counted may be missing their news; `feeds` shows them, and needs no such line. */
function noteSilent(page: Page, { silentFeeds = [], ...answer }: AnswerHead): void {
  if (silentFeeds.length === 0 || 'feeds' in answer) return;
  const [first] = silentFeeds;
  const others = silentFeeds.length === 1 ? '' : ` and ${counted(silentFeeds.length - 1, 'other')}`;
  const lastAt = first?.lastAt ?? null;
  const since = lastAt === null ? 'Never heard of' : `Silent since ${lastAt.slice(0, 10)}`;
  page.line(
    page.tone(
      'red',
      `${since}: ${first?.source}${others}. Their news is missing here; see stafett feeds.`,
    ),
  );
}

/** It is not of now, though it was asked as of now. */
function noteCaveats(page: Page, { staleSince, clockBehindSeconds }: AnswerHead): void {
  if (staleSince !== undefined)
    page.line(
      page.tone(
        'red',
        `Not up to date since ${whenText(staleSince)}: what was recorded from then on may be missing here.`,
      ),
    );
  if (clockBehindSeconds !== undefined)
    page.line(
      page.tone(
        'red',
        `The clock of the server shows ${Math.round(clockBehindSeconds)} s less than when the last event was recorded: what happened since is missing here.`,
      ),
    );
}

/** Where in the log an answer stands. */
export function positionText(position: string | null): string {
  return position === null ? 'The log is empty' : `At position ${position}`;
}

/** Patients who could not be assessed are in no figure; `stalls` lists them, and needs no such line. */
export function noteLeftOut(page: Page, { unreadable = 0, ...answer }: Omissions): void {
  if (unreadable === 0 || 'stalls' in answer) return;
  page.line(
    `${counted(unreadable, 'patient')} could not be assessed and ${unreadable === 1 ? 'is' : 'are'} not included; stafett stalls lists them.`,
  );
}
