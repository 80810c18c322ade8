/** The stream as a dashboard meets it: over real HTTP, cut and taken up again, by many at once. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { waitUntil } from '#event-store/testing';
import { openWriter } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');

interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly position?: string;
    readonly reason?: string;
    readonly changes?: readonly { readonly what: string; readonly patient?: string }[];
  };
}

function patientsIn(messages: readonly Message[]) {
  return messages.flatMap(({ data }) => data.changes ?? []).flatMap(({ patient }) => patient ?? []);
}

const listeners: Listener[] = [];

/** A client that reads messages until it has what it waits for, and may then leave. */
class Listener {
  readonly messages: Message[] = [];
  ended = false;
  private readonly leaving = new AbortController();
  private text = '';

  private constructor(private readonly response: Response) {}

  static async open(url: string, after?: string): Promise<Listener> {
    const leaving = new AbortController();
    const headers: Record<string, string> = after === undefined ? {} : { 'last-event-id': after };
    const response = await fetch(`${url}/v1/stream`, { headers, signal: leaving.signal });
    const listener = new Listener(response);
    listener.leaving.signal.addEventListener('abort', () => leaving.abort());
    void listener.read().catch(() => undefined);
    listeners.push(listener);
    return listener;
  }

  get changes() {
    return this.messages.flatMap(({ data }) => data.changes ?? []);
  }

  get lastId(): string {
    return this.messages.at(-1)?.id ?? '';
  }

  async until(isSo: () => boolean): Promise<void> {
    await waitUntil('what should come', isSo);
  }

  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    for await (const chunk of this.response.body!.pipeThrough(new TextDecoderStream())) {
      this.text += chunk;
      const blocks = this.text.split('\n\n');
      this.text = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
        const event = field('event');
        if (event !== undefined)
          this.messages.push({
            event,
            id: field('id') ?? '',
            data: JSON.parse(field('data')!) as Message['data'],
          });
      }
    }
    this.ended = true;
  }
}

describe('The stream', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  let sent = 0;

  const report = async (patients: number): Promise<void> => {
    const from = sent;
    sent += patients;
    for (let n = from; n < from + patients; n += 1) {
      const event = {
        ...{ specversion: '1.0', id: `onset-${n}`, source: 'urn:test:gp' },
        ...{ type: 'SymptomOnsetReported.v1', subject: `test|p${n}`, data: {} },
        time: '2026-04-03T10:00:00+03:00',
      };
      const headers = { 'content-type': 'application/cloudevents+json' };
      const body = JSON.stringify(event);
      await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body });
    }
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    const writer = await openWriter(installationOf(folder.path), { clock: () => NOW });
    const by = { author: 'Test', reason: 'test' };
    await writer.engine.publishDefinition(await readFile(BACK_PAIN_PATHWAY, 'utf8'), by);
    await writer.close();
    server = await serve(installationOf(folder.path), { port: 0, clock: () => NOW });
  });
  afterEach(() => listeners.splice(0).forEach((each) => each.leave()));
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  it('says where it stands, then what changes, when figures show it', async () => {
    const listener = await Listener.open(server.url);
    await listener.until(() => listener.messages.length === 1);
    expect(listener.messages[0]).toMatchObject({ event: 'begin' });
    await report(1);
    const ofPatients = () => listener.changes.filter(({ what }) => what === 'patient');
    await listener.until(() => ofPatients().length > 0);
    expect(ofPatients()[0]).toMatchObject({ pathways: ['back-pain'] });
    const list = await fetch(`${server.url}/v1/pathways/back-pain/journeys`);
    const { journeys } = (await list.json()) as { journeys: { patient: string }[] };
    expect(journeys[0]?.patient).toBe(ofPatients()[0]?.patient);
  });

  it('goes on where it was cut, without gap or repeat', async () => {
    const begun = await Listener.open(server.url);
    await begun.until(() => begun.messages.length > 0);
    begun.leave();
    const received: Message[] = [];
    let last = begun.lastId;
    const reporting = report(60);
    const isAll = (more: readonly Message[]) =>
      new Set(patientsIn([...received, ...more])).size === 60;
    for (let cut = 0; !isAll([]); cut += 1) {
      const listener = await Listener.open(server.url, last);
      const { messages } = listener;
      await listener.until(() => messages.length > cut % 3 || isAll(messages));
      listener.leave();
      received.push(...messages);
      last = listener.lastId;
    }
    await reporting;
    expect(received.every(({ event }) => event === 'changed')).toBe(true);
    const positions = received.map(({ data }) => Number(data.position));
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(patientsIn(received)).toHaveLength(60);
  });

  it('tells many the same, and turns away who would be too many', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => Listener.open(server.url)));
    const refused = await fetch(`${server.url}/v1/stream`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    await Promise.all(all.map((each) => each.until(() => each.messages.length > 0)));
    await report(1);
    await Promise.all(all.map((each) => each.until(() => each.changes.length > 0)));
    expect(new Set(all.map((each) => JSON.stringify(each.changes))).size).toBe(1);
  });

  it('of a pathway that there is not is refused, with the one that was probably meant', async () => {
    const refused = await fetch(`${server.url}/v1/stream?pathway=back-pian`);
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({
      code: 'unknown-pathway',
      detail: expect.stringContaining('Did you mean back-pain?'),
    });
  });

  it.each([
    ['of another log', `1.${'a'.repeat(32)}`],
    ['that is none', 'x'],
  ])('tells who comes with an id %s to load everything anew', async (_which, id) => {
    const listener = await Listener.open(server.url, id);
    await listener.until(() => listener.ended);
    expect(listener.messages).toEqual([{ id: '', event: 'reload', data: { reason: 'other-log' } }]);
  });

  // The last one: it stops the server.
  it('ends with the server', async () => {
    const listener = await Listener.open(server.url);
    await listener.until(() => listener.messages.length > 0);
    await server.close();
    await listener.until(() => listener.ended);
  });
});
