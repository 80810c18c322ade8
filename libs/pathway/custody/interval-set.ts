/** Spans of time, each from its first instant to just before its last: what they come to. */

/** Ms since the epoch; `to` is not before `from`, and is not in it. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** In ms; where spans lie over each other, each counts. */
export function lengthOf(spans: readonly TimeSpan[]): number {
  return spans.reduce((length, { from, to }) => length + to - from, 0);
}

/** The same time in as few spans as can be, in order, none over another and none empty. */
export function together(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const merged: TimeSpan[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push({ from: span.from, to: span.to });
    else if (span.to > last.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

/** What is left of the spans when that time is cut out of them. */
export function without(spans: readonly TimeSpan[], cut: readonly TimeSpan[]): readonly TimeSpan[] {
  let left = spans;
  for (const { from, to } of cut) {
    if (from >= to) continue;
    left = left.flatMap((span) =>
      to <= span.from || from >= span.to
        ? [span]
        : [
            { from: span.from, to: from },
            { from: to, to: span.to },
          ].filter((part) => part.from < part.to),
    );
  }
  return left;
}
