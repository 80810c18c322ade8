/** The stages of one episode: which one the patient is in, and since when. */
import type { TimedFact } from '#care-event';
import type { StageSpell } from '../state/assessment.js';
import type { InterruptRule, StageExit } from '../definition/stage-rule.js';
import type { ServiceRef } from '../definition/element.js';
import type { Effects } from '../rules/effects.js';
import { GrowingList } from '../state/growing-list.js';
import type { PathwayRules } from '../rules/pathway-rules.js';

/** What the tracker needs of its episode. */
interface WalkContext {
  /** Where the patient lives as of the fact being applied; undefined where not known. */
  readonly municipality: string | undefined;
  service(ref: ServiceRef): string;
  touch(key: string): void;
}

/** How a stage is left: by an interrupt, an exit (of some stage), or another one's `opens`. */
export type Move =
  | { readonly by: 'interrupt'; readonly interrupt: InterruptRule; readonly to: number }
  | { readonly by: 'exit'; readonly exit: StageExit; readonly of: string }
  | { readonly by: 'opens'; readonly to: number };

export class StageTracker {
  private readonly allSpells = new GrowingList<StageSpell>();
  private currentIndex = -1;

  constructor(
    private readonly rules: PathwayRules,
    private readonly episode: number,
    private readonly context: WalkContext,
  ) {}

  /** Index of the stage that the patient is in, or was in at the close; -1 before the first. */
  get index(): number {
    return this.currentIndex;
  }

  /** Begins a spell in the stage at that index, or in its first sub-stage. */
  enter(index: number, by: TimedFact): void {
    const leaf = this.rules.leafOf(index);
    const rule = this.rules.definition.stages[leaf];
    if (rule === undefined) return;
    this.currentIndex = leaf;
    const within = this.rules.within(leaf);
    const { municipality } = this.context;
    this.allSpells.push({
      episode: this.episode,
      stage: rule.id,
      within,
      holder: this.context.service(rule.holder),
      ...(rule.role !== undefined && { role: rule.role }),
      ...(municipality !== undefined && { municipality }),
      from: by.start,
    });
    this.context.touch(`stages/${rule.id}`);
    for (const stage of within) this.context.touch(`stages/${stage}`);
  }

  /** Ends the spell, by an exit or an interrupt where `exit` says so. */
  leave(to: number, exit?: string): void {
    const spell = this.allSpells.last();
    if (spell === undefined) return;
    this.allSpells.replaceLast({ ...spell, to, ...(exit !== undefined && { exit }) });
  }

  /** Where an event leads from here that has these effects; undefined: nowhere else. */
  moveBy(effects: Effects): Move | undefined {
    return this.interruptBy(effects) ?? this.exitBy(effects) ?? this.openedBy(effects);
  }

  /** Which stage an event opens an episode in, or takes it up again in; undefined: no other. */
  openingMove(effects: Effects): Exclude<Move, { readonly by: 'exit' }> | undefined {
    return this.interruptBy(effects) ?? this.openedBy(effects);
  }

  /** True for the stage that the patient is in, and those that it is part of. */
  isHere(index: number): boolean {
    if (index === this.currentIndex) return true;
    const id = this.rules.definition.stages[index]?.id ?? '';
    return this.rules.within(this.currentIndex).includes(id);
  }

  current(): StageSpell | undefined {
    return this.allSpells.last();
  }

  spells(): readonly StageSpell[] {
    return this.allSpells.list();
  }

  private interruptBy(effects: Effects): Extract<Move, { readonly by: 'interrupt' }> | undefined {
    for (const at of effects.interrupts) {
      const interrupt = this.rules.definition.interrupts[at];
      const to = interrupt === undefined ? -1 : this.rules.indexOf(interrupt.to);
      if (interrupt !== undefined && !this.isHere(to)) return { by: 'interrupt', interrupt, to };
    }
    return undefined;
  }

  private exitBy({ exits }: Effects): Move | undefined {
    if (exits.size === 0) return undefined;
    const here = this.rules.definition.stages[this.currentIndex]?.id ?? '';
    for (const stage of [here, ...this.rules.within(this.currentIndex)]) {
      const exit = exits.get(this.rules.indexOf(stage));
      if (exit !== undefined) return { by: 'exit', exit, of: stage };
    }
    return undefined;
  }

  private openedBy({ opens }: Effects): Extract<Move, { readonly by: 'opens' }> | undefined {
    for (const to of opens) if (!this.isHere(to)) return { by: 'opens', to };
    return undefined;
  }
}
