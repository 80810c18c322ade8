/**
 * What is overdue on one offer: the receiver's answer, its answer to a withdrawal, or the
 * sender's answer to a question. Each names the service that owes it, the events that would
 * settle it, and the services notified so far.
 */
import type { Definition, EventPattern, HandoverInstance, HandoverEvent } from '#pathway';
import type { FoundNotice } from './notices.js';

export type Owed = 'answer' | 'withdrawal-answer' | 'information';

/** Instants in ms since the epoch. */
export interface OwedAnswer {
  readonly owed: Owed;
  /** When it began to be owed, and the last instant that is in time. */
  readonly since: number;
  readonly due: number;
  /** Events of which one would settle it. */
  readonly patterns: readonly EventPattern[];
  /** The service that owes it. */
  readonly from: string;
  /** Which of the service, where it is known. */
  readonly fromOrganisation: string | undefined;
  readonly notified: readonly FoundNotice[];
}

type HandoverRule = Definition['handovers'][number];

/** @param rule undefined: the version that the episode is pinned to no longer has it */
export function owedOn(
  offer: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  return [...answerOwed(offer, rule), ...informationOwed(offer, rule)];
}

function answerOwed(
  { state, answerDueAt, offeredAt, events, to, toOrganisation }: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  if (state !== 'silent' || answerDueAt === undefined) return [];
  const withdrawn = events.findLast(({ kind }) => kind === 'withdrawn');
  const since = withdrawn?.at ?? offeredAt;
  const answers = rule === undefined ? [] : [...rule.accepted.by, ...rule.refused.by];
  return [
    {
      owed: withdrawn === undefined ? 'answer' : 'withdrawal-answer',
      since,
      due: answerDueAt,
      patterns:
        withdrawn === undefined ? answers : [...(rule?.withdrawn?.answered ?? []), ...answers],
      from: to,
      fromOrganisation: toOrganisation,
      notified: noticesSince(events, answerDueAt),
    },
  ];
}

/**
 * Of several questions, the one that is longest overdue: the sender answers them all at once.
 * A sender who has withdrawn the offer no longer owes an answer.
 */
function informationOwed(
  { state, events, from, fromOrganisation }: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  if (ENDED.has(state) || events.some(({ kind }) => kind === 'withdrawn')) return [];
  const supplied = events.findLastIndex(({ kind }) => kind === 'information-supplied');
  const requests = events.filter(
    ({ kind }, index) => kind === 'information-requested' && index > supplied,
  );
  for (const { at: since, by } of requests) {
    const overdue = events.find(({ key }) => key === `information-overdue ${by}`);
    if (overdue === undefined) continue;
    const patterns = rule?.information?.supplied ?? [];
    const due = overdue.at - 1;
    return [{ owed: 'information', since, due, patterns, from, fromOrganisation, notified: [] }];
  }
  return [];
}

const ENDED: ReadonlySet<string> = new Set(['accepted', 'refused', 'withdrawn', 'overtaken']);

function noticesSince(events: readonly HandoverEvent[], due: number): OwedAnswer['notified'] {
  return events.flatMap(({ kind, service, organisation, at }) =>
    (kind === 'reminded' || kind === 'escalated') && service !== undefined && at > due
      ? [
          {
            how: kind,
            service,
            ...(organisation !== undefined && { organisation }),
            at,
            message: kind,
          },
        ]
      : [],
  );
}
