/** What the engine decided on a journey, in the order of the log. */
import type { JourneyAnswer } from '#projections';
import type { Titles } from '../titles.js';
import { episodeCell, episodeColumn } from './episodes.js';
import type { Page } from '../../terminal/page.js';
import { duration, whenText } from '../../terminal/format.js';

type Decision = JourneyAnswer['decisions'][number];

export async function decisions(answer: JourneyAnswer, page: Page, titles: Titles): Promise<void> {
  if (answer.decisions.length === 0) return;
  const texts = answer.decisions.map((decision) => textOf(decision, titles));
  const anyText = texts.some((text) => text !== '');
  const anyLate = answer.decisions.some(({ lateSeconds }) => lateSeconds !== null);
  const late = (seconds: number | null): string =>
    seconds === null ? '' : page.tone('yellow', `${duration(seconds)} late`);
  await page.table(
    [
      { title: 'position', right: true, wide: true },
      ...episodeColumn(answer.episodes),
      { title: 'decision' },
      { title: 'about' },
      { title: 'effective' },
      { title: 'recorded' },
      ...(anyLate ? [{ title: 'timer' }] : []),
      ...(anyText ? [{ title: '' }] : []),
    ],
    answer.decisions.map((decision, index) => [
      decision.position,
      ...episodeCell(answer.episodes, decision.episode),
      decision.type,
      aboutOf(decision, titles),
      whenText(decision.effectiveAt),
      whenText(decision.recordedAt),
      ...(anyLate ? [late(decision.lateSeconds)] : []),
      ...(anyText ? [texts[index] ?? ''] : []),
    ]),
  );
}

function aboutOf({ duty, handover, attempt, episode }: Decision, titles: Titles): string {
  if (handover === null) return duty === null ? `episode ${episode}` : titles.duty(duty);
  const title = titles.handover(handover);
  return attempt === null || attempt === 1 ? title : `${title}, attempt ${attempt}`;
}

/** What a decision on a handover means; the type says it of those on duties and episodes. */
function textOf({ type, handover, data }: Decision, titles: Titles): string {
  if (handover === null) return '';
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const party = (key: string, organisation = `${key}Organisation`): string => {
    const name = titles.service(text(key));
    return text(organisation) === ''
      ? name
      : `${name} of ${titles.organisation(text(organisation))}`;
  };
  const [from, to, service] = [party('from'), party('to'), party('service', 'organisation')];
  const what = text('scope') === '' ? 'the patient' : titles.scope(text('scope'));
  const because = text('reason') === '' ? '' : ` (${text('reason')})`;
  switch (type) {
    case 'HandoverOffered':
      return `${from} asks ${to}`;
    case 'HandoverInformationRequested':
      return `${to} asks ${from} for more information${because}`;
    case 'HandoverInformationSupplied':
      return `${from} answers ${to}`;
    case 'HandoverInformationOverdue':
      return `${from} has not answered ${to}`;
    case 'HandoverFellSilent':
      return `${to} has not answered`;
    case 'HandoverReminded':
      return `${service} is reminded`;
    case 'HandoverEscalated':
      return `escalated to ${service}`;
    case 'HandoverAccepted':
      return `${to} takes over ${what} from ${party('tookFrom')}`;
    case 'HandoverRefused':
      return `${to} refuses ${what}${because}`;
    case 'HandoverWithdrawn':
      return `${from} asks ${to} to release ${what}${because}`;
    case 'HandoverWithdrawalAnswered':
      return `${to} releases ${what}`;
    case 'HandoverOvertaken':
      return `${to} no longer needs to answer${because}`;
    case 'HandoverReopened':
      return `no longer true: ${kindsIn(data['turns'])}`;
    case 'HandoverVoided':
      return 'had never been offered';
    default:
      return '';
  }
}

/** Kinds of the offer's events that are taken back: a key begins with its kind. */
function kindsIn(turns: unknown): string {
  if (!Array.isArray(turns)) return '';
  const kinds = turns.map((turn) => String(turn).split(/[ /]/)[0] ?? '');
  return [...new Set(kinds)].join(', ');
}
