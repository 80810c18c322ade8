/** A figure as data: its name, what it is for, and what it can be asked. */
import type { PathwayQuery } from '#projections';
import type { Parameter, ParametersOf } from './parameter.js';

/** What every figure of a pathway is asked, besides the pathway. */
type TwoTimes = Pick<PathwayQuery, 'asOf' | 'knownAt'>;

export interface FigureDescription {
  /** The last part of its address, and the command. */
  readonly name: string;
  /** For a list of figures, as a part of a sentence. */
  readonly summary: string;
  /** For whoever asks for it the first time, in whole sentences. */
  readonly description: string;
  /** The answer's list that is its rows as CSV; without it, the figure is one row, as is each group. */
  readonly rows?: string;
  /** Whether it can be asked of some patients alone, and, but for `where`, compared between groups. */
  readonly selects: boolean | 'where';
  /** Why it is not compared between groups, where it is not: what whoever asks for that is answered. */
  readonly ungrouped?: string;
  /** By the query's field. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The query string of the example in the documents; see test/tools/openapi-examples.ts. */
  readonly example: string;
  /** Command lines, each after what it shows. */
  readonly examples: Readonly<Record<string, string>>;
}

export const TWO_TIMES = {
  asOf: {
    kind: 'instant',
    words:
      'count only what had happened by then; a date stands for the end of that day in the zone of the pathway',
    example: '2014-07-01T00:00:00Z',
  },
  knownAt: {
    kind: 'instant',
    words:
      'count only what had been recorded by then; a date stands for the end of that day in the zone of the pathway',
    example: '2014-07-01T00:00:00Z',
  },
} as const satisfies ParametersOf<TwoTimes, keyof TwoTimes>;

const SELECTION = {
  where: {
    kind: 'selected',
    words:
      'count only episodes with this value of a dimension; of one dimension, any of those given',
    example: 'municipality=0301',
  },
  groupBy: {
    kind: 'dimension',
    words: 'show the figure for each value of this dimension too; groups under five are suppressed',
    example: 'sex',
  },
} as const satisfies ParametersOf<PathwayQuery, 'where' | 'groupBy'>;

/**
 * What was asked of a figure that does not take it: a group, or any part of a selection.
 * @param names those that were given, as the query has them or as dimensions
 */
export function refusedSelection(
  { selects, ungrouped }: FigureDescription,
  names: readonly string[],
): string | undefined {
  const isTaken = (name: string): boolean => selects === 'where' && name !== 'groupBy';
  return names.every(isTaken) ? undefined : ungrouped;
}

function selectionOf(selects: boolean | 'where'): Partial<typeof SELECTION> {
  if (selects === 'where') return { where: SELECTION.where };
  return selects ? SELECTION : {};
}

/** Describes a figure whose query is of this type; every field of the query is described. */
export function describeFigure<Query extends PathwayQuery>() {
  return <
    const Description extends FigureDescription & {
      readonly parameters: ParametersOf<Query, Exclude<keyof Query, keyof PathwayQuery>>;
    },
  >(
    description: Description,
  ): Description => description;
}

/** All parameters of a figure, by the query's field. */
export function parametersOf({
  parameters,
  selects,
}: FigureDescription): Readonly<Record<string, Parameter>> {
  return { ...TWO_TIMES, ...parameters, ...selectionOf(selects) };
}

export function nameOf(field: string, { name = field }: Parameter): string {
  return name;
}

export type AnswerNameOf<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${AnswerNameOf<Rest>}`
  : Capitalize<Name>;

/** The name of its answer: `coming-due` → `ComingDue`, whose type is `ComingDueAnswer`. */
export function answerNameOf<Name extends string>(name: Name): AnswerNameOf<Name> {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join('') as AnswerNameOf<Name>;
}
