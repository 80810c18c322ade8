/** What the engine decided on a journey, in the order of the log. */
import type { JourneyAnswer } from '#projections';
import { episodeColumn } from './duties.js';
import type { Page } from '../../terminal/page.js';
import { duration } from '../../terminal/format.js';

type ToldDecision = JourneyAnswer['decisions'][number];

export async function decisions(answer: JourneyAnswer, page: Page): Promise<void> {
  if (answer.decisions.length === 0) return;
  const several = answer.episodes.length > 1;
  const words = answer.decisions.map(wordsOn);
  const said = words.some((text) => text !== '');
  const anyLate = answer.decisions.some(({ lateSeconds }) => lateSeconds !== null);
  const late = (seconds: number | null): string =>
    seconds === null ? '' : page.tone('yellow', `${duration(seconds)} late`);
  await page.table(
    [
      { title: 'position', right: true },
      ...episodeColumn(several),
      { title: 'decision' },
      { title: 'about' },
      { title: 'in effect' },
      { title: 'recorded' },
      ...(anyLate ? [{ title: 'timer' }] : []),
      ...(said ? [{ title: '' }] : []),
    ],
    answer.decisions.map((decision, place) => [
      decision.position,
      ...(several ? [String(decision.episode)] : []),
      decision.type,
      aboutOf(decision),
      decision.effectiveAt,
      decision.recordedAt,
      ...(anyLate ? [late(decision.lateSeconds)] : []),
      ...(said ? [words[place] ?? ''] : []),
    ]),
  );
}

function aboutOf({ duty, handover, attempt, episode }: ToldDecision): string {
  if (handover === null) return duty ?? `episode ${episode}`;
  return attempt === null || attempt === 1 ? handover : `${handover}, attempt ${attempt}`;
}

/** What a decision on a handover says; those on duties and episodes say it by their type. */
function wordsOn({ type, handover, data }: ToldDecision): string {
  if (handover === null) return '';
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const [from, to, service] = [text('from'), text('to'), text('service')];
  const because = text('reason') === '' ? '' : ` (${text('reason')})`;
  switch (type) {
    case 'HandoverOffered':
      return `${from} asks ${to}`;
    case 'HandoverInformationRequested':
      return `${to} asks ${from} for more${because}`;
    case 'HandoverInformationSupplied':
      return `${from} tells ${to}`;
    case 'HandoverInformationOverdue':
      return `${from} has not told ${to}`;
    case 'HandoverFellSilent':
      return `${to} has not answered`;
    case 'HandoverReminded':
      return `${service} is reminded`;
    case 'HandoverEscalated':
      return `${service} is told`;
    case 'HandoverAccepted':
      return `${to} holds the patient, until then ${text('tookFrom')}`;
    case 'HandoverRefused':
      return `${to} does not take the patient${because}`;
    case 'HandoverWithdrawn':
      return `${from} asks ${to} to let go${because}`;
    case 'HandoverWithdrawalAnswered':
      return `${to} lets go`;
    case 'HandoverOvertaken':
      return `${to} need not answer${because}`;
    case 'HandoverReopened':
      return `no longer so: ${turnsIn(data['turns'])}`;
    case 'HandoverVoided':
      return 'it was never offered';
    default:
      return '';
  }
}

/** Kinds of the turns that are taken back: a turn's key begins with its kind. */
function turnsIn(turns: unknown): string {
  if (!Array.isArray(turns)) return '';
  const kinds = turns.map((turn) => String(turn).split(/[ /]/)[0] ?? '');
  return [...new Set(kinds)].join(', ');
}
