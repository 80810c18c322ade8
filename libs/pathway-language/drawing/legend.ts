/** What holds for the pathway as a whole and is listed below the drawing. */
import type { Definition, Measures } from '#pathway';
import { formatClock, patternRows, labelled } from './rule-rows.js';
import { responsibilityEntries } from './responsibilities.js';
import type { DutyBlock, LegendBlock, LabelledText } from './outline-blocks.js';
import { formatLimitRef } from './format-rules.js';
import {
  clockEntry,
  entry,
  guardEntry,
  instrumentEntry,
  milestoneEntry,
  moneyEntry,
  parameterEntry,
  queueEntry,
  sequenceEntry,
  waitEntry,
} from './legend-entries.js';

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
    { title: 'Milestones', entries: milestones.map(milestoneEntry) },
    {
      title: 'Guards: a violation is reported as a deviation, never refused',
      entries: guards.map((guard) => guardEntry(guard, definition)),
    },
    { title: 'Sequences', entries: sequences.map(sequenceEntry) },
    { title: 'Clocks', entries: clocks.map(clockEntry) },
    { title: 'Queues', entries: queues.map(queueEntry) },
    { title: 'Measures', entries: measureEntries(definition.measures, definition) },
    {
      title: 'Parameters (* differs from place to place)',
      entries: [...parameters.values()].map((parameter) => parameterEntry(parameter, definition)),
    },
  ];
  return parts.filter(({ entries }) => entries.length > 0);
}

export function relevanceEntries({
  about = [],
  aboutBy = [],
  unfiltered,
}: Definition): readonly DutyBlock[] {
  return [
    ...(about.length === 0
      ? []
      : [
          entry('What concerns the pathway', {}, [
            ...patternRows('Of these types, only', about),
            ...(aboutBy.length === 0
              ? []
              : [labelled('As the first with the same', aboutBy.join(', '))]),
          ]),
        ]),
    ...(unfiltered === undefined
      ? []
      : [entry('Entry without a filter', {}, [labelled('Because', unfiltered)])]),
  ];
}

export function episodeEntries(definition: Definition): readonly DutyBlock[] {
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

function measureEntries(
  { waits, instruments, money }: Measures,
  definition: Definition,
): readonly DutyBlock[] {
  return [
    ...waits.map((wait) => waitEntry(wait, definition)),
    ...instruments.map(instrumentEntry),
    ...money.map(moneyEntry),
  ];
}
