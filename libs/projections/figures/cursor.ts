/**
 * Cursors of lists that are fetched page by page: where the next page begins, in the list's own
 * order. A cursor means nothing in another log, nor for another question.
 */
import { hash } from 'node:crypto';
import { logOf } from '#event-store';
import { readCheckpoints } from '../port/checkpoints.js';
import type { ReadView } from '../port/read-models.js';
import { QueryRefused } from '../models/errors.js';

/** What orders the rows of a list, the last part of it unlike for any two; null comes last. */
export type SortKey = readonly (string | number | null)[];

const CHARACTERS = 1_000;

export class Cursors {
  private constructor(
    private readonly log: string,
    private readonly question: string,
  ) {}

  /** @param question what tells one list from another: the query without its page */
  static async of(view: ReadView, question: unknown): Promise<Cursors> {
    const checkpoints = [...(await readCheckpoints(view)).values()];
    const token = checkpoints.find((each) => each.token !== undefined)?.token;
    return new Cursors(
      token === undefined ? '' : logOf(token),
      hash('sha256', JSON.stringify(question), 'base64url').slice(0, 16),
    );
  }

  after(key: SortKey): string {
    const { log, question } = this;
    return Buffer.from(JSON.stringify([log, question, ...key])).toString('base64url');
  }

  /** @throws QueryRefused it is no cursor, or of another log or question */
  read(cursor: string): SortKey {
    const [log, question, ...key] = parts(cursor);
    if (log !== this.log)
      throw new QueryRefused(
        'cursor-lost',
        'The cursor is of another log. Begin again without one.',
        'cursor',
      );
    if (question !== this.question)
      throw new QueryRefused(
        'unknown-cursor',
        'The cursor is of another question. Ask the same again, or begin without a cursor.',
        'cursor',
      );
    return key;
  }
}

export function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? null;
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function parts(cursor: string): SortKey {
  try {
    if (cursor.length > CHARACTERS) throw new Error('Too long.');
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (Array.isArray(read) && read.every(isPart)) return read;
    throw new Error('Not of this form.');
  } catch {
    throw new QueryRefused('unknown-cursor', 'This is not a cursor of a list here.', 'cursor');
  }
}

function isPart(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
