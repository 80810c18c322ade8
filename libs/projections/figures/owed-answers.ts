/**
 * What is overdue on one offer: the answer of the service that was asked, its answer to the
 * sender who asked for the offer back, or the sender's answer to a question. Of a stall each
 * says who owes it, which events would do, and who has been told of it so far.
 */
import type { Definition, EventPattern, HandoverInstance, HandoverEvent } from '#pathway';

export type Owed = 'answer' | 'withdrawal-answer' | 'information';

/** A service that was reminded, or to which it was escalated. */
export interface Told {
  readonly how: 'reminded' | 'escalated';
  readonly service: string;
  /** RFC 3339. */
  readonly at: string;
}

/** Instants in ms since the epoch. */
export interface OwedAnswer {
  readonly owed: Owed;
  /** When it began to be owed, and the last instant at which it was in time. */
  readonly since: number;
  readonly due: number;
  /** Events of which one would do. */
  readonly patterns: readonly EventPattern[];
  /** Service that owes it. */
  readonly from: string;
  readonly told: readonly (Omit<Told, 'at'> & { readonly at: number })[];
}

type HandoverRule = Definition['handovers'][number];

/** @param rule undefined: the version that the episode is pinned to has it no more */
export function owedOn(
  offer: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  return [...answerOwed(offer, rule), ...informationOwed(offer, rule)];
}

function answerOwed(
  { state, answerDueAt, offeredAt, events: turns, to }: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  if (state !== 'silent' || answerDueAt === undefined) return [];
  const askedBack = turns.findLast(({ kind }) => kind === 'withdrawn');
  const since = askedBack?.at ?? offeredAt;
  const answers = rule === undefined ? [] : [...rule.accepted.by, ...rule.refused.by];
  return [
    {
      owed: askedBack === undefined ? 'answer' : 'withdrawal-answer',
      since,
      due: answerDueAt,
      patterns:
        askedBack === undefined ? answers : [...(rule?.withdrawn?.answered ?? []), ...answers],
      from: to,
      told: toldSince(turns, answerDueAt),
    },
  ];
}

/**
 * Of several questions the one that is longest overdue: the sender answers them all at once.
 * Who asks for the offer back does not owe an answer to it any more.
 */
function informationOwed(
  { state, events: turns, from }: HandoverInstance,
  rule: HandoverRule | undefined,
): readonly OwedAnswer[] {
  if (ENDED.has(state) || turns.some(({ kind }) => kind === 'withdrawn')) return [];
  const supplied = turns.findLastIndex(({ kind }) => kind === 'information-supplied');
  const asked = turns.filter(
    ({ kind }, place) => kind === 'information-requested' && place > supplied,
  );
  for (const { at: since, by } of asked) {
    const overdue = turns.find(({ key }) => key === `information-overdue ${by}`);
    if (overdue === undefined) continue;
    const patterns = rule?.information?.supplied ?? [];
    return [{ owed: 'information', since, due: overdue.at - 1, patterns, from, told: [] }];
  }
  return [];
}

const ENDED: ReadonlySet<string> = new Set(['accepted', 'refused', 'withdrawn', 'overtaken']);

function toldSince(turns: readonly HandoverEvent[], due: number): OwedAnswer['told'] {
  return turns.flatMap(({ kind, service, at }) =>
    (kind === 'reminded' || kind === 'escalated') && service !== undefined && at > due
      ? [{ how: kind, service, at }]
      : [],
  );
}
