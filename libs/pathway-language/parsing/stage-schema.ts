/** Stages, milestones and interrupts in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { GradeRule, InterruptRule, MilestoneRule, Severity } from '#pathway';
import type { StageExit, StageRule } from '#pathway';
import { id, LIST_ITEMS_MAX, named, nameOf, serviceOf, serviceRef } from './schema-parts.js';
import { severity, text } from './schema-parts.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';
import { comparison, datedPatterns, patterns, patternsOf } from './pattern-schema.js';

const exit = named(
  'exit-id',
  {
    on: datedPatterns('Events by which the patient leaves here.'),
    to: id('Stage that it leads to, or `closed`: it closes the pathway.', {
      'x-means': 'stage-or-close',
    }),
  },
  'A way out that only counts while the patient is in this stage.',
);

type ExitYaml = Static<typeof exit>;

const subStages = Type.Unsafe<SubStageYaml[]>({
  type: 'array',
  items: { $ref: '#/$defs/sub-stage' },
  minItems: 1,
  maxItems: LIST_ITEMS_MAX,
  description: 'Parts of this stage; whoever enters it enters the first of them.',
});

const gradeBounds = Type.Object(comparison.properties, {
  additionalProperties: false,
  minProperties: 1,
  description: 'Bounds of the grade.',
});

const common = {
  role: Type.Optional(text('Who within the service, such as `physiotherapist`.')),
  opens: Type.Optional(datedPatterns('Events that bring the patient here from any other stage.')),
  while: Type.Optional(
    Type.Object(
      {
        clock: id('Clock whose spans have grades.', { 'x-means': 'clock' }),
        grade: gradeBounds,
      },
      {
        additionalProperties: false,
        description: 'The patient is here while the highest grade of the day is within bounds.',
      },
    ),
  ),
  exits: Type.Optional(
    Type.Array(exit, { maxItems: LIST_ITEMS_MAX, description: 'Ways out of this stage.' }),
  ),
  'takes-over': Type.Optional(
    Type.Boolean({
      description:
        'True: entering it is itself an act of its holder, who thereby accepts the patient. A part without a holder of its own inherits this from the surrounding stage.',
    }),
  ),
  limit: Type.Optional(limitRef('Nobody should stay here longer.')),
  'expected-p90': Type.Optional(limitRef('Nine patients in ten leave within this time.')),
  severity: severity('too long a stay (a part inherits it)'),
  stages: Type.Optional(subStages),
};

const subStage = named(
  'stage-id',
  {
    holder: Type.Optional(
      serviceRef("Service that is accountable here; the surrounding stage's where left out."),
    ),
    ...common,
  },
  'A part of a stage.',
);

const stage = named(
  'stage-id',
  { holder: serviceRef('Service that is accountable for the patient in this stage.'), ...common },
  'A stage: from entry to close the patient is in exactly one.',
);

interface SubStageYaml {
  id: string;
  title?: string;
  source?: string;
  note?: string;
  holder?: Static<typeof stage>['holder'];
  role?: string;
  opens?: Parameters<typeof patternsOf>[0];
  exits?: ExitYaml[];
  'takes-over'?: boolean;
  while?: NonNullable<Static<typeof stage>['while']>;
  limit?: Parameters<typeof limitRefOf>[0];
  'expected-p90'?: Parameters<typeof limitRefOf>[0];
  severity?: Severity;
  stages?: SubStageYaml[];
}

export const STAGE_PARTS = { 'sub-stage': subStage };

export const stages = Type.Array(stage, {
  minItems: 1,
  maxItems: LIST_ITEMS_MAX,
  description: 'A journey begins in the first.',
});

export const milestone = named(
  'milestone-id',
  { 'reached-by': patterns('Events of which the first reaches it.') },
  'Something to be reached, once.',
);

export const interrupt = named(
  'interrupt-id',
  {
    on: patterns('Events that break off whatever stage the patient is in.'),
    to: id('Stage in which the pathway goes on.', { 'x-means': 'stage' }),
  },
  'Something that may happen at any time and takes the patient elsewhere, such as a red flag.',
);

/** The stages flat, parents before their parts; a part is held by whoever holds its parent. */
export function stagesOf(
  stageList: readonly SubStageYaml[],
  parent?: StageRule,
): readonly StageRule[] {
  return stageList.flatMap((yaml) => {
    const rule = stageOf(yaml, parent);
    return [rule, ...stagesOf(yaml.stages ?? [], rule)];
  });
}

function stageOf(yaml: SubStageYaml, parent: StageRule | undefined): StageRule {
  const { role, limit, 'expected-p90': expected, severity: danger = parent?.severity } = yaml;
  // A part that is held by whoever holds its parent is entered as that is.
  const takesOver = yaml['takes-over'] ?? (yaml.holder === undefined && parent?.takesOver === true);
  return {
    ...nameOf(yaml),
    // The schema demands a holder of every outermost stage.
    holder: yaml.holder === undefined ? (parent?.holder ?? '') : serviceOf(yaml.holder),
    ...(role !== undefined && { role }),
    opens: patternsOf(yaml.opens),
    ...(yaml.while !== undefined && { while: gradeRuleOf(yaml.while) }),
    exits: (yaml.exits ?? []).map(exitOf),
    ...(parent !== undefined && { parent: parent.id }),
    ...(takesOver && { takesOver: true }),
    ...(limit !== undefined && { limit: limitRefOf(limit) }),
    ...(expected !== undefined && { expectedP90: limitRefOf(expected) }),
    ...(danger !== undefined && { severity: danger }),
  };
}

function gradeRuleOf({ clock, grade }: NonNullable<SubStageYaml['while']>): GradeRule {
  const { 'at-least': atLeast, above, 'at-most': atMost, below } = grade;
  return {
    clock,
    ...(atLeast !== undefined && { atLeast }),
    ...(above !== undefined && { above }),
    ...(atMost !== undefined && { atMost }),
    ...(below !== undefined && { below }),
  };
}

/** Where an exit leads that closes the pathway. */
export const CLOSED = 'closed';

function exitOf(yaml: ExitYaml): StageExit {
  return {
    ...nameOf(yaml),
    on: patternsOf(yaml.on),
    to: yaml.to === CLOSED ? undefined : yaml.to,
  };
}

export function milestoneOf(yaml: Static<typeof milestone>): MilestoneRule {
  return { ...nameOf(yaml), reachedBy: patternsOf(yaml['reached-by']) };
}

export function interruptOf(yaml: Static<typeof interrupt>): InterruptRule {
  return { ...nameOf(yaml), on: patternsOf(yaml.on), to: yaml.to };
}
