/** Requests that are sent again under one key. */
import { describe, expect, it } from '@jest/globals';
import { IdempotencyKeys, type KeptAnswer } from './idempotency-keys.js';

describe('An Idempotency-Key', () => {
  const answering = (
    body: object = {},
  ): { work: () => Promise<KeptAnswer>; calls: () => number } => {
    let calls = 0;
    const work = (): Promise<KeptAnswer> => {
      calls += 1;
      return Promise.resolve({ status: 201, body: { ...body, calls } });
    };
    return { work, calls: () => calls };
  };

  it('has the same answer every time, without the work', async () => {
    const keys = new IdempotencyKeys();
    const { work } = answering();
    const first = await keys.answer('k', { a: 1 }, work);
    expect(await keys.answer('k', { a: 1 }, work)).toBe(first);
  });

  it('is of one request only', async () => {
    const keys = new IdempotencyKeys();
    const { work } = answering();
    await keys.answer('k', { a: 1 }, work);
    await expect(keys.answer('k', { a: 2 }, work)).rejects.toMatchObject({
      ...{ status: 422, code: 'idempotency-key-reused' },
    });
  });

  it('does not begin the work a second time while it is under way', async () => {
    const keys = new IdempotencyKeys();
    const { promise, resolve } = Promise.withResolvers<KeptAnswer>();
    const first = keys.answer('k', {}, () => promise);
    await expect(keys.answer('k', {}, () => promise)).rejects.toMatchObject({ status: 409 });
    resolve({ status: 201, body: {} });
    expect(await first).toMatchObject({ status: 201 });
  });

  it('is free again where the work fails, and works out anew what is too long to keep', async () => {
    const keys = new IdempotencyKeys();
    const fail = (): Promise<KeptAnswer> => Promise.reject(new Error('now'));
    await expect(keys.answer('k', {}, fail)).rejects.toThrow('now');
    const { work, calls } = answering({ text: 'x'.repeat(5_000) });
    await keys.answer('k', {}, work);
    await keys.answer('k', {}, work);
    expect(calls()).toBe(2);
  });

  it('is forgotten after 10,000 others', async () => {
    const keys = new IdempotencyKeys();
    const { work } = answering();
    for (let n = 0; n <= 10_000; n += 1) await keys.answer(`k${n}`, {}, work);
    expect(await keys.answer('k0', { other: true }, work)).toMatchObject({ status: 201 });
    await expect(keys.answer('k10000', { other: true }, work)).rejects.toMatchObject({
      status: 422,
    });
  });

  it('has 1 to 256 characters, and need not be there', async () => {
    const keys = new IdempotencyKeys();
    const { work, calls } = answering();
    for (const key of ['', 'x'.repeat(257)])
      await expect(keys.answer(key, {}, work)).rejects.toMatchObject({ status: 400 });
    await keys.answer(undefined, {}, work);
    await keys.answer(undefined, {}, work);
    expect(calls()).toBe(2);
  });
});
