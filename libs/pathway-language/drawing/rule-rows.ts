/** A duty in words: what has to be done, by when, and what happens when it is not. */
import type {
  AccumulatedDays,
  Definition,
  DueCase,
  DueRule,
  DutyRule,
  GradeRule,
  EventPattern,
  HandoverAction,
  HandoverRule,
  PlainDueRule,
} from '#pathway';
import type { LabelledText } from './outline-blocks.js';
import {
  formatBounds,
  formatConditions,
  formatEvidence,
  formatLimitRef,
  formatPatterns,
  formatScope,
  formatService,
} from './format-rules.js';

/** The lines of a duty below its title. */
export function dutyRows(duty: DutyRule, definition: Definition): readonly LabelledText[] {
  const { exempt, escalate } = duty;
  return [
    ...dueRows(duty, definition),
    ...(duty.untilAllOf ?? [duty.until]).map((part, at) =>
      labelled(at === 0 ? 'Until' : 'And until', formatPatterns(part)),
    ),
    ...(duty.notBefore === undefined
      ? []
      : [labelled('Not before', `${formatLimitRef(duty.notBefore, definition)} have passed`)]),
    ...(duty.ends.length === 0 ? [] : [labelled('Ends with', formatPatterns(duty.ends))]),
    ...(duty.applies === undefined ? [] : [labelled('Only where', formatConditions(duty.applies))]),
    ...(duty.appliesIfLatest === undefined
      ? []
      : [labelled('Only if latest', formatEvidence(duty.appliesIfLatest, definition))]),
    ...exempt.flatMap(({ code, on, liftedBy = [] }) => [
      labelled('Exempt', `${code}, by ${formatPatterns(on)}`),
      ...patternRows('No longer exempt', liftedBy, 'after '),
    ]),
    ...patternRows('Not applicable', duty.notApplicable, 'after '),
    ...patternRows('Applies again', duty.appliesAgain, 'after '),
    ...(duty.clock === undefined
      ? []
      : [labelled('Extended', `by pauses of the clock ${formatClock(duty.clock, definition)}`)]),
    ...patternRows('Attributable', duty.attributableFrom ?? [], 'from the first '),
    ...patternRows('Attributable', duty.attributableLater?.on ?? [], laterThan(duty, definition)),
    ...(duty.warn.length === 0 ? [] : [labelled('Warned', formatWarnings(duty, definition))]),
    ...(escalate.length === 0 ? [] : [labelled('If overdue', formatEscalation(duty, definition))]),
    ...severityRows(duty),
  ];
}

/** How dangerous it is if nothing happens; nothing where the definition does not say. */
export function severityRows({ severity }: Pick<DutyRule, 'severity'>): readonly LabelledText[] {
  return severity === undefined ? [] : [labelled('Severity', severity)];
}

function laterThan({ attributableLater: later }: DutyRule, definition: Definition): string {
  return later === undefined ? '' : `after ${formatLimitRef(later.after, definition)} by `;
}

function dueRows(duty: DutyRule, definition: Definition): readonly LabelledText[] {
  const { due, per, from } = duty;
  const { fromAccumulated: reached } = duty;
  const begins =
    reached === undefined ? formatPatterns(from) : formatAccumulated(reached, definition);
  const start = `${per === 'occurrence' ? 'each ' : ''}${begins}`;
  switch (due.kind) {
    case 'limit':
      return per === 'period'
        ? [labelled('Every', formatPeriod(due, start, definition))]
        : [labelled('Within', `${formatDueLimit(due, definition)} of ${start}`)];
    case 'field':
      return [
        labelled('By', `${formatShift(due, definition)}the date in ${due.field} of ${start}`),
        labelled('Without it', `within ${formatDueLimit(due.otherwise, definition)}`),
      ];
    case 'cases':
      return [
        labelled('From', start),
        ...due.cases.map((one) =>
          labelled(
            'Within',
            `${formatDueLimit(one.then, definition)} where ${formatCase(one, definition)}`,
          ),
        ),
        labelled('Within', `${formatDueLimit(due.otherwise, definition)} otherwise`),
      ];
    case 'accumulated':
      return [
        labelled('From', start),
        labelled(
          'By',
          `the day on which the clock ${formatClock(due.clock, definition)} has run ${formatLimitRef(due.days, definition)} in all`,
        ),
      ];
  }
}

function formatAccumulated({ clock, days }: AccumulatedDays, definition: Definition): string {
  const words = formatLimitRef(days, definition);
  return `time that the clock ${formatClock(clock, definition)} reaches ${words}`;
}

function formatPeriod(due: PlainDueRule, start: string, definition: Definition): string {
  const { from, ...plain } = due;
  const date = from === undefined ? start : `the date in ${from} of ${start}`;
  return `${formatDueLimit(plain, definition)}, from ${date} on`;
}

function formatCase({ when, latest }: DueCase, definition: Definition): string {
  const before = latest === undefined ? [] : [`latest ${formatEvidence(latest, definition)}`];
  return [...(when.length === 0 ? [] : [formatConditions(when)]), ...before].join('; ');
}

function formatDueLimit(
  due: Extract<DueRule, { readonly kind: 'limit' }>,
  definition: Definition,
): string {
  const words = formatLimitRef(due.limit, definition);
  const counted = due.firstDayCounts ? `${words} (the first day counts)` : words;
  return due.from === undefined ? counted : `${counted} of the date in ${due.from}`;
}

function formatShift(
  { shift }: Extract<DueRule, { readonly kind: 'field' }>,
  definition: Definition,
): string {
  if (shift === undefined) return '';
  const words = formatLimitRef(shift.limit, definition);
  return `${words} ${shift.by === 'plus' ? 'after' : 'before'} `;
}

function formatWarnings({ warn, owner }: DutyRule, definition: Definition): string {
  return warn
    .map(({ before, to = owner }) => {
      const who = formatService(to, definition);
      return `${who} ${formatLimitRef(before, definition)} before it is due`;
    })
    .join('; ');
}

function formatEscalation({ escalate }: DutyRule, definition: Definition): string {
  return escalate
    .map(({ after, to }) => {
      const who = formatService(to, definition);
      return after === undefined
        ? `${who} at once`
        : `${who} after ${formatLimitRef(after, definition)}`;
    })
    .join('; ');
}

/** What is offered, how it may be answered, and what follows; `opens`: the stage it leads to. */
export function handoverRows(
  handover: HandoverRule,
  opens: string | undefined,
  definition: Definition,
): readonly LabelledText[] {
  const { accepted, refused, silent, answerWithin, information, withdrawn, overtaken } = handover;
  const opened = opens === undefined ? '' : `: opens ${opens}`;
  return [
    ...(handover.scope === undefined
      ? []
      : [labelled('Passes on', formatScope(handover.scope, definition))]),
    labelled('Offered by', formatPatterns(handover.when)),
    ...patternRows('Received by', handover.received ?? []),
    labelled('Answer within', formatDueLimit({ kind: 'limit', ...answerWithin }, definition)),
    labelled('Accepted by', `${formatPatterns(accepted.by)}${opened}`),
    labelled(
      'Refused by',
      `${formatPatterns(refused.by)}: ${formatAction(refused.then, definition)}`,
    ),
    labelled('No answer', formatSilent(silent, definition)),
    ...(information === undefined
      ? []
      : [
          labelled('Question by', formatPatterns(information.requested)),
          labelled(
            'Reply by',
            `${formatPatterns(information.supplied)}${formatWithin(information.within, definition)}`,
          ),
        ]),
    ...(withdrawn === undefined
      ? []
      : [
          labelled('Withdrawn by', formatPatterns(withdrawn.by)),
          labelled('Released by', formatPatterns(withdrawn.answered)),
        ]),
    ...patternRows('Overtaken by', overtaken),
    ...(handover.clock === undefined
      ? []
      : [
          labelled('Extended', `by pauses of the clock ${formatClock(handover.clock, definition)}`),
        ]),
    ...severityRows(handover),
  ];
}

function formatSilent({ then, next }: HandoverRule['silent'], definition: Definition): string {
  const later = next.map(
    (step) =>
      `${formatAction(step.then, definition)} after ${formatLimitRef(step.after, definition)}`,
  );
  return [formatAction(then, definition), ...later].join('; ');
}

function formatWithin(
  within: NonNullable<HandoverRule['information']>['within'],
  definition: Definition,
): string {
  return within === undefined
    ? ''
    : `, within ${formatDueLimit({ kind: 'limit', ...within }, definition)}`;
}

function formatAction(action: HandoverAction, definition: Definition): string {
  switch (action.kind) {
    case 'return-to-sender':
      return 'back to the sender';
    case 'remind':
      return 'remind the receiver';
    case 'escalate':
      return `escalate to ${formatService(action.to, definition)}`;
    case 'offer':
      return `offer to ${formatService(action.to, definition)}`;
  }
}

/** `the highest grade of "Sick leave" is at least 100`. */
export function formatGrade({ clock, ...bounds }: GradeRule, definition: Definition): string {
  return `the highest grade of the clock ${formatClock(clock, definition)} is ${formatBounds(bounds)}`;
}

export function formatClock(id: string, definition: Definition): string {
  const title = definition.clocks.find((clock) => clock.id === id)?.title ?? id;
  return `"${title}"`;
}

/** Nothing where there are no patterns; `lead` stands before them. */
export function patternRows(
  label: string,
  patterns: readonly EventPattern[],
  lead = '',
): readonly LabelledText[] {
  return patterns.length === 0 ? [] : [labelled(label, `${lead}${formatPatterns(patterns)}`)];
}

export function labelled(label: string, text: string): LabelledText {
  return { label, text };
}
