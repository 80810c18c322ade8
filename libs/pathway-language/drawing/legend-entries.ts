/** Milestones, guards, clocks, queues, measures and parameters in words: a title, a source and rows for each. */
import type {
  ClockRule,
  Definition,
  GuardRule,
  InstrumentMeasure,
  MilestoneRule,
  MoneyMeasure,
  Origin,
  Parameter,
  ParameterValue,
  QueueRule,
  SequenceRule,
  WaitMeasure,
} from '#pathway';
import { formatLimit } from '#calendar';
import { patternRows, labelled } from './rule-rows.js';
import type { DutyBlock, LabelledText } from './outline-blocks.js';
import { formatEvidence, formatLimitRef, formatPatterns, formatService } from './format-rules.js';

export function entry(title: string, { source }: Origin, rows: readonly LabelledText[]): DutyBlock {
  return { title, source, rows };
}

export function milestoneEntry({ title, reachedBy, ...origin }: MilestoneRule): DutyBlock {
  return entry(title, origin, patternRows('Reached by', reachedBy));
}

export function guardEntry(
  { title, on, requires, requiresAllOf = [requires], forbids, needs, ...origin }: GuardRule,
  definition: Definition,
): DutyBlock {
  return entry(title, origin, [
    labelled('On', formatPatterns(on)),
    ...(requires.length === 0
      ? []
      : [labelled('Needs before it', formatEvidence(requiresAllOf, definition))]),
    ...(forbids === undefined ? [] : [labelled('Not after', formatEvidence(forbids, definition))]),
    ...(needs.length === 0 ? [] : [labelled('Must state', needs.join(', '))]),
  ]);
}

export function sequenceEntry({ title, flag, before, unless, ...origin }: SequenceRule): DutyBlock {
  return entry(title, origin, [
    labelled('Flagged', `${formatPatterns(flag)} before ${formatPatterns(before)}`),
    ...patternRows('Unless after', unless),
  ]);
}

export function queueEntry({
  title,
  joins,
  served,
  leaves,
  urgency,
  ...origin
}: QueueRule): DutyBlock {
  return entry(title, origin, [
    ...patternRows('Joined by', joins),
    ...patternRows('Served by', served),
    ...patternRows('Left by', leaves),
    ...(urgency === undefined
      ? []
      : [
          labelled(
            'Order',
            `${urgency.field}: ${urgency.order.join(', ')}; then who has waited longest`,
          ),
        ]),
  ]);
}

export function clockEntry(clock: ClockRule): DutyBlock {
  const { title, start, pause, resume, stop, nullify, pauseReason, spans, over } = clock;
  const { on: first = [], after = [] } = clock.nullifyUnless ?? {};
  return entry(over === 'patient' ? `${title} (over all episodes)` : title, clock, [
    ...patternRows('Starts', start),
    ...patternRows('Pauses', pause),
    ...(pauseReason === undefined
      ? []
      : [labelled('Only with', `"${pauseReason}" given at the pause`)]),
    ...patternRows('Resumes', resume),
    ...patternRows('Stops', stop),
    ...patternRows('Named days end', clock.cuts ?? []),
    ...patternRows('Reset', nullify),
    ...(first.length === 0
      ? []
      : [
          labelled(
            'Reset before that',
            `${formatPatterns(first)}, unless after ${formatPatterns(after)}`,
          ),
        ]),
    ...spans.map(({ on, from, to }) =>
      labelled('Days', `"${from}" to "${to}" of ${formatPatterns(on)}`),
    ),
    ...countingRows(clock),
  ]);
}

function countingRows({ counting }: ClockRule): readonly LabelledText[] {
  if (counting === undefined) return [];
  const { unit, deductible, window, resetsAfter } = counting;
  const again = deductible?.againAfter;
  const gap = again === undefined ? 'a day' : formatLimit(again);
  return [
    ...(unit === 'day' ? [] : [labelled('Counts', `${unit.replace('-', ' ')}s`)]),
    ...(deductible === undefined
      ? []
      : [labelled('Not counted', `first ${formatLimit(deductible.days)}, again after ${gap} off`)]),
    ...(window === undefined ? [] : [labelled('Looks back', formatLimit(window))]),
    ...(resetsAfter === undefined
      ? []
      : [labelled('From none', `after ${formatLimit(resetsAfter)} without running`)]),
  ];
}

export function waitEntry(
  { title, from, to, standard, ...origin }: WaitMeasure,
  definition: Definition,
): DutyBlock {
  return entry(title, origin, [
    labelled('Wait', `from ${formatPatterns(from)} to ${formatPatterns(to)}`),
    ...(standard === undefined
      ? []
      : [
          labelled(
            'Standard',
            `${percent(standard.share)} within ${formatLimitRef(standard.within, definition)}`,
          ),
        ]),
  ]);
}

export function instrumentEntry(measure: InstrumentMeasure): DutyBlock {
  const { title, instrument, version, better, smallestImportantChange } = measure;
  return entry(title, measure, [
    labelled(
      'Score',
      `${instrument}, version ${version}; ${better} is better; a change of ${smallestImportantChange} matters`,
    ),
  ]);
}

export function moneyEntry(measure: MoneyMeasure): DutyBlock {
  const { title, on, payer, kind, amount, currency, basis } = measure;
  return entry(title, measure, [
    labelled(
      kind === 'cost' ? 'Cost' : 'Saving',
      `${amount} ${currency} for ${payer}, ${basis}, on ${formatPatterns(on)}`,
    ),
  ]);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))} %`;
}

export function parameterEntry(
  { title, default: value, background, local, ...origin }: Parameter,
  definition: Definition,
): DutyBlock {
  const mark = background ? ' (background knowledge, not verified)' : '';
  return entry(title, origin, [
    labelled('Value', `${formatParameterValue(value, definition)}${mark}`),
    ...(local.size === 0 ? [] : [labelled('Locally', formatLocalValues(local, definition))]),
  ]);
}

/** `4 weeks in 0301, 1103; 5 weeks in 4601`: places of one value together. */
function formatLocalValues(local: Parameter['local'], definition: Definition): string {
  const byValue = new Map<string, string[]>();
  const municipalities = [...local].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [municipality, value] of municipalities) {
    const words = formatParameterValue(value, definition);
    byValue.set(words, [...(byValue.get(words) ?? []), municipality]);
  }
  return [...byValue].map(([words, where]) => `${words} in ${where.join(', ')}`).join('; ');
}

export function formatParameterValue(value: ParameterValue, definition: Definition): string {
  switch (value.kind) {
    case 'limit':
      return formatLimit(value.limit);
    case 'service':
      return formatService(value.service, definition);
    case 'text':
      return value.text;
  }
}
