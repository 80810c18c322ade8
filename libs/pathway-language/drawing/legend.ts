/** What holds for the pathway as a whole and is listed below the drawing. */
import type { ClockRule, Definition, Measures, Origin, Parameter, ParameterValue } from '#pathway';
import { formatLimit } from '#calendar';
import { clockWords, patternsSaid, said } from './duty-words.js';
import type { DutyNote, LegendNote, Said } from './notes.js';
import { limitWords, patternWords, serviceWords } from './words.js';

/** Only the parts that the definition has, in a fixed order. */
export function legendOf(definition: Definition): readonly LegendNote[] {
  const { milestones, clocks, guards, sequences, queues, parameters } = definition;
  const parts: readonly LegendNote[] = [
    { title: 'Episodes', entries: episodeEntries(definition) },
    {
      title: 'Milestones',
      entries: milestones.map(({ title, reachedBy, ...origin }) =>
        entry(title, origin, patternsSaid('Reached by', reachedBy)),
      ),
    },
    {
      title: 'Guards: a break is shown as a deviation, never refused',
      entries: guards.map(({ title, on, requires, needs, ...origin }) =>
        entry(title, origin, [
          said('On', patternWords(on)),
          ...patternsSaid('Needs before it', requires),
          ...(needs.length === 0 ? [] : [said('Has to tell', needs.join(', '))]),
        ]),
      ),
    },
    {
      title: 'Order that is watched',
      entries: sequences.map(({ title, flag, before, unless, ...origin }) =>
        entry(title, origin, [
          said('Flagged', `${patternWords(flag)} before ${patternWords(before)}`),
          ...patternsSaid('Unless after', unless),
        ]),
      ),
    },
    { title: 'Clocks', entries: clocks.map(clockEntry) },
    {
      title: 'Queues',
      entries: queues.map(({ title, joins, served, leaves, urgency, ...origin }) =>
        entry(title, origin, [
          ...patternsSaid('Joined by', joins),
          ...patternsSaid('Served by', served),
          ...patternsSaid('Left by', leaves),
          ...(urgency === undefined
            ? []
            : [
                said(
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

function entry(title: string, { source }: Origin, rows: readonly Said[]): DutyNote {
  return { title, source, rows };
}

function episodeEntries(definition: Definition): readonly DutyNote[] {
  const { episodes, looksBack } = definition;
  const rows: Said[] = [];
  if (looksBack !== undefined) {
    rows.push(said('Looks back', `${limitWords(looksBack, definition)} before the entry`));
  }
  if (episodes?.reopensWithin !== undefined) {
    const within = limitWords(episodes.reopensWithin, definition);
    rows.push(
      said(
        'Taken up again',
        `by an entry event within ${within} of the close; after that another begins`,
      ),
    );
  }
  if (episodes?.lapses !== undefined) {
    const { after, clock } = episodes.lapses;
    const words = `${limitWords(after, definition)} without the clock ${clockWords(clock, definition)}`;
    rows.push(said('Ends by itself', `after ${words}`));
  }
  if (episodes?.recurrent !== undefined) {
    const { within, clock, anyOf } = episodes.recurrent;
    const tests = anyOf.map(({ episodes: count, ofDays, days }) => {
      return `${count} or more episodes of ${ofDays} days with ${days} days in all`;
    });
    const words = `in ${limitWords(within, definition)} by the clock ${clockWords(clock, definition)}`;
    rows.push(said('Recurrent', `${tests.join('; or ')}, ${words}`));
  }
  return rows.length === 0
    ? []
    : [entry('When one begins, goes on and ends', episodes ?? {}, rows)];
}

function clockEntry(clock: ClockRule): DutyNote {
  const { title, start, pause, resume, stop, nullify, pauseReason, spans, over } = clock;
  return entry(over === 'patient' ? `${title} (over all episodes)` : title, clock, [
    ...patternsSaid('Starts', start),
    ...patternsSaid('Pauses', pause),
    ...(pauseReason === undefined ? [] : [said('Only with', `"${pauseReason}" told at the pause`)]),
    ...patternsSaid('Goes on', resume),
    ...patternsSaid('Stops', stop),
    ...patternsSaid('Set to nothing', nullify),
    ...spans.map(({ on, from, to }) => said('Days', `"${from}" to "${to}" of ${patternWords(on)}`)),
  ]);
}

function measureEntries(measures: Measures, definition: Definition): readonly DutyNote[] {
  return [
    ...measures.waits.map(({ title, from, to, standard, ...origin }) =>
      entry(title, origin, [
        said('Wait', `from ${patternWords(from)} to ${patternWords(to)}`),
        ...(standard === undefined
          ? []
          : [
              said(
                'Standard',
                `${percent(standard.share)} within ${limitWords(standard.within, definition)}`,
              ),
            ]),
      ]),
    ),
    ...measures.instruments.map(
      ({ title, instrument, version, better, smallestImportantChange, ...origin }) =>
        entry(title, origin, [
          said(
            'Score',
            `${instrument}, version ${version}; ${better} is better; a change of ${smallestImportantChange} matters`,
          ),
        ]),
    ),
    ...measures.money.map(({ title, on, payer, kind, amount, currency, basis, ...origin }) =>
      entry(title, origin, [
        said(
          kind === 'cost' ? 'Cost' : 'Saving',
          `${amount} ${currency} for ${payer}, ${basis}, on ${patternWords(on)}`,
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
): DutyNote {
  const mark = background ? ' (background knowledge, not looked up)' : '';
  return entry(title, origin, [
    said('Value', `${valueWords(value, definition)}${mark}`),
    ...(local.size === 0 ? [] : [said('Locally', localWords(local, definition))]),
  ]);
}

/** `4 weeks in 0301, 1103; 5 weeks in 4601`: places of one value together. */
function localWords(local: Parameter['local'], definition: Definition): string {
  const byValue = new Map<string, string[]>();
  const places = [...local].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [place, value] of places) {
    const words = valueWords(value, definition);
    byValue.set(words, [...(byValue.get(words) ?? []), place]);
  }
  return [...byValue].map(([words, where]) => `${words} in ${where.join(', ')}`).join('; ');
}

function valueWords(value: ParameterValue, definition: Definition): string {
  switch (value.kind) {
    case 'limit':
      return formatLimit(value.limit);
    case 'service':
      return serviceWords(value.service, definition);
    case 'text':
      return value.text;
  }
}
