/** A definition under scrutiny: its rules, each with its place in the text. */
import type { Definition, StageRule } from '#pathway';
import type { DefinitionYaml } from '../parsing/definition-schema.js';
import { EventFields } from '../parsing/event-fields.js';
import type { Mentions } from '../parsing/mentions.js';
import type { DocumentPath, Finding, ProblemList } from '../parsing/problem-list.js';
import { StageTree } from './stage-tree.js';

export interface Located<Rule> {
  readonly rule: Rule;
  readonly path: DocumentPath;
}

/** Patterns that are compared at most: a text by a stranger could hold millions of pairs. */
const COMPARISONS_MAX = 2_000_000;

/** Lists of rules that stand in the text as they stand in the definition. */
type ListKey =
  | 'milestones'
  | 'duties'
  | 'clocks'
  | 'guards'
  | 'interrupts'
  | 'sequences'
  | 'handovers'
  | 'queues';

export class LintSubject {
  readonly definition: Definition;
  readonly yaml: DefinitionYaml;
  readonly mentions: Mentions;
  readonly fields: EventFields;
  readonly tree: StageTree;
  /** In the definition's order. */
  readonly stages: readonly Located<StageRule>[];
  private readonly problems: ProblemList;
  private comparisons = 0;

  constructor(
    definition: Definition,
    yaml: DefinitionYaml,
    mentions: Mentions,
    problems: ProblemList,
  ) {
    this.definition = definition;
    this.yaml = yaml;
    this.mentions = mentions;
    this.fields = new EventFields(yaml.events ?? {});
    this.tree = new StageTree(definition.stages);
    const paths = stagePaths(yaml.stages, ['stages']);
    this.stages = definition.stages.map((rule, at) => ({ rule, path: paths[at] ?? [] }));
    this.problems = problems;
  }

  rules<Key extends ListKey>(key: Key): readonly Located<Definition[Key][number]>[] {
    return this.definition[key].map((rule, at) => ({ rule, path: [key, at] }));
  }

  /** Whether so many patterns may still be compared. Where not, the question is left alone. */
  mayCompare(comparisons: number): boolean {
    this.comparisons += comparisons;
    return this.comparisons <= COMPARISONS_MAX;
  }

  error(path: DocumentPath, finding: Finding, on?: 'key'): void {
    this.problems.add(path, finding, on);
  }

  warn(path: DocumentPath, finding: Finding, on?: 'key'): void {
    this.problems.add(path, { ...finding, severity: 'warning' }, on);
  }
}

interface NestedStages {
  readonly stages?: readonly NestedStages[];
}

/** Places in the order in which the stages are laid out flat: parents before their parts. */
function stagePaths(stages: readonly NestedStages[], path: DocumentPath): readonly DocumentPath[] {
  return stages.flatMap((stage, at) => {
    const place = [...path, at];
    return [place, ...stagePaths(stage.stages ?? [], [...place, 'stages'])];
  });
}
