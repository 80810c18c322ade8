/** Stages and their parts. A patient is always in a leaf: entering a stage enters its first part. */
import type { StageRule } from '#pathway';

export class StageTree {
  private readonly stages = new Map<string, StageRule>();
  private readonly parts = new Map<string, StageRule[]>();

  constructor(stages: readonly StageRule[]) {
    for (const stage of stages) {
      this.stages.set(stage.id, stage);
      if (stage.parent === undefined) continue;
      const siblings = this.parts.get(stage.parent);
      if (siblings === undefined) this.parts.set(stage.parent, [stage]);
      else siblings.push(stage);
    }
  }

  get leaves(): readonly StageRule[] {
    return [...this.stages.values()].filter((stage) => this.isLeaf(stage));
  }

  isLeaf({ id }: StageRule): boolean {
    return !this.parts.has(id);
  }

  /** The leaf in which somebody is who enters the stage; undefined: there is no such stage. */
  entered(id: string): StageRule | undefined {
    let stage = this.stages.get(id);
    for (let parts = this.parts.get(id); parts?.[0] !== undefined;) {
      stage = parts[0];
      parts = this.parts.get(stage.id);
    }
    return stage;
  }

  /** The stage itself and all that it is part of, innermost first. */
  around(stage: StageRule): readonly StageRule[] {
    const all = [stage];
    for (let at = stage; at.parent !== undefined;) {
      const parent = this.stages.get(at.parent);
      if (parent === undefined) break;
      all.push(parent);
      at = parent;
    }
    return all;
  }
}
