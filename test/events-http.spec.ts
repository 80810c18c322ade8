/** The ways in which events come in over HTTP, as publishers send them. */
import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { askStafett } from './data-folder.js';
import { servedForAll } from './http.spec.support.js';

const BATCH = 'application/cloudevents-batch+json';
const LINES = 'application/x-ndjson';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

let next = 0;
function event(more: object = {}): Readonly<Record<string, unknown>> {
  next += 1;
  return {
    ...{ specversion: '1.0', id: `e${next}`, source: 'urn:test', type: 'SymptomOnsetReported.v1' },
    ...{ subject: `urn:test|${next}`, time: '2026-04-01T08:00:00+02:00', ...more },
  };
}

describe('Events over HTTP', () => {
  const server = servedForAll();

  const post = async (
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
    query = '',
  ): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> => {
    const options = { method: 'POST', headers, ...(body !== undefined && { body }) };
    const answer = await fetch(`${server.url}/v1/events${query}`, options);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const send = async (
    value: unknown,
    type = 'application/cloudevents+json',
    query = '',
  ): Promise<Answer> => {
    const { text, ...answer } = await post(JSON.stringify(value), { 'content-type': type }, query);
    return { ...answer, body: JSON.parse(text) as Answer['body'] };
  };
  const sendLines = async (...lines: readonly unknown[]): Promise<readonly unknown[]> => {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    const answer = await post(text.join('\n'), { 'content-type': LINES });
    expect(answer.headers.get('content-type')).toBe(LINES);
    const answers = answer.text.trimEnd().split('\n');
    return answers.map((line) => JSON.parse(line) as unknown);
  };

  describe('in binary mode', () => {
    const binary = (more: Readonly<Record<string, string>> = {}): Record<string, string> => {
      const { specversion, id, source, type, subject, time } = event() as Record<string, string>;
      return {
        ...{ 'ce-specversion': specversion!, 'ce-id': id!, 'ce-source': source!, 'ce-time': time! },
        ...{
          'ce-type': type!,
          'ce-subject': subject!,
          'content-type': 'application/json',
          ...more,
        },
      };
    };

    it('are the same as in structured mode', async () => {
      const headers = binary({ 'ce-type': 'ReferralSent.v1' });
      expect(await post('{"reason":"pain"}', headers)).toMatchObject({ status: 201 });
      const { 'ce-id': id, 'ce-subject': subject } = headers;
      const again = event({ id, subject, type: 'ReferralSent', data: { reason: 'pain' } });
      expect(await send(again)).toMatchObject({ status: 200, body: { status: 'repeated' } });
    });

    it('need no body, and take other JSON types', async () => {
      const bare = binary();
      delete bare['content-type'];
      expect(await post(undefined, bare)).toMatchObject({ status: 201 });
      const fhir = binary({ 'content-type': 'application/fhir+json' });
      expect(await post('{}', fhir)).toMatchObject({ status: 201 });
    });

    it('are decoded once, and refused where they cannot be', async () => {
      const headers = binary({ 'ce-subject': 'urn:test|%C3%84ngen%20A' });
      expect(await post('{}', headers)).toMatchObject({ status: 201 });
      const structured = event({ id: headers['ce-id'], subject: 'urn:test|Ängen A' });
      expect(await send(structured)).toMatchObject({ status: 200 });
      const broken = await post('{}', binary({ 'ce-subject': '%FF' }));
      expect(broken.status).toBe(400);
      expect(JSON.parse(broken.text)).toMatchObject({ errors: [{ path: '/subject' }] });
    });
  });

  describe('written anew by their sender', () => {
    it('are repeats, however times, keys and numbers are written', async () => {
      const start = event({ type: 'Measured', time: '2026-04-01T08:00:00Z' });
      const data = { pain: 1, at: '2026-04-01T08:00:00Z' };
      expect((await send({ ...start, data })).status).toBe(201);
      const text = JSON.stringify({
        ...start,
        time: '2026-04-01T10:00:00.000+02:00',
        data: null,
      }).replace('"data":null', '"data":{"at":"2026-04-01T08:00:00.0Z","pain":1.0}');
      const again = await post(text, { 'content-type': 'application/json' });
      expect(again.status).toBe(200);
    });

    it('are conflicts where they say something else, named as the sender wrote it', async () => {
      const first = event({ type: 'EventCorrected', correctionof: 'x' });
      expect((await send(first)).status).toBe(201);
      const answer = await send({ ...first, correctionof: 'y' });
      expect(answer).toMatchObject({ status: 409, body: { errors: [{ path: '/correctionof' }] } });
      expect(JSON.stringify(answer.body)).not.toContain('correctionOf');
    });
  });

  it('are repeats at whichever door they come again', async () => {
    const [one, other] = [event(), event()];
    expect(await send(one)).toMatchObject({ status: 201 });
    expect(await send(other)).toMatchObject({ status: 201 });
    expect(await send([one, one], BATCH)).toMatchObject({ status: 200, body: { repeated: 2 } });
    const file = join(server.folder, 'again.ndjson');
    await writeFile(file, [other, one].map((each) => JSON.stringify(each)).join('\n'));
    const imported = await askStafett('import', file, '--data', server.folder);
    expect(imported).toMatchObject({ files: [{ accepted: 0, repeated: 2, refused: 0 }] });
  });

  describe('of several sources', () => {
    it('are told apart by source and id together', async () => {
      const one = event({ source: '/ward-a' });
      const other = { ...one, source: '/ward-b' };
      expect(await send(one)).toMatchObject({ status: 201 });
      expect(await send(other)).toMatchObject({ status: 201, body: { status: 'accepted' } });
      expect(await send(other)).toMatchObject({ status: 200, body: { status: 'repeated' } });
      const started = { ...one, type: 'TreatmentStarted' };
      expect(await send(started)).toMatchObject({
        status: 409,
        body: { errors: [{ path: '/type' }] },
      });
    });
  });

  describe('under an Idempotency-Key', () => {
    it('have the same answer again, and share the key with no other', async () => {
      const one = event();
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'k1' };
      const first = await post(JSON.stringify(one), headers);
      const again = await post(JSON.stringify(one), headers);
      expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
      expect((await post(JSON.stringify(event()), headers)).status).toBe(422);
      const lines = { 'content-type': LINES, 'idempotency-key': 'k2' };
      expect((await post(JSON.stringify(event()), lines)).status).toBe(400);
    });
  });

  describe('that say what nobody defined', () => {
    it('are recorded with a warning', async () => {
      const answer = await send(event({ type: 'ReferalSent', pathway: 'nowhere' }));
      expect(answer).toMatchObject({
        status: 201,
        body: {
          warnings: [
            { code: 'unknown-type', path: '/type', suggestion: 'ReferralSent' },
            { code: 'unknown-pathway', path: '/pathway' },
          ],
        },
      });
    });
  });

  describe('as a batch', () => {
    it('are recorded each by itself', async () => {
      const [one, two, three] = [event(), event(), event()];
      const batch = [one, { ...two, subject: undefined }, three, one];
      const answer = await send(batch, BATCH);
      expect(answer).toMatchObject({
        status: 207,
        body: {
          ...{ accepted: 2, repeated: 1, refused: 1, failed: 0 },
          results: [
            { status: 'accepted' },
            { status: 'refused', problem: { status: 422, errors: [{ path: '/subject' }] } },
            { status: 'accepted' },
            { status: 'repeated' },
          ],
        },
      });
      expect(await send([one, three], BATCH)).toMatchObject({
        status: 200,
        body: { accepted: 0, repeated: 2 },
      });
      expect(await send([event()], BATCH)).toMatchObject({ status: 201 });
    });

    it('may be none', async () => {
      expect(await send([], BATCH)).toMatchObject({ status: 200, body: { results: [] } });
    });

    it('are no batch under another content type, nor is one event a batch', async () => {
      const list = await send([event()]);
      expect(list).toMatchObject({ status: 422, body: { code: 'invalid-event' } });
      expect(list.body['detail']).toContain(BATCH);
      expect(await send(event(), BATCH)).toMatchObject({ status: 422 });
    });

    it('are all recorded or none, where that is asked', async () => {
      const known = event();
      await send(known);
      const good = event();
      const conflict = { ...known, time: '2026-04-02T08:00:00+02:00' };
      const unknown = { ...event(), data: { nonsense: 1 } };
      const answer = await send([good, conflict, unknown], BATCH, '?all-or-none=true');
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: 'batch-refused',
          errors: [{ path: '/1/time' }, { path: '/2/data/nonsense' }],
        },
      });
      // It was not recorded with the batch.
      const alone = await send([good], BATCH, '?all-or-none=true');
      expect(alone).toMatchObject({ status: 201, body: { accepted: 1 } });
    });

    it('of one id for two patients are not all recorded', async () => {
      const one = event();
      const answer = await send(
        [one, { ...one, subject: 'urn:test|x' }],
        BATCH,
        '?all-or-none=true',
      );
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: '/1/id' }] } });
    });

    it('are at most 1,000', async () => {
      const many = Array.from({ length: 1_001 }, () => ({}));
      expect(await send(many, BATCH)).toMatchObject({
        status: 413,
        body: { code: 'batch-too-large' },
      });
    });
  });

  describe('as lines', () => {
    it('are answered where there is something to say, and at the end', async () => {
      const [one, two] = [event(), event({ type: 'SymptomOnsetReportd' })];
      const answers = await sendLines(one, '{', '', two, one);
      const count = { accepted: 2, repeated: 1, refused: 1 };
      expect(answers).toEqual([
        { line: 2, status: 'refused', problem: expect.objectContaining({ status: 422 }) },
        {
          line: 4,
          status: 'accepted',
          warnings: [expect.objectContaining({ code: 'unknown-type' })],
        },
        { through: 5, ...count },
        { done: true, through: 5, ...count },
      ]);
    });

    it('are recorded while more of them come, and the answer says how far', async () => {
      const { promise: firstAnswered, resolve } = Promise.withResolvers<void>();
      const lines = (n: number): string =>
        Array.from({ length: n }, () => `${JSON.stringify(event())}\n`).join('');
      const body = async function* () {
        yield Buffer.from(lines(2_500));
        await firstAnswered;
        yield Buffer.from(lines(10));
      };
      const answer = await fetch(`${server.url}/v1/events`, {
        ...{ method: 'POST', headers: { 'content-type': LINES }, duplex: 'half' },
        body: Readable.toWeb(Readable.from(body())),
      } as unknown as RequestInit);
      let text = '';
      for await (const chunk of answer.body!) {
        text += Buffer.from(chunk).toString();
        if (text.includes('"through":2000,')) resolve();
      }
      expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).toMatchObject({
        ...{ done: true, through: 2_510, accepted: 2_510 },
      });
    });

    it('end where more than 1,000 are refused', async () => {
      const answers = await sendLines(...Array.from({ length: 3_000 }, () => '{'));
      expect(answers.at(-1)).toMatchObject({ done: false, problem: { code: 'too-many-refused' } });
    });
  });

  it('of another type are refused, at every address', async () => {
    for (const [path, type] of [
      ['events', 'text/plain'],
      ['events', 'application/fhir+json'],
      ['outbox/x/acknowledgements', LINES],
      ['outbox/x/acknowledgements', BATCH],
    ]) {
      const headers = { 'content-type': type! };
      const answer = await fetch(`${server.url}/v1/${path}`, {
        method: 'POST',
        headers,
        body: '[]',
      });
      expect([path, type, answer.status]).toEqual([path, type, 415]);
    }
  });
});
