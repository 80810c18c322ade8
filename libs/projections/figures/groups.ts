/**
 * A figure for all and for each group of a comparison: one tally of each, fed patient by patient.
 * Small groups are suppressed here, so that no figure can forget to.
 */
import { compareTexts } from '#care-event';
import { QueryRefused } from '../models/errors.js';
import { Segments } from './segments.js';
import type { Selection } from './selection.js';
import { suppressedAmong } from './suppression.js';

/** The figure of one group; without it where the group is small or would reveal a small one. */
export type Group<Figure> =
  ({ readonly group: string; readonly patients: number } & Figure) | SuppressedGroup;

/** Fewer than five patients, or what would reveal a group of so few. */
export interface SuppressedGroup {
  readonly group: string;
  readonly patients: null;
  readonly suppressed: true;
}

/** What a grouped answer has beside the figure of all. */
export interface Grouped<Figure> {
  readonly groupBy?: string;
  /** Those with most patients first; groups of fewer than five patients, last, are suppressed. */
  readonly groups?: readonly Group<Figure>[];
}

class GroupTally<Tally> {
  patients = 0;
  private last: string | undefined;

  constructor(readonly tally: Tally) {}

  /** Patients come one after the other. */
  meet(patient: string): void {
    if (patient === this.last) return;
    this.last = patient;
    this.patients += 1;
  }
}

/** Most groups told apart; what a field has of further values is put together. */
const GROUPS_MAX = 1_000;
const OTHERS = 'others';

export class Groups<Tally> {
  readonly all: Tally;
  readonly segments: Segments;
  private readonly byGroup = new Map<string, GroupTally<Tally>>();
  /** Those that stand for themselves; undefined: all. */
  private apart: ReadonlySet<string> | undefined;

  /**
   * @param selection with `evidence`, the answer lists whom it is about
   * @throws QueryRefused an unknown dimension
   */
  constructor(
    private readonly selection: Selection & { readonly evidence?: number },
    private readonly begin: () => Tally,
  ) {
    this.segments = new Segments(selection);
    this.all = begin();
  }

  /** Whether anybody is told apart or left out: without, nobody need be looked at for it. */
  get selects(): boolean {
    return this.segments.selects;
  }

  /** Which groups stand for themselves, where they are too many: those with most patients. */
  tellApart(patients: ReadonlyMap<string, number>): void {
    if (patients.size <= GROUPS_MAX) return;
    const largest = [...patients].sort(([a, n], [b, m]) => m - n || compareTexts(a, b));
    this.apart = new Set(largest.slice(0, GROUPS_MAX).map(([group]) => group));
  }

  /**
   * The tallies that an episode counts in, by the group that `segments` found: of all and of its
   * group; none where the query leaves it out. Patients come one after the other.
   */
  in(group: string | undefined, patient: string): readonly Tally[] {
    if (group === undefined) return [];
    if (!this.segments.isGrouped) return [this.all];
    const found = this.tallyOf(group);
    found.meet(patient);
    return [this.all, found.tally];
  }

  /**
   * The groups, each with its figure.
   * @throws QueryRefused the filter leaves so few that the figure would be about them
   */
  answer<Figure>(figureOf: (tally: Tally) => Figure): Grouped<Figure> {
    const { groupBy } = this.selection;
    this.refuseFew();
    if (groupBy === undefined) return {};
    const found = [...this.byGroup].map(([group, { patients, tally }]) => {
      return { group, patients, tally };
    });
    const { neighbours } = this.segments;
    const suppressed = suppressedAmong(found, ({ group }) => neighbours.reveals(group));
    const listed = found
      .filter((each) => !suppressed.has(each))
      .sort((a, b) => b.patients - a.patients || (a.group < b.group ? -1 : 1))
      .map(({ group, patients, tally }) => ({ group, patients, ...figureOf(tally) }));
    // Their order must not tell which of them is larger.
    const hidden = [...suppressed]
      .sort((a, b) => (a.group < b.group ? -1 : 1))
      .map(({ group }) => ({ group, patients: null, suppressed: true }) as const);
    return { groupBy, groups: [...listed, ...hidden] };
  }

  /** A list is for those who are to act on it, and may be short; a figure alone may not. */
  private refuseFew(): void {
    const { where = [], evidence = 0, isExport = false } = this.selection;
    if ((evidence > 0 && !isExport) || !this.segments.neighbours.reveals()) return;
    const filter = where.map(({ dimension, value }) => `${dimension}=${value}`).join(', ');
    throw new QueryRefused(
      'too-few-patients',
      `The figure for ${filter} is suppressed: it would show, or leave over beside the figure of all, ` +
        'fewer than five patients. Ask for several values together; where the patients are yours, ' +
        'ask for their list, with evidence or in journeys.',
      where[0]?.dimension ?? 'where',
    );
  }

  private tallyOf(group: string): GroupTally<Tally> {
    const name = this.apart?.has(group) === false ? OTHERS : group;
    let found = this.byGroup.get(name);
    if (found === undefined) this.byGroup.set(name, (found = new GroupTally(this.begin())));
    return found;
  }
}
