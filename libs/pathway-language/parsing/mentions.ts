/**
 * Parts of a document by what they mean, as the walk over its shape finds them: every
 * name of a service, every limit, every pattern, wherever it stands.
 */
import type { Means } from './schema-parts.js';
import type { DocumentPath } from './problem-list.js';

export interface Mention {
  readonly path: DocumentPath;
  readonly value: unknown;
}

/** A mention of a text: all that is not text the shape has complained of already. */
export interface TextMention {
  readonly path: DocumentPath;
  readonly value: string;
}

export class Mentions {
  private readonly byMeaning = new Map<Means, Mention[]>();

  add(means: Means, path: DocumentPath, value: unknown): void {
    const known = this.byMeaning.get(means);
    if (known === undefined) this.byMeaning.set(means, [{ path, value }]);
    else known.push({ path, value });
  }

  /** In the order of the document. */
  of(means: Means): readonly Mention[] {
    return this.byMeaning.get(means) ?? [];
  }

  texts(means: Means): readonly TextMention[] {
    return this.of(means).filter((one): one is TextMention => typeof one.value === 'string');
  }
}
