/**
 * Whom a filter leaves, beside those whom it leaves out by one dimension alone: what is known of
 * everybody, less what is shown of the former, is what is known of the latter.
 */
import { isRevealing } from './suppression.js';

/** An episode that misses at most one of the filter's dimensions. */
interface Neighbour {
  readonly group: string;
  /** Its value of each dimension of the filter. */
  readonly own: readonly string[];
}

interface Cell {
  patients: number;
  last: string | undefined;
}

export class FilterNeighbours {
  /** For each dimension of the filter, by group, those who have all other values, by their own. */
  private readonly byDimension: readonly Map<string, Map<string, Cell>>[];

  /** @param wanted the values of each dimension of the filter */
  constructor(private readonly wanted: readonly ReadonlySet<string>[]) {
    this.byDimension = wanted.map(() => new Map());
  }

  /** Patients come one after the other. */
  meet(patient: string, { group, own }: Neighbour): void {
    const { wanted } = this;
    for (const [i, groups] of this.byDimension.entries()) {
      if (!own.every((value, j) => i === j || wanted[j]!.has(value))) continue;
      for (const name of group === ALL ? [ALL] : [ALL, group]) {
        const cells = groups.get(name) ?? new Map<string, Cell>();
        const cell = cells.get(own[i]!) ?? { patients: 0, last: undefined };
        if (cell.last !== patient) cell.patients += 1;
        cell.last = patient;
        groups.set(name, cells.set(own[i]!, cell));
      }
    }
  }

  /** Whether the figure of those whom the filter leaves would give a few patients away. */
  reveals(group = ALL): boolean {
    return this.byDimension.some((groups, i) => {
      const cells = [...(groups.get(group) ?? [])];
      return isRevealing(
        new Map(cells.map(([value, { patients }]) => [value, patients])),
        this.wanted[i]!,
      );
    });
  }
}

/** The name under which everybody is counted; no group is called so. */
const ALL = '';
