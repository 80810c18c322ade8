/** A duty in words: what has to be done, by when, and what happens when it is not. */
import type {
  Definition,
  DueRule,
  DutyRule,
  EventPattern,
  HandoverAction,
  HandoverRule,
} from '#pathway';
import type { Said } from './notes.js';
import { conditionWords, limitWords, patternWords, serviceWords } from './words.js';

/** The lines of a duty below its title. */
export function dutyWords(duty: DutyRule, definition: Definition): readonly Said[] {
  const { exempt, escalate } = duty;
  return [
    ...dueWords(duty, definition),
    said('Until', patternWords(duty.until)),
    ...(duty.ends.length === 0 ? [] : [said('Ends with', patternWords(duty.ends))]),
    ...(duty.applies === undefined ? [] : [said('Only where', conditionWords(duty.applies))]),
    ...exempt.map(({ code, on }) => said('Exempt', `${code}, by ${patternWords(on)}`)),
    ...patternsSaid('Not applicable', duty.notApplicable, 'after '),
    ...patternsSaid('Applies again', duty.appliesAgain, 'after '),
    ...(duty.clock === undefined
      ? []
      : [said('Put off', `by pauses of the clock ${clockWords(duty.clock, definition)}`)]),
    ...(escalate.length === 0 ? [] : [said('If overdue', escalationWords(duty, definition))]),
  ];
}

function dueWords(duty: DutyRule, definition: Definition): readonly Said[] {
  const { due, per, from } = duty;
  const start = `${per === 'occurrence' ? 'each ' : ''}${patternWords(from)}`;
  switch (due.kind) {
    case 'limit':
      return per === 'period'
        ? [said('Every', `${plainWords(due, definition)}, from ${start} on`)]
        : [said('Within', `${plainWords(due, definition)} of ${start}`)];
    case 'field':
      return [
        said('By', `the date in ${due.field} of ${start}`),
        said('Without it', `within ${plainWords(due.otherwise, definition)}`),
      ];
    case 'cases':
      return [
        said('From', start),
        ...due.cases.map(({ when, then }) =>
          said('Within', `${plainWords(then, definition)} where ${conditionWords(when)}`),
        ),
        said('Within', `${plainWords(due.otherwise, definition)} otherwise`),
      ];
    case 'accumulated':
      return [
        said('From', start),
        said(
          'By',
          `the day on which the clock ${clockWords(due.clock, definition)} has run ${limitWords(due.days, definition)} in all`,
        ),
      ];
  }
}

function plainWords(
  due: Extract<DueRule, { readonly kind: 'limit' }>,
  definition: Definition,
): string {
  const words = limitWords(due.limit, definition);
  return due.firstDayCounts ? `${words} (the first day counts)` : words;
}

function escalationWords({ escalate }: DutyRule, definition: Definition): string {
  return escalate
    .map(({ after, to }) => {
      const who = serviceWords(to, definition);
      return after === undefined
        ? `${who} at once`
        : `${who} after ${limitWords(after, definition)}`;
    })
    .join('; ');
}

/** What is offered, how it may be answered, and what follows; `opens`: the stage it leads to. */
export function handoverWords(
  handover: HandoverRule,
  opens: string | undefined,
  definition: Definition,
): readonly Said[] {
  const { accepted, refused, silent, answerWithin, information, withdrawn, overtaken } = handover;
  const opened = opens === undefined ? '' : `: opens ${opens}`;
  return [
    said('Offered by', patternWords(handover.when)),
    said('Answer within', plainWords({ kind: 'limit', ...answerWithin }, definition)),
    said('Accepted by', `${patternWords(accepted.by)}${opened}`),
    said('Refused by', `${patternWords(refused.by)}: ${actionWords(refused.then, definition)}`),
    said('No answer', silentWords(silent, definition)),
    ...(information === undefined
      ? []
      : [
          said('Asked more by', patternWords(information.requested)),
          said(
            'Told more by',
            `${patternWords(information.supplied)}${withinWords(information.within, definition)}`,
          ),
        ]),
    ...(withdrawn === undefined
      ? []
      : [
          said('Asked back by', patternWords(withdrawn.by)),
          said('Let go by', patternWords(withdrawn.answered)),
        ]),
    ...patternsSaid('Overtaken by', overtaken),
    ...(handover.clock === undefined
      ? []
      : [said('Put off', `by pauses of the clock ${clockWords(handover.clock, definition)}`)]),
  ];
}

function silentWords({ then, next }: HandoverRule['silent'], definition: Definition): string {
  const later = next.map(
    (step) => `${actionWords(step.then, definition)} after ${limitWords(step.after, definition)}`,
  );
  return [actionWords(then, definition), ...later].join('; ');
}

function withinWords(
  within: NonNullable<HandoverRule['information']>['within'],
  definition: Definition,
): string {
  return within === undefined
    ? ''
    : `, within ${plainWords({ kind: 'limit', ...within }, definition)}`;
}

function actionWords(action: HandoverAction, definition: Definition): string {
  switch (action.kind) {
    case 'return-to-sender':
      return 'back to the sender';
    case 'remind':
      return 'remind the receiver';
    case 'escalate':
      return `escalate to ${serviceWords(action.to, definition)}`;
    case 'offer':
      return `offer to ${serviceWords(action.to, definition)}`;
  }
}

export function clockWords(id: string, definition: Definition): string {
  const title = definition.clocks.find((clock) => clock.id === id)?.title ?? id;
  return `"${title}"`;
}

/** Nothing where there are no patterns; `lead` stands before them. */
export function patternsSaid(
  label: string,
  patterns: readonly EventPattern[],
  lead = '',
): readonly Said[] {
  return patterns.length === 0 ? [] : [said(label, `${lead}${patternWords(patterns)}`)];
}

export function said(label: string, text: string): Said {
  return { label, text };
}
