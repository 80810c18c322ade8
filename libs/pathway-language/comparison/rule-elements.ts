/** Stages, duties, handovers and the other rules of a definition, as they are compared. */
import type { Definition, DutyRule, HandoverRule, Origin, StageRule } from '#pathway';
import {
  formatLimitRef,
  formatPatterns,
  formatScope,
  formatService,
} from '../drawing/format-rules.js';
import {
  clockEntry,
  guardEntry,
  instrumentEntry,
  milestoneEntry,
  moneyEntry,
  queueEntry,
  sequenceEntry,
  waitEntry,
} from '../drawing/legend-entries.js';
import type { LabelledText } from '../drawing/outline-blocks.js';
import {
  dutyRows,
  formatGrade,
  handoverRows,
  labelled,
  patternRows,
  severityRows,
} from '../drawing/rule-rows.js';
import { rowIf, textRows, type ComparedElement, type ElementKind } from './compared-element.js';

/** @param words what references are formatted by, see `calledAsIn` */
export function ruleElements(
  definition: Definition,
  words: Definition,
): readonly ComparedElement[] {
  const { stages, milestones, duties, handovers, clocks, guards } = definition;
  const { interrupts, sequences, queues, scopes = [], measures } = definition;
  return [
    ...stages.flatMap((stage) => [
      element('stage', stage, stageRows(stage, words)),
      ...exitElements(stage, words),
    ]),
    ...milestones.map((rule) => element('milestone', rule, milestoneEntry(rule).rows)),
    ...duties.map((rule) => element('duty', rule, owedRows(rule, words))),
    ...handovers.map((rule) => element('handover', rule, offerRows(rule, words))),
    ...clocks.map((rule) => element('clock', rule, clockEntry(rule).rows)),
    ...guards.map((rule) => element('guard', rule, guardEntry(rule, words).rows)),
    ...interrupts.map((rule) =>
      element('interrupt', rule, [
        labelled('On', formatPatterns(rule.on)),
        labelled('Leads to', stageTitle(rule.to, words)),
      ]),
    ),
    ...sequences.map((rule) => element('sequence', rule, sequenceEntry(rule).rows)),
    ...queues.map((rule) => element('queue', rule, queueEntry(rule).rows)),
    ...scopes.map((rule) =>
      element('scope', rule, [
        labelled('First held by', formatService(rule.holder, words)),
        ...patternRows('Begins with', rule.begins),
        ...patternRows('Ends with', rule.ends),
      ]),
    ),
    ...measures.waits.map((rule) => element('measure', rule, waitEntry(rule, words).rows)),
    ...measures.instruments.map((rule) => element('measure', rule, instrumentEntry(rule).rows)),
    ...measures.money.map((rule) => element('measure', rule, moneyEntry(rule).rows)),
  ];
}

function element(
  kind: ElementKind,
  rule: Origin & { readonly id: string; readonly title: string },
  rows: readonly LabelledText[],
): ComparedElement {
  const { id, title } = rule;
  return { kind, id, title, rows, texts: textRows(rule, title), rule };
}

function stageRows(stage: StageRule, words: Definition): readonly LabelledText[] {
  const { holder, role, opens, parent, takesOver, limit, expectedP90 } = stage;
  return [
    labelled('Held by', formatService(holder, words)),
    ...rowIf('Role', role),
    ...patternRows('Opens on', opens),
    ...rowIf('While', stage.while && formatGrade(stage.while, words)),
    ...rowIf('Takes over', takesOver === true && 'entering it makes its holder accountable'),
    ...rowIf('Part of', parent === undefined ? undefined : stageTitle(parent, words)),
    ...rowIf('Limit', limit && formatLimitRef(limit, words)),
    ...rowIf('Nine in ten within', expectedP90 && formatLimitRef(expectedP90, words)),
    ...severityRows(stage),
  ];
}

function exitElements({ id: stage, exits }: StageRule, words: Definition) {
  return exits.map((exit): ComparedElement => {
    const to = exit.to === undefined ? 'the end' : stageTitle(exit.to, words);
    const rows = [labelled('On', formatPatterns(exit.on)), labelled('Leads to', to)];
    return { ...element('exit', exit, rows), id: `${stage}/${exit.id}` };
  });
}

const PER = {
  episode: 'once in an episode',
  occurrence: 'for each event that begins it',
  period: 'again and again',
} as const;

function owedRows(duty: DutyRule, words: Definition): readonly LabelledText[] {
  return [
    labelled('Owed by', formatService(duty.owner, words)),
    labelled('Owed', PER[duty.per]),
    ...rowIf('Same', duty.matching),
    ...dutyRows(duty, words),
  ];
}

function offerRows(handover: HandoverRule, words: Definition): readonly LabelledText[] {
  const { from, to, matching, scope, accepted } = handover;
  const opens = accepted.opens === undefined ? undefined : stageTitle(accepted.opens, words);
  return [
    labelled('From', formatService(from, words)),
    labelled('To', formatService(to, words)),
    ...rowIf('Same', matching),
    ...rowIf('Part', scope === undefined ? undefined : formatScope(scope, words)),
    ...handoverRows(handover, opens, words),
  ];
}

export function stageTitle(id: string, { stages }: Definition): string {
  return `"${stages.find((stage) => stage.id === id)?.title ?? id}"`;
}
