/**
 * Code `limit-beyond-stage`: a part of a stage, or a duty or handover of its holder that
 * begins with it, may take longer than the stage itself, so that one of the two limits is
 * wrong. What other services owe may well go on beyond the stage.
 */
import type {
  Definition,
  DueRule,
  EventPattern,
  HolderOf,
  LimitRef,
  OwnerRef,
  PlainDueRule,
  StageRule,
} from '#pathway';
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import type { DocumentPath } from '../parsing/problem-list.js';
import { isHolderOf } from './holders.js';
import type { LintSubject } from './lint-subject.js';
import { canBothFit } from './pattern-logic.js';
import { leadingTo } from './stage-entries.js';

interface TimedRule {
  readonly what: string;
  readonly begins: readonly EventPattern[];
  readonly owner: OwnerRef | HolderOf;
  readonly limits: readonly LimitRef[];
  readonly path: DocumentPath;
}

interface TimedStage {
  readonly stage: StageRule;
  readonly ways: ReadonlyMap<string, readonly EventPattern[]>;
  readonly limit: LimitRef;
}

export function lintLimitsBeyondStages(subject: LintSubject): void {
  const { definition } = subject;
  const stages = timedStages(definition);
  for (const rule of timedRules(subject)) {
    for (const limit of rule.limits) {
      const found = stages.find(
        (one) => isLonger(limit, one.limit, definition) && beginsWith(rule, one, subject),
      );
      if (found === undefined) continue;
      const [own, its] = [limit, found.limit].map((one) => limitIn(one, definition));
      if (own === undefined || its === undefined) continue;
      subject.warn(rule.path, {
        code: 'limit-beyond-stage',
        message: `${rule.what} may take ${formatLimit(own)}, but the stage ${found.stage.id} that begins with it may take only ${formatLimit(its)}`,
        advice: 'one of the two is wrong, or the rule belongs to a later stage',
      });
      break;
    }
  }
}

export function lintLimitsOfParts(subject: LintSubject): void {
  const { definition, tree } = subject;
  for (const { rule, path } of subject.stages) {
    const { limit } = rule;
    if (limit === undefined) continue;
    const beyond = tree
      .around(rule)
      .find((outer) => outer.limit !== undefined && isLonger(limit, outer.limit, definition));
    if (beyond?.limit === undefined) continue;
    const [own, its] = [limit, beyond.limit].map((one) => limitIn(one, definition));
    if (own === undefined || its === undefined) continue;
    subject.warn([...path, 'limit'], {
      code: 'limit-beyond-stage',
      message: `the stage ${rule.id} may take ${formatLimit(own)}, but the stage ${beyond.id}, which contains it, may take only ${formatLimit(its)}`,
      advice: 'one of the two is wrong',
    });
  }
}

function timedStages(definition: Definition): readonly TimedStage[] {
  return definition.stages.flatMap((stage) => {
    if (stage.limit === undefined) return [];
    const ways = Map.groupBy(leadingTo(stage, definition), ({ type }) => type);
    return [{ stage, ways, limit: stage.limit }];
  });
}

function timedRules(subject: LintSubject): readonly TimedRule[] {
  return [
    ...subject.rules('duties').map(({ rule, path }) => ({
      what: `the duty ${rule.id}`,
      begins: rule.from,
      owner: rule.owner,
      limits: limitsOf(rule.due),
      path: [...path, 'within'],
    })),
    ...subject.rules('handovers').map(({ rule, path }) => ({
      what: `the answer to the handover ${rule.id}`,
      begins: rule.when,
      owner: rule.from,
      limits: [rule.answerWithin.limit],
      path: [...path, 'answer-within'],
    })),
  ];
}

/**
 * Days counted by a clock, and times counted from a date in the event, may end long before or
 * after the stage: they are left out.
 */
function limitsOf(due: DueRule): readonly LimitRef[] {
  return plainRulesOf(due).flatMap(({ limit, from }) => (from === undefined ? [limit] : []));
}

function plainRulesOf(due: DueRule): readonly PlainDueRule[] {
  switch (due.kind) {
    case 'limit':
      return [due];
    case 'field':
      return [due.otherwise];
    case 'cases':
      return [...due.cases.map(({ then }) => then), due.otherwise];
    case 'accumulated':
      return [];
  }
}

function beginsWith(rule: TimedRule, stage: TimedStage, subject: LintSubject): boolean {
  if (!isHolderOf(stage.stage, rule.owner)) return false;
  return rule.begins.some((begin) => {
    const ways = stage.ways.get(begin.type) ?? [];
    if (!subject.mayCompare(ways.length)) return false;
    return ways.some((way) => canBothFit(begin, way, subject.fields));
  });
}

function isLonger(a: LimitRef, b: LimitRef, definition: Definition): boolean {
  const [own, its] = [limitIn(a, definition), limitIn(b, definition)];
  return own !== undefined && its !== undefined && limitSeconds(own) > limitSeconds(its);
}

/** A parameter counts with its default: what holds where nothing else is said. */
export function limitIn(limit: LimitRef, { parameters }: Definition): Limit | undefined {
  if (!('parameter' in limit)) return limit;
  const value = parameters.get(limit.parameter)?.default;
  return value?.kind === 'limit' ? value.limit : undefined;
}
