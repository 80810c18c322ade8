/**
 * The distinct facts of a patient by source and id. Publishers may send a fact any
 * number of times; here it counts once.
 */
import type { RecordedFact } from '../event/care-event.js';

export class FactIndex {
  private readonly sources = new Map<string, Map<string, RecordedFact>>();
  private source = '';
  private ofSource: Map<string, RecordedFact> | undefined;

  /**
   * Adds one fact. `repeated`: it was known already and nothing changed; `replaced`: it was known
   * with other content, and of the two this one is kept.
   */
  add(fact: RecordedFact): 'new' | 'repeated' | 'replaced' {
    const facts = this.factsOf(fact.source);
    const known = facts.get(fact.id);
    if (known !== undefined && preferred(known, fact) === known) return 'repeated';
    facts.set(fact.id, fact);
    return known === undefined ? 'new' : 'replaced';
  }

  get(source: string, id: string): RecordedFact | undefined {
    return this.sources.get(source)?.get(id);
  }

  /** By source, in the order in which they were added. */
  facts(): RecordedFact[] {
    return [...this.sources.values()].flatMap((facts) => [...facts.values()]);
  }

  /** Facts mostly come in runs of one source, so the last source is kept. */
  private factsOf(source: string): Map<string, RecordedFact> {
    if (this.ofSource !== undefined && this.source === source) return this.ofSource;
    const facts = this.sources.get(source) ?? new Map<string, RecordedFact>();
    this.sources.set(source, facts);
    this.source = source;
    this.ofSource = facts;
    return facts;
  }
}

/**
 * Which of two facts with the same key to keep. The engine refuses a second content, so
 * contents differ only in a log written by other software; then the texts decide, because the
 * order of arrival must not.
 */
function preferred(a: RecordedFact, b: RecordedFact): RecordedFact {
  if (a === b) return a;
  const [textA, textB] = [contentText(a), contentText(b)];
  if (textA === textB) return a.recordedAt <= b.recordedAt ? a : b;
  return textA < textB ? a : b;
}

/** Everything its publisher said, as one text that does not depend on the order of keys. */
function contentText(fact: RecordedFact): string {
  return JSON.stringify({ ...fact, recordedAt: 0 }, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
