/** The directly-follows graph: every step and second counted once, in a stable order. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DirectlyFollows } from './directly-follows.js';

function graphOf(traces: readonly (readonly (readonly [string, number])[])[]): DirectlyFollows {
  const graph = new DirectlyFollows();
  for (const trace of traces)
    graph.add(
      trace.length,
      (i) => trace[i]![0],
      (i) => Math.round((trace[i]![1] - trace[i - 1]![1]) * 1000) / 1000,
    );
  return graph;
}

describe('The directly-follows graph', () => {
  it('leaves no rounding dust in waits of whole milliseconds', () => {
    const later = Date.UTC(2024, 0, 1) / 1000;
    const [edge] = graphOf([
      [
        ['a', later + 0.001],
        ['b', later + 61],
      ],
    ]).edges();
    expect(edge?.medianSeconds).toBe(60.999);
  });

  it('counts who came straight after whom and how long it took', () => {
    const graph = graphOf([
      [
        ['a', 0],
        ['b', 10],
        ['a', 10],
      ],
      [
        ['a', 5],
        ['b', 25],
      ],
      [['c', 3]],
    ]);
    expect(graph.edges()).toEqual([
      {
        from: 'a',
        to: 'b',
        n: 2,
        medianSeconds: 15,
        p90Seconds: 19,
        meanSeconds: 15,
        sumSeconds: 30,
      },
      { from: 'b', to: 'a', n: 1, medianSeconds: 0, p90Seconds: 0, meanSeconds: 0, sumSeconds: 0 },
    ]);
    expect([graph.traces, graph.steps, graph.variants]).toEqual([3, 3, 3]);
  });

  it('orders edges that are equally frequent by name', () => {
    const graph = graphOf([['y', 'x', 'y', 'b', 'a'].map((t, i) => [t, i] as const)]);
    expect(graph.edges().map((e) => `${e.from}>${e.to}`)).toEqual(['b>a', 'x>y', 'y>b', 'y>x']);
  });

  it('counts the same order of steps once, whatever its times', () => {
    const graph = graphOf([
      ['a', 'b'].map((t, i) => [t, i] as const),
      ['a', 'b'].map((t, i) => [t, 9 * i] as const),
      ['b', 'a'].map((t, i) => [t, i] as const),
    ]);
    expect(graph.variants).toBe(2);
  });

  it('has nothing to say about nothing', () => {
    const graph = graphOf([[]]);
    expect([graph.traces, graph.steps, graph.variants, graph.edges()]).toEqual([0, 0, 0, []]);
  });

  it('loses no step and no second', () => {
    const trace = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(100)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(trace, { maxLength: 20 }), (traces) => {
        const ordered = traces.map((t) => [...t].sort((x, y) => x[1] - y[1]));
        const graph = graphOf(ordered);
        const n = graph.edges().reduce((a, e) => a + e.n, 0);
        const seconds = graph.edges().reduce((a, e) => a + e.sumSeconds, 0);
        expect(n).toBe(graph.steps);
        expect(seconds).toBe(
          ordered.reduce((a, t) => a + (t.length ? t[t.length - 1]![1] - t[0]![1] : 0), 0),
        );
      }),
    );
  });
});
