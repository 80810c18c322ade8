/**
 * `Idempotency-Key`: who sends a request again under the same key gets the same answer again, and a
 * key that comes with another request is refused. That nothing is recorded twice does not rest on
 * it, since events have ids; so the keys are kept in memory, and forgotten with the process.
 */
import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.js';

/** Answers kept at once; those used longest ago go first. */
const KEYS_MAX = 10_000;
/** Longest answer that is kept, UTF-16 code units; a longer one is worked out again. */
const ANSWER_CHARACTERS_MAX = 4_000;
const KEY_CHARACTERS_MAX = 256;

export interface KeptAnswer {
  readonly status: number;
  readonly body: object;
  /** Sending the request again may come to something else: it is not kept. */
  readonly mayChange?: boolean;
}

interface Entry {
  readonly fingerprint: string;
  /** Undefined while the request is under way, and where the answer is not kept. */
  answer?: KeptAnswer;
  isUnderWay: boolean;
}

export class IdempotencyKeys {
  private readonly entries = new Map<string, Entry>();

  /**
   * @param key undefined where the request has none: then it is answered as ever
   * @param request whatever tells it from another one, as JSON
   * @throws Problem 400 the key is none; 409 the same request is under way; 422 the key came with
   *   another one; what the work throws, which is not kept
   */
  async answer(
    key: string | undefined,
    request: unknown,
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    if (key === undefined) return work();
    if (key === '' || key.length > KEY_CHARACTERS_MAX) throw invalidKey();
    const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64');
    const known = this.entries.get(key);
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw keyOfAnother();
      if (known.isUnderWay) throw underWay();
      if (known.answer !== undefined) return known.answer;
    }
    const entry: Entry = { fingerprint, isUnderWay: true };
    this.keep(key, entry);
    try {
      const answer = await work();
      const isShort = JSON.stringify(answer.body).length <= ANSWER_CHARACTERS_MAX;
      if (isShort && answer.mayChange !== true) entry.answer = answer;
      return answer;
    } catch (error) {
      this.entries.delete(key);
      throw error;
    } finally {
      entry.isUnderWay = false;
    }
  }

  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size <= KEYS_MAX) return;
    for (const [oldest, { isUnderWay }] of this.entries) {
      if (isUnderWay) continue;
      this.entries.delete(oldest);
      return;
    }
  }
}

const TITLE = 'The key cannot be used';

function invalidKey(): Problem {
  const detail = `An Idempotency-Key has 1 to ${KEY_CHARACTERS_MAX} characters.`;
  return new Problem(400, 'idempotency-key', TITLE, detail);
}

function keyOfAnother(): Problem {
  const detail = 'This Idempotency-Key came with another request before; each has its own.';
  return new Problem(422, 'idempotency-key-reused', TITLE, detail);
}

function underWay(): Problem {
  const detail = 'The request with this Idempotency-Key is still under way; ask again.';
  return new Problem(409, 'idempotency-key-under-way', TITLE, detail);
}
