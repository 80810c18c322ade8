/** The queue in front of the commits: groups, order and bounds. */
import { describe, expect, it } from '@jest/globals';
import { event, events, range, StreamEnds } from '../contract/harness.js';
import { OutcomeUnknown, Unavailable } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import type { AppendOptions, NewEvent } from '../port.js';
import { encodeBatch } from '../validation.js';
import { AppendQueue, QUEUE_LIMITS } from '../append-queue.js';
import type { CommitGroup } from '../commit-protocol.js';
import { InlineWriter } from './inline-writer.js';
import { IN_MEMORY, openForWriting } from './log-file.js';

const ENCODING = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };

/** A queue over a real log in memory; commits go through when told to. */
function heldQueue() {
  const db = openForWriting(IN_MEMORY);
  const writer = new InlineWriter(db, IN_MEMORY);
  const groups: CommitGroup[] = [];
  let encoded = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const queue = new AppendQueue({
    writer: {
      commit: async (group) => {
        groups.push(group);
        await gate;
        return writer.commit(group);
      },
      failure: writer.failure,
      close: () => writer.close(),
    },
    clock: Date.now,
    onCommitted: () => undefined,
    onFailure: () => undefined,
  });
  const ends = new StreamEnds();
  const append = (stream: string, batch: readonly NewEvent[], options?: AppendOptions) => {
    const expected = ends.next(stream, batch.length);
    return queue.append(() => {
      encoded += 1;
      return encodeBatch(ENCODING, stream, expected, batch);
    }, options);
  };
  const turn = () => new Promise(setImmediate);
  return { queue, append, groups, open, turn, encoded: () => encoded };
}

describe('An append that waits too long', () => {
  it('is not written when its turn had not come, and is unknown when it had', async () => {
    const { append, groups, open, turn } = heldQueue();
    const sent = append('a', [event(0)], { deadlineMs: 10 });
    await turn();
    const unsent = append('b', [event(1)], { deadlineMs: 10 });
    const patient = append('c', [event(2)]);
    await expect(sent).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(unsent).rejects.toBeInstanceOf(Unavailable);
    open();
    await patient;
    const streams = groups.map(({ batches }) => batches.map(({ stream }) => stream));
    expect(streams).toEqual([['a'], ['c']]);
  });

  it('is given up when its signal says so, wherever it is', async () => {
    const { queue, append, groups, open, turn } = heldQueue();
    const controllers = range(3).map(() => new AbortController());
    const appends = controllers.map(({ signal }, n) => append(`s${n}`, [event(n)], { signal }));
    const early = append('early', [event(9)], { signal: AbortSignal.abort('gone before') });
    const settled = Promise.allSettled([early, ...appends]);
    controllers[0]!.abort('gone');
    await turn();
    controllers[1]!.abort('gone, too');
    open();
    expect(await settled).toMatchObject([
      { reason: 'gone before' },
      { reason: 'gone' },
      { reason: 'gone, too' },
      { value: { kind: 'appended' } },
    ]);
    expect(groups.map(({ batches }) => batches.length)).toEqual([2]);
    await queue.close();
  });
});

describe('The queue of appends', () => {
  it('commits everything of one turn together, and what comes meanwhile as the next group', async () => {
    const { append, groups, open, turn } = heldQueue();
    const first = range(50).map((n) => append(`s${n}`, [event(n)]));
    await turn();
    expect(groups.map(({ batches }) => batches.length)).toEqual([50]);
    const second = range(30).map((n) => append(`s${n}`, [event(n)]));
    await turn();
    expect(groups).toHaveLength(1);
    open();
    await Promise.all([...first, ...second]);
    expect(groups.map(({ batches }) => batches.length)).toEqual([50, 30]);
  });

  it('keeps one commit short: a large backlog goes in several groups, in order', async () => {
    const { append, groups, open } = heldQueue();
    const appends = range(12).map((n) => append('a', events(1_000, 1_000 * n)));
    open();
    const answers = await Promise.all(appends);
    expect(groups.map(({ batches }) => batches.length)).toEqual([4, 4, 4]);
    expect(answers.map((answer) => answer.kind === 'appended' && answer.firstRevision)).toEqual(
      range(12).map((n) => 1_000 * n),
    );
  });

  it('holds a bounded number of bytes; what is beyond waits unencoded and is not lost', async () => {
    const { append, open, encoded } = heldQueue();
    const half = { text: 'x'.repeat(500_000) };
    const appends = range(100).map((n) => append('a', [event(n, { data: half })]));
    const fits = Math.ceil(QUEUE_LIMITS.waitingBytes / 500_000);
    expect(encoded()).toBeLessThanOrEqual(fits);
    expect(encoded()).toBeGreaterThan(fits - 2);
    open();
    const answers = await Promise.all(appends);
    expect(answers.map((answer) => answer.kind === 'appended' && answer.firstRevision)).toEqual(
      range(100),
    );
  });

  it('holds a bounded number of appends', async () => {
    const { append, open, encoded } = heldQueue();
    const appends = range(QUEUE_LIMITS.waitingBatches + 500).map((n) => append('a', [event(n)]));
    expect(encoded()).toBe(QUEUE_LIMITS.waitingBatches);
    open();
    await Promise.all(appends);
    expect(encoded()).toBe(QUEUE_LIMITS.waitingBatches + 500);
  });

  it('closes where all that waited was given up', async () => {
    const { queue, append } = heldQueue();
    const gone = new AbortController();
    const given = append('a', [event(0)], { signal: gone.signal });
    gone.abort();
    const closed = queue.close();
    await expect(given).rejects.toThrow();
    await closed;
  });

  it('closes after everything that waits, also beyond its bounds', async () => {
    const { queue, append, open } = heldQueue();
    const half = { text: 'x'.repeat(500_000) };
    const appends = range(60).map((n) => append('a', [event(n, { data: half })]));
    let closed = false;
    const closing = queue.close().then(() => (closed = true));
    await expect(append('a', [event(0)])).rejects.toMatchObject({ code: 'store-closed' });
    expect(closed).toBe(false);
    open();
    await closing;
    await Promise.all(appends);
  });
});
