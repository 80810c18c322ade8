/** Who was accountable on a journey, and which handovers were offered, accepted or returned. */
import type { JourneyAnswer } from '#projections';
import { count, whenText } from '../../terminal/format.js';
import type { Page, Tone } from '../../terminal/page.js';
import type { Titles } from '../titles.js';
import { askedText } from '../custody-organisations.js';
import { holderText, partyText, takenText } from './parties.js';
import { episodeCell, episodeColumn } from './episodes.js';

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

export async function custody(answer: JourneyAnswer, page: Page, titles: Titles): Promise<void> {
  await spells(answer, page, { titles, rows: answer.custody });
  for (const { scope, custody: rows } of answer.scopes ?? [])
    await spells(answer, page, { titles, rows, scope });
}

interface Spells {
  readonly titles: Titles;
  readonly rows: JourneyAnswer['custody'];
  readonly scope?: string;
}

async function spells(
  answer: JourneyAnswer,
  page: Page,
  { titles, rows, scope }: Spells,
): Promise<void> {
  if (rows.length === 0) return;
  const { episodes } = answer;
  const positions = positionsOf(answer);
  const what = answer.scopes === undefined ? '' : ` (${titles.scope(scope)})`;
  await page.table(
    [
      ...episodeColumn(episodes),
      { title: `accountable${what}` },
      { title: 'from' },
      { title: 'to' },
      { title: 'taken over' },
      { title: 'position', right: true, wide: true },
      { title: 'idle days', right: true },
    ],
    rows.map(
      ({ episode, role, person, from, to, taken, handover, fact, days, idleDays, ...spell }) => [
        ...episodeCell(episodes, episode),
        [holderText(titles, spell), ...[role, person].filter((part) => part !== null)].join(', '),
        whenText(from),
        whenText(to ?? 'ongoing'),
        [takenText(taken), ...(handover === null ? [] : [titles.handover(handover)])].join(', '),
        positions.get(fact) ?? '',
        days === 0 ? '–' : `${count(idleDays)} of ${count(days)}`,
      ],
    ),
  );
}

type Offer = JourneyAnswer['handovers'][number];
type OfferEvent = Offer['turns'][number];

export async function handovers(answer: JourneyAnswer, page: Page, titles: Titles): Promise<void> {
  if (answer.handovers.length === 0) return;
  const { handovers: offers, episodes, scopes } = answer;
  await page.table(
    [
      ...episodeColumn(episodes),
      { title: 'handover' },
      ...(scopes === undefined ? [] : [{ title: 'of' }]),
      { title: 'from' },
      { title: 'to' },
      { title: 'state' },
      { title: 'offered' },
      { title: 'answer due' },
      { title: 'settled' },
    ],
    offers.map((offer) => [
      ...episodeCell(episodes, offer.episode),
      nameOf(offer, titles),
      ...(scopes === undefined ? [] : [titles.scope(offer.scope)]),
      partyText(titles, offer.from, offer.fromOrganisation),
      askedText(titles, offer.to, offer),
      page.tone(TONES[offer.state] ?? 'dim', offer.late ? `${offer.state}, late` : offer.state),
      whenText(offer.offeredAt),
      whenText(offer.answerDueAt ?? 'clock paused'),
      whenText(offer.answeredAt ?? ''),
    ]),
  );
}

function nameOf({ handover, attempt }: Offer, titles: Titles): string {
  const title = titles.handover(handover);
  return attempt === 1 ? title : `${title}, attempt ${attempt}`;
}

/** What became of each offer, event by event; shown if there was more than a plain answer. */
export async function offerEvents(
  answer: JourneyAnswer,
  page: Page,
  titles: Titles,
): Promise<void> {
  const offers = answer.handovers.filter((offer) => offer.turns.length > 2 || !isPlain(offer));
  if (offers.length === 0) return;
  const positions = positionsOf(answer);
  await page.table(
    [
      { title: 'handover' },
      { title: 'offered to' },
      { title: 'what happened' },
      { title: 'when' },
      { title: 'position', right: true, wide: true },
      { title: '' },
    ],
    offers.flatMap((offer) =>
      offer.turns.map((turn, index) => [
        index === 0 ? nameOf(offer, titles) : '',
        index === 0 ? askedText(titles, offer.to, offer) : '',
        page.tone(TONES[turn.kind] ?? 'dim', turn.kind),
        whenText(turn.at),
        turn.by === null ? withoutEvent(turn) : (positions.get(turn.by) ?? turn.by),
        noteOn(turn, titles),
      ]),
    ),
  );
}

/** Offered, and at most accepted. */
function isPlain(offer: Offer): boolean {
  return offer.turns.every(({ kind }) => kind === 'offered' || kind === 'accepted');
}

/** The next service is asked because of a refusal or of silence, by rule; all else by the passing of time. */
function withoutEvent({ kind }: OfferEvent): string {
  return kind === 'offered' ? 'by rule' : 'by time';
}

function noteOn(event: OfferEvent, titles: Titles): string {
  const { service, organisation, reason, tookFrom, tookFromOrganisation } = event;
  const took = tookFrom === null ? '' : partyText(titles, tookFrom, tookFromOrganisation);
  const parts = [
    ...(service === null ? [] : [partyText(titles, service, organisation)]),
    ...(reason === null ? [] : [reason]),
    ...(took === '' ? [] : [`from ${took}`]),
  ];
  return parts.join(', ');
}

/** Positions of the events by their facts' keys. */
function positionsOf({ events }: JourneyAnswer): ReadonlyMap<string, string> {
  return new Map(events.map(({ source, id, position }) => [`${source} ${id}`, position]));
}
