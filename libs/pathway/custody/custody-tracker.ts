/**
 * Who is accountable for the patient (or for one scope of that), from the entry of an episode to its close: exactly one
 * service at every instant. A new spell begins where the one before ends, so that gaps and
 * overlaps cannot be represented.
 */
import type { Assessment, StageSpell } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { DutyInstance } from '../state/duty-instance.js';
import { compareFacts, factKey, type TimedFact } from '#care-event';
import { GrowingList } from '../state/growing-list.js';

/** Who takes the patient over, and how. */
export type Taking = Omit<CustodySpell, 'episode' | 'scope' | 'from' | 'to' | 'fact'>;

export class CustodyTracker {
  private readonly allSpells = new GrowingList<CustodySpell>();
  /** The fact by which each spell began. */
  private readonly began: TimedFact[] = [];
  private open = false;

  constructor(
    private readonly episode: number,
    private readonly scope?: string,
  ) {}

  get isHeld(): boolean {
    return this.open;
  }

  /** From the fact on, another service is accountable, or another role of the same service. */
  pass(taking: Taking, by: TimedFact): void {
    const { start } = by;
    if (this.open) this.endLast(start);
    this.allSpells.push({
      episode: this.episode,
      ...(this.scope !== undefined && { scope: this.scope }),
      ...taking,
      from: start,
      fact: factKey(by.fact),
    });
    this.began.push(by);
    this.open = true;
  }

  /** The episode has ended: nobody is accountable until it is reopened. */
  end(at: number): void {
    if (this.open) this.endLast(at);
    this.open = false;
  }

  current(): CustodySpell | undefined {
    return this.allSpells.last();
  }

  spells(): readonly CustodySpell[] {
    return this.allSpells.list();
  }

  /**
   * Who was accountable just before the fact, in the order of facts; up to the entry, the first
   * holder.
   */
  holderBefore(fact: TimedFact): string {
    return this.spellBefore(fact)?.holder ?? '';
  }

  spellBefore(fact: TimedFact): CustodySpell | undefined {
    return this.begunBefore(fact) ?? this.allSpells.list()[0];
  }

  /** The last spell that began before the fact, in the order of facts. */
  begunBefore(fact: TimedFact): CustodySpell | undefined {
    const index = this.began.findLastIndex((began) => compareFacts(began, fact) < 0);
    return index < 0 ? undefined : this.allSpells.list()[index];
  }

  spellAt(at: number): CustodySpell | undefined {
    return custodySpellAt(this.allSpells.list(), at);
  }

  private endLast(to: number): void {
    const last = this.allSpells.last();
    if (last !== undefined) this.allSpells.replaceLast({ ...last, to });
  }
}

/** Who was accountable at `at`, a spell counting from its first instant on. */
export function custodianAt(spells: readonly CustodySpell[], at: number): string {
  return custodySpellAt(spells, at)?.holder ?? '';
}

/** As `custodianAt`, with all that is known of it. */
export function custodySpellAt(
  spells: readonly CustodySpell[],
  at: number,
): CustodySpell | undefined {
  return spells.findLast(({ from }) => from <= at) ?? spells[0];
}

/**
 * The same where custody may begin with a first contact: until then whoever the patient's stage
 * belongs to stands in.
 */
export function answerableAt(
  spells: readonly CustodySpell[],
  stages: readonly StageSpell[],
  at: number,
): string {
  const before = spells.some(({ from }) => from <= at);
  const stage = before ? undefined : stages.findLast(({ from }) => from <= at);
  // Before the entry nobody held the patient either: whose stage was entered stands in.
  return stage?.holder ?? (custodianAt(spells, at) || (stages[0]?.holder ?? ''));
}

/** Who answered at that instant for what the holder, of the patient or of a scope, owes. */
export function answerableIn(
  { custody, stages, episodes, scopes = [] }: Assessment,
  { episode, scope, owner }: Pick<DutyInstance, 'episode' | 'scope' | 'owner'>,
  at: number,
): string {
  if (scope !== undefined) {
    const held = scopes.filter((spell) => spell.episode === episode && spell.scope === scope);
    return custodianAt(held, at) || owner;
  }
  const spells = custody.filter((spell) => spell.episode === episode);
  const pinned = episodes.find(({ number }) => number === episode);
  if (pinned?.custodyFrom === undefined) return custodianAt(spells, at);
  const ours = stages.filter((spell) => spell.episode === episode);
  return answerableAt(spells, ours, at);
}
