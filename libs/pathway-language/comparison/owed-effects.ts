/** Which service owes more or less by another definition: duties, answers to handovers, and patients to hold. */
import { formatLimit, limitSeconds, type Limit } from '#calendar';
import {
  isHolderOfScope,
  type Definition,
  type DutyRule,
  type HandoverRule,
  type HolderOf,
  type LimitRef,
  type OwnerRef,
  type StageRule,
} from '#pathway';
import { formatLimitRef, serviceId } from '../drawing/format-rules.js';

/** `otherwise`: owed as before, but by other events, exemptions or times that cannot be compared. */
export type EffectKind = 'more' | 'less' | 'sooner' | 'later' | 'otherwise';

export interface OwedEffect {
  /** Id of a service; `holder`: whoever holds the patient; `holder-of x`: whoever holds the scope. */
  readonly service: string;
  readonly effect: EffectKind;
  readonly what: 'duty' | 'answer' | 'stage';
  readonly id: string;
  readonly title: string;
  /** The time that there is for it, where it has one. */
  readonly before: string | null;
  readonly after: string | null;
}

/** By service, then in the order of the definitions. */
export function owedEffects(before: Definition, after: Definition): readonly OwedEffect[] {
  const pairs = { before, after };
  return [
    ...effectsOf('duty', pairs, ({ duties }) => duties, dutyAsOwed),
    ...effectsOf('answer', pairs, ({ handovers }) => handovers, answerAsOwed),
    ...effectsOf('stage', pairs, ({ stages }) => stages, stageAsHeld),
  ].sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0));
}

interface Pair {
  readonly before: Definition;
  readonly after: Definition;
}

interface Owed {
  readonly by: string;
  readonly limit: LimitRef | undefined;
  /** What else makes a difference to whoever owes it. */
  readonly else: string;
}

function effectsOf<T extends { readonly id: string; readonly title: string }>(
  what: OwedEffect['what'],
  { before, after }: Pair,
  rulesOf: (definition: Definition) => readonly T[],
  owedBy: (rule: T, definition: Definition) => Owed,
): readonly OwedEffect[] {
  const [old, new_] = [before, after].map(
    (one) => new Map(rulesOf(one).map((rule) => [rule.id, rule])),
  );
  const ids = [...new Set([...(new_?.keys() ?? []), ...(old?.keys() ?? [])])];
  return ids.flatMap((id) => {
    const [was, becomes] = [old?.get(id), new_?.get(id)];
    const title = (becomes ?? was)?.title ?? id;
    const owedWas = was && { ...owedBy(was, before), definition: before };
    const owedIs = becomes && { ...owedBy(becomes, after), definition: after };
    const named = { what, id, title };
    if (owedWas !== undefined && owedIs?.by === owedWas.by) {
      const effect = effectOn(owedWas, owedIs);
      return effect === undefined
        ? []
        : [{ service: owedIs.by, effect, ...named, before: time(owedWas), after: time(owedIs) }];
    }
    return [
      ...(owedWas === undefined
        ? []
        : [
            {
              service: owedWas.by,
              effect: 'less' as const,
              ...named,
              before: time(owedWas),
              after: null,
            },
          ]),
      ...(owedIs === undefined
        ? []
        : [
            {
              service: owedIs.by,
              effect: 'more' as const,
              ...named,
              before: null,
              after: time(owedIs),
            },
          ]),
    ];
  });
}

type OwedUnder = Owed & { readonly definition: Definition };

function effectOn(was: OwedUnder, becomes: OwedUnder): EffectKind | undefined {
  const [limit, next] = [was, becomes].map(limitOf);
  const longer =
    limit === undefined || next === undefined ? 0 : limitSeconds(next) - limitSeconds(limit);
  if (longer !== 0) return longer > 0 ? 'later' : 'sooner';
  const same = time(was) === time(becomes) && localOf(was) === localOf(becomes);
  return same && was.else === becomes.else ? undefined : 'otherwise';
}

/** As most places have it. */
function limitOf({ limit, definition }: OwedUnder): Limit | undefined {
  if (limit === undefined || !('parameter' in limit)) return limit;
  const value = definition.parameters.get(limit.parameter)?.default;
  return value?.kind === 'limit' ? value.limit : undefined;
}

function localOf({ limit, definition }: OwedUnder): string {
  if (limit === undefined || !('parameter' in limit)) return '';
  const local = definition.parameters.get(limit.parameter)?.local ?? new Map();
  return JSON.stringify([...local].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function time({ limit, definition }: OwedUnder): string | null {
  if (limit === undefined) return null;
  return 'parameter' in limit ? formatLimitRef(limit, definition) : formatLimit(limit);
}

function dutyAsOwed(duty: DutyRule, definition: Definition): Owed {
  const { due, owner } = duty;
  const plain = due.kind === 'limit' ? due : due.kind === 'accumulated' ? undefined : due.otherwise;
  const how = due.kind === 'limit' ? { ...due, limit: undefined } : due;
  return {
    by: ownerId(owner, definition),
    limit: plain?.limit,
    else: withoutTexts({ ...duty, owner: undefined, due: how }),
  };
}

function answerAsOwed(handover: HandoverRule, definition: Definition): Owed {
  const { to, answerWithin } = handover;
  return {
    by: ownerId(to, definition),
    limit: answerWithin.limit,
    else: withoutTexts({ ...handover, to: undefined, answerWithin: answerWithin.firstDayCounts }),
  };
}

function stageAsHeld({ holder, limit, takesOver }: StageRule, definition: Definition): Owed {
  return { by: ownerId(holder, definition), limit, else: withoutTexts({ takesOver }) };
}

const TEXTS: readonly string[] = ['title', 'note', 'source'];

/** Whoever owes it owes nothing else because it is called otherwise. */
function withoutTexts(rule: object): string {
  return JSON.stringify(rule, (key, value: unknown) => (TEXTS.includes(key) ? undefined : value));
}

function ownerId(owner: OwnerRef | HolderOf, definition: Definition): string {
  return isHolderOfScope(owner) ? `holder-of ${owner.holderOf}` : serviceId(owner, definition);
}
