/**
 * The directly-follows graph of many traces: which step came straight after which,
 * how often and after how long, and how many different orders of steps there are.
 */
import { NumberList } from './number-list.js';
import { quantile } from './quantile.js';
import { sum } from './sum.js';

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly medianSeconds: number;
  /** Type 7, as the median. */
  readonly p90Seconds: number;
  readonly meanSeconds: number;
  readonly sumSeconds: number;
}

export class DirectlyFollows {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];
  /** Waits per pair of steps, by number of the first, then of the second. */
  private readonly waits: (NumberList | undefined)[][] = [];
  private readonly variantCounts = new Map<string, number>();
  private traceCount = 0;
  private stepCount = 0;

  /** How many traces had at least one step. */
  get traces(): number {
    return this.traceCount;
  }

  /** How many pairs of one step straight after another. */
  get steps(): number {
    return this.stepCount;
  }

  /** How many traces took each different order of steps. */
  get variants(): number {
    return this.variantCounts.size;
  }

  /**
   * Adds one trace. An empty one is not counted.
   *
   * @param length how many steps
   * @param nameOf name of the step at an index
   * @param secondsTo how long it took to the step at an index from the one before it, at least 0
   */
  add(
    length: number,
    nameOf: (index: number) => string,
    secondsTo: (index: number) => number,
  ): void {
    if (length === 0) return;
    this.traceCount++;
    this.stepCount += length - 1;
    let variant = '';
    let from = -1;
    for (let i = 0; i < length; i++) {
      const to = this.numberOf(nameOf(i));
      if (from >= 0) this.waitsFor(from, to).push(secondsTo(i));
      variant += `${to.toString(36)} `;
      from = to;
    }
    this.variantCounts.set(variant, (this.variantCounts.get(variant) ?? 0) + 1);
  }

  /** Most frequent first, then by name. */
  edges(): readonly Edge[] {
    const edges: Edge[] = [];
    this.waits.forEach((targets, from) => {
      targets.forEach((waits, to) => {
        if (waits !== undefined) edges.push(edge(this.names[from]!, this.names[to]!, waits));
      });
    });
    return edges.sort((a, b) => b.n - a.n || compare(a.from, b.from) || compare(a.to, b.to));
  }

  private numberOf(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.numbers.set(name, number);
      this.waits.push([]);
    }
    return number;
  }

  private waitsFor(from: number, to: number): NumberList {
    return (this.waits[from]![to] ??= new NumberList(4));
  }
}

function edge(from: string, to: string, waits: NumberList): Edge {
  const sorted = waits.sorted();
  const sumSeconds = sum(sorted);
  return {
    from,
    to,
    n: sorted.length,
    medianSeconds: quantile(sorted, 0.5)!,
    p90Seconds: quantile(sorted, 0.9)!,
    meanSeconds: sumSeconds / sorted.length,
    sumSeconds,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
