/** Calls to a worker thread, over a real one: each settles, whatever becomes of the thread. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkerBusy, WorkerClient, WorkerLost } from './worker-client.js';
import { Refusal, type SpecCalls, type SpecEvents } from './worker.spec.fixture.js';

describe('A call to a worker thread', () => {
  let client: WorkerClient<SpecCalls, SpecEvents>;
  let lost: Error[];
  let aborted: () => void = () => undefined;

  const start = (workerData?: unknown): WorkerClient<SpecCalls, SpecEvents> =>
    new WorkerClient<SpecCalls, SpecEvents>({
      name: 'the thread of the spec',
      url: new URL('./worker.spec.fixture.js', import.meta.url),
      workerData,
      pendingMax: 2,
      on: { aborted: () => aborted() },
      reviveError: ({ name, fields }) =>
        name === 'Refusal' && fields['code'] === 'no'
          ? new Refusal(String(fields['path']))
          : undefined,
      onLost: (error) => lost.push(error),
    });

  beforeEach(async () => {
    lost = [];
    client = start();
    await client.ready();
  });
  afterEach(() => client.close());

  it('is answered', async () => {
    expect(await Promise.all([client.call('double', 1), client.call('double', 2)])).toEqual([2, 4]);
  });

  it('rejects with the error of the thread, with its fields', async () => {
    const refused = client.call('refuse', '/id');
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({ code: 'no', path: '/id' });
  });

  it('is turned away while too many wait', async () => {
    const waiting = [client.call('wait', undefined), client.call('wait', undefined)];
    await expect(client.call('double', 1)).rejects.toBeInstanceOf(WorkerBusy);
    await client.close();
    expect(await Promise.all(waiting)).toEqual(['waited', 'waited']);
  });

  it('rejects as soon as it is aborted, and the thread hears of it', async () => {
    const heard = new Promise<void>((resolve) => (aborted = resolve));
    const stop = new AbortController();
    const waiting = client.call('wait', undefined, { signal: stop.signal });
    stop.abort(new Error('too late'));
    await expect(waiting).rejects.toThrow('too late');
    await heard;
  });

  it('rejects when the thread dies, as does every later one, and that is reported once', async () => {
    const waiting = client.call('wait', undefined);
    const dying = client.call('die', 3);
    await expect(waiting).rejects.toBeInstanceOf(WorkerLost);
    await expect(dying).rejects.toThrow('code 3');
    await expect(client.call('double', 1)).rejects.toBeInstanceOf(WorkerLost);
    expect(lost.map(({ message }) => message)).toEqual(['the thread of the spec ended (code 3).']);
    expect(client.failure).toBe(lost[0]);
  });

  it('cannot be made after the thread was closed, which is no loss', async () => {
    await client.close();
    await expect(client.call('double', 1)).rejects.toBeInstanceOf(WorkerLost);
    expect(lost).toEqual([]);
  });

  it('cannot be made of a thread that does not start, and why is known', async () => {
    const broken = start('broken');
    await expect(broken.ready()).rejects.toMatchObject({ code: 'no', path: 'start' });
    expect(lost).toHaveLength(1);
  });
});
