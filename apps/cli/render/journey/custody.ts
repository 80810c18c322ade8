/** Who was accountable on a journey, and how the baton passed, was offered or came back. */
import type { JourneyAnswer } from '#projections';
import { episodeColumn } from './duties.js';
import type { Page, Tone } from '../../terminal/page.js';
import { count } from '../../terminal/format.js';

const TONES: Readonly<Record<string, Tone>> = {
  silent: 'red',
  'information-overdue': 'red',
  escalated: 'red',
  refused: 'yellow',
  withdrawn: 'yellow',
  withdrawing: 'yellow',
  'information-requested': 'yellow',
  reminded: 'yellow',
  accepted: 'green',
};

const TAKEN: Readonly<Record<string, string>> = {
  entry: 'on entry',
  acceptance: 'by acceptance',
  deed: 'by deed',
  within: 'role to role',
};

export async function custody(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.custody.length === 0) return;
  const several = answer.episodes.length > 1;
  const placed = positionsOf(answer);
  await page.table(
    [
      ...episodeColumn(several),
      { title: 'accountable' },
      { title: 'from' },
      { title: 'to' },
      { title: 'taken' },
      { title: 'at position', right: true },
      { title: 'idle days', right: true },
    ],
    answer.custody.map(
      ({ episode, holder, role, person, from, to, taken, handover, fact, days, idleDays }) => [
        ...(several ? [String(episode)] : []),
        [holder, ...[role, person].filter((part) => part !== null)].join(', '),
        from,
        to ?? 'still',
        handover === null ? (TAKEN[taken] ?? taken) : `${TAKEN[taken] ?? taken}, ${handover}`,
        placed.get(fact) ?? '',
        days === 0 ? '–' : `${count(idleDays)} of ${count(days)}`,
      ],
    ),
  );
}

type Offer = JourneyAnswer['handovers'][number];

export async function handovers(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.handovers.length === 0) return;
  const several = answer.episodes.length > 1;
  await page.table(
    [
      ...episodeColumn(several),
      { title: 'handover' },
      { title: 'from' },
      { title: 'to' },
      { title: 'state' },
      { title: 'offered' },
      { title: 'answer due' },
      { title: 'settled' },
    ],
    answer.handovers.map((offer) => [
      ...(several ? [String(offer.episode)] : []),
      nameOf(offer),
      offer.from,
      offer.to,
      page.tone(TONES[offer.state] ?? 'dim', offer.late ? `${offer.state}, late` : offer.state),
      offer.offeredAt,
      offer.answerDueAt ?? 'clock stands',
      offer.answeredAt ?? '',
    ]),
  );
}

function nameOf({ handover, attempt }: Offer): string {
  return attempt === 1 ? handover : `${handover}, attempt ${attempt}`;
}

/** What became of each offer, turn by turn, by which event or by time alone; shown where more than a plain answer did. */
export async function turns(answer: JourneyAnswer, page: Page): Promise<void> {
  const told = answer.handovers.filter((offer) => offer.turns.length > 2 || !isPlain(offer));
  if (told.length === 0) return;
  const placed = positionsOf(answer);
  await page.table(
    [
      { title: 'handover' },
      { title: 'asked' },
      { title: 'turn' },
      { title: 'when' },
      { title: 'by', right: true },
      { title: '' },
    ],
    told.flatMap((offer) =>
      offer.turns.map((turn, place) => [
        place === 0 ? nameOf(offer) : '',
        place === 0 ? offer.to : '',
        page.tone(TONES[turn.kind] ?? 'dim', turn.kind),
        turn.at,
        turn.by === null ? timeOr(turn) : (placed.get(turn.by) ?? turn.by),
        remarkOn(turn),
      ]),
    ),
  );
}

/** Offered, and at most accepted. */
function isPlain(offer: Offer): boolean {
  return offer.turns.every(({ kind }) => kind === 'offered' || kind === 'accepted');
}

/** Who is asked next is asked because of a no or of silence: the rule did it. */
function timeOr({ kind }: Offer['turns'][number]): string {
  return kind === 'offered' ? 'rule' : 'time';
}

function remarkOn({ service, reason, tookFrom }: Offer['turns'][number]): string {
  const parts = [
    ...(service === null ? [] : [service]),
    ...(reason === null ? [] : [reason]),
    ...(tookFrom === null ? [] : [`from ${tookFrom}`]),
  ];
  return parts.join(', ');
}

/** Positions of the events by their facts' keys. */
function positionsOf({ events }: JourneyAnswer): ReadonlyMap<string, string> {
  return new Map(events.map(({ source, id, position }) => [`${source} ${id}`, position]));
}
