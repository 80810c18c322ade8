/** What holds for the pathway as a whole and is listed below the drawing. */
import type { ClockRule, Definition, Measures, Origin, Parameter, ParameterValue } from '#pathway';
import { formatLimit } from '#calendar';
import { formatClock, patternRows, labelled } from './rule-rows.js';
import { responsibilityEntries } from './responsibilities.js';
import type { DutyBlock, LegendBlock, LabelledText } from './outline-blocks.js';
import { formatEvidence, formatLimitRef, formatPatterns, formatService } from './format-rules.js';

/** Only the parts that the definition has, in a fixed order. */
export function legendOf(definition: Definition): readonly LegendBlock[] {
  const { milestones, clocks, guards, sequences, queues, parameters } = definition;
  const parts: readonly LegendBlock[] = [
    {
      title: 'Responsibilities: each is held by one service at a time',
      entries: responsibilityEntries(definition),
    },
    { title: 'Relevance', entries: relevanceEntries(definition) },
    { title: 'Episodes', entries: episodeEntries(definition) },
    {
      title: 'Milestones',
      entries: milestones.map(({ title, reachedBy, ...origin }) =>
        entry(title, origin, patternRows('Reached by', reachedBy)),
      ),
    },
    {
      title: 'Guards: a violation is reported as a deviation, never refused',
      entries: guards.map(({ title, on, requires, requiresAllOf = [requires], ...rest }) =>
        entry(title, rest, [
          labelled('On', formatPatterns(on)),
          ...(requires.length === 0
            ? []
            : [labelled('Needs before it', formatEvidence(requiresAllOf, definition))]),
          ...(rest.forbids === undefined
            ? []
            : [labelled('Not after', formatEvidence(rest.forbids, definition))]),
          ...(rest.needs.length === 0 ? [] : [labelled('Must state', rest.needs.join(', '))]),
        ]),
      ),
    },
    {
      title: 'Sequences',
      entries: sequences.map(({ title, flag, before, unless, ...origin }) =>
        entry(title, origin, [
          labelled('Flagged', `${formatPatterns(flag)} before ${formatPatterns(before)}`),
          ...patternRows('Unless after', unless),
        ]),
      ),
    },
    { title: 'Clocks', entries: clocks.map(clockEntry) },
    {
      title: 'Queues',
      entries: queues.map(({ title, joins, served, leaves, urgency, ...origin }) =>
        entry(title, origin, [
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
        ]),
      ),
    },
    { title: 'Measures', entries: measureEntries(definition.measures, definition) },
    {
      title: 'Parameters (* differs from place to place)',
      entries: [...parameters.values()].map((parameter) => parameterEntry(parameter, definition)),
    },
  ];
  return parts.filter(({ entries }) => entries.length > 0);
}

function entry(title: string, { source }: Origin, rows: readonly LabelledText[]): DutyBlock {
  return { title, source, rows };
}

function relevanceEntries({ about = [], unfiltered }: Definition): readonly DutyBlock[] {
  return [
    ...(about.length === 0
      ? []
      : [entry('What concerns the pathway', {}, patternRows('Of these types, only', about))]),
    ...(unfiltered === undefined
      ? []
      : [entry('Entry without a filter', {}, [labelled('Because', unfiltered)])]),
  ];
}

function episodeEntries(definition: Definition): readonly DutyBlock[] {
  const { episodes, looksBack } = definition;
  const rows: LabelledText[] = [];
  if (looksBack !== undefined) {
    rows.push(labelled('Looks back', `${formatLimitRef(looksBack, definition)} before the entry`));
  }
  if (episodes?.key !== undefined) {
    const { fields, every } = episodes.key;
    rows.push(labelled('Side by side', `one for each ${fields.join(' or ')}`));
    if (every === 'any') rows.push(labelled('Without it', 'events act in every open one'));
    else rows.push(...patternRows('In every open one', every));
  }
  if (episodes?.reopensWithin !== undefined) {
    const within = formatLimitRef(episodes.reopensWithin, definition);
    rows.push(
      labelled(
        'Reopened',
        `by an entry event within ${within} of the close; after that another begins`,
      ),
    );
  }
  if (episodes?.lapses !== undefined) {
    const { after, clock, unlessBreached } = episodes.lapses;
    const words = `${formatLimitRef(after, definition)} without the clock ${formatClock(clock, definition)}`;
    const duty = definition.duties.find(({ id }) => id === unlessBreached);
    rows.push(
      labelled('Lapses', `after ${words}${duty ? `, unless past due: ${duty.title}` : ''}`),
    );
  }
  if (episodes?.outOfSight !== undefined) {
    const after = formatLimitRef(episodes.outOfSight.after, definition);
    rows.push(
      labelled('Out of sight', `after ${after} without an event, if nothing is owed or offered`),
      ...patternRows('Begins anew after that', episodes.outOfSight.beginsAnew ?? []),
    );
  }
  if (episodes?.recurrent !== undefined) {
    const { within, clock, anyOf } = episodes.recurrent;
    const tests = anyOf.map(({ episodes: count, ofDays, days }) => {
      return `${count} or more episodes of ${ofDays} days with ${days} days in all`;
    });
    const words = `in ${formatLimitRef(within, definition)} by the clock ${formatClock(clock, definition)}`;
    rows.push(labelled('Recurrent', `${tests.join('; or ')}, ${words}`));
  }
  return rows.length === 0
    ? []
    : [entry('When one begins, goes on and ends', episodes ?? {}, rows)];
}

function clockEntry(clock: ClockRule): DutyBlock {
  const { title, start, pause, resume, stop, nullify, pauseReason, spans, over } = clock;
  return entry(over === 'patient' ? `${title} (over all episodes)` : title, clock, [
    ...patternRows('Starts', start),
    ...patternRows('Pauses', pause),
    ...(pauseReason === undefined
      ? []
      : [labelled('Only with', `"${pauseReason}" given at the pause`)]),
    ...patternRows('Resumes', resume),
    ...patternRows('Stops', stop),
    ...patternRows('Reset', nullify),
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

function measureEntries(measures: Measures, definition: Definition): readonly DutyBlock[] {
  return [
    ...measures.waits.map(({ title, from, to, standard, ...origin }) =>
      entry(title, origin, [
        labelled('Wait', `from ${formatPatterns(from)} to ${formatPatterns(to)}`),
        ...(standard === undefined
          ? []
          : [
              labelled(
                'Standard',
                `${percent(standard.share)} within ${formatLimitRef(standard.within, definition)}`,
              ),
            ]),
      ]),
    ),
    ...measures.instruments.map(
      ({ title, instrument, version, better, smallestImportantChange, ...origin }) =>
        entry(title, origin, [
          labelled(
            'Score',
            `${instrument}, version ${version}; ${better} is better; a change of ${smallestImportantChange} matters`,
          ),
        ]),
    ),
    ...measures.money.map(({ title, on, payer, kind, amount, currency, basis, ...origin }) =>
      entry(title, origin, [
        labelled(
          kind === 'cost' ? 'Cost' : 'Saving',
          `${amount} ${currency} for ${payer}, ${basis}, on ${formatPatterns(on)}`,
        ),
      ]),
    ),
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))} %`;
}

function parameterEntry(
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

function formatParameterValue(value: ParameterValue, definition: Definition): string {
  switch (value.kind) {
    case 'limit':
      return formatLimit(value.limit);
    case 'service':
      return formatService(value.service, definition);
    case 'text':
      return value.text;
  }
}
