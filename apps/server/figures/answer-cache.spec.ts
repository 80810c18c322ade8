/** Answers that are given again, and those that are waited for by several. */
import { describe, expect, it } from '@jest/globals';
import { AnswerCache } from './answer-cache.js';

const ALIVE = new AbortController().signal;

/** Counts what is computed; each answer has so many bytes. */
function counting(size = 4) {
  const computed: string[] = [];
  const compute = (tag: string) => () => {
    computed.push(tag);
    return Promise.resolve(new Uint8Array(size));
  };
  return { computed, compute };
}

describe('An answer', () => {
  it('is computed once, and given again under its tag', async () => {
    const { computed, compute } = counting();
    const answers = new AnswerCache(100);
    for (const tag of ['a', 'b', 'a', 'a']) await answers.answer(tag, ALIVE, compute(tag));
    expect(computed).toEqual(['a', 'b']);
    expect(answers.bytes).toBe(8);
  });

  it('makes room for others, those asked for least lately first', async () => {
    const { computed, compute } = counting();
    const answers = new AnswerCache(8);
    for (const tag of ['a', 'b', 'a', 'c', 'a', 'b'])
      await answers.answer(tag, ALIVE, compute(tag));
    expect(computed).toEqual(['a', 'b', 'c', 'b']);
    expect(answers.bytes).toBe(8);
  });

  it('is not kept where it is too large, nor if it failed', async () => {
    const { computed, compute } = counting(9);
    const answers = new AnswerCache(8);
    await answers.answer('a', ALIVE, compute('a'));
    await answers.answer('a', ALIVE, compute('a'));
    expect(computed).toEqual(['a', 'a']);
    const fails = () => Promise.reject(new Error('broken'));
    await expect(answers.answer('b', ALIVE, fails)).rejects.toThrow('broken');
    await expect(answers.answer('b', ALIVE, compute('b'))).resolves.toHaveLength(9);
  });

  it('is waited for by all who ask at once, and given up when the last of them has left', async () => {
    const answers = new AnswerCache(100);
    const done = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    let asked = 0;
    let given: AbortSignal | undefined;
    const compute = (signal: AbortSignal) => {
      asked += 1;
      given = signal;
      return done.promise;
    };
    const [one, two] = [new AbortController(), new AbortController()];
    const first = answers.answer('a', one.signal, compute);
    const second = answers.answer('a', two.signal, compute);
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect([asked, given?.aborted]).toEqual([1, false]);
    two.abort(new Error('gone too'));
    await expect(second).rejects.toThrow('gone too');
    expect(given?.aborted).toBe(true);
    const third = answers.answer('a', ALIVE, compute);
    done.resolve(new Uint8Array(3));
    expect(await third).toHaveLength(3);
    expect(asked).toBe(2);
  });
});
