/**
 * The real server killed again and again with SIGKILL, at any moment, while reports come in,
 * handovers are told and acknowledged, and timers fire: nothing acknowledged is lost,
 * nothing is there twice, and what is in the log agrees with itself.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readWholeLog, requireReadable, type RecordedEvent } from '#event-store';
import { HandoverProcess, LogProcessor, InMemoryCheckpointStore, ParkedSequences } from '#engine';
import { custodyFaults, decide, decisionFromStored } from '#pathway';
import { factFromStored, PATIENT_STREAM, MESSAGE_DELIVERED, MESSAGE_SENT } from '#care-event';
import { openWriter, openReports } from '../apps/composition/index.js';
import { runStafett, printedBy, start, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

/** Fewer and longer on a server, which takes longer to start on. */
const onServer = process.env['STAFETT_TEST_STORE'] !== undefined;
const KILLS = onServer ? 8 : 50;
const WORK_MS = 100;
const PUBLISHERS = onServer ? 3 : 8;
/** How long a server's processors may take to have told somebody something, ms; then it is killed anyhow. */
const TOLD_WITHIN_MS = 20_000;
const PATHWAY = resolve('test/baton.yaml');
const START_MS = Date.parse('2026-03-02T08:00:00Z');
/** Between two kills: in all enough for an answer to fall due, to be reminded of and escalated. */
const STEP_MS = Math.ceil((23 * 86_400_000) / KILLS);

/** What becomes of a patient, one report after the other; each ends another way. */
const STORIES: readonly (readonly (readonly [type: string, data?: object])[])[] = [
  [
    ['ReferralSent', { referral: 'r' }],
    ['ReferralAssessed', { referral: 'r', outcome: 'accepted' }],
    ['DischargedToMunicipality'],
    ['ResponsibilityAccepted', { to: 'gp' }],
  ],
  [
    ['ReferralSent', { referral: 'r' }],
    ['InformationRequested', { referral: 'r' }],
    ['InformationSupplied', { referral: 'r' }],
    ['ReferralAssessed', { referral: 'r', outcome: 'rejected' }],
  ],
  [
    ['ReferralSent', { referral: 'r' }],
    ['ResponsibilityWithdrawn'],
    ['ResponsibilityReleased', { to: 'clinic' }],
  ],
  [['ReferralSent', { referral: 'r' }], ['PatientDied']],
  [['ReferralSent', { referral: 'r' }]],
];

/** Whole numbers from 0, the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A server that is loaded and waits to be told when to begin. */
function ready(folder: string): ChildProcess {
  const script = fileURLToPath(new URL('./killed-server.spec.fixture.js', import.meta.url));
  return start(script, [folder]);
}

describe('A server that is killed again and again', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let events: readonly RecordedEvent[];
  const acknowledged = new Set<string>();
  /** Messages that a receiver was told it had acknowledged. */
  const received = new Set<string>();

  beforeAll(async () => {
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', PATHWAY, '--data', folder.path);
    const pick = chance(7);
    let next = ready(folder.path);
    for (let round = 0; round < KILLS; round += 1) {
      const now = new Date(START_MS + round * STEP_MS);
      const child = next;
      child.stdin?.write(`${now.toISOString()}\n`);
      const url = await printedBy(child, /(http:\/\/[^\s"]+)/);
      if (round < KILLS - 1) next = ready(folder.path);
      let running = true;
      const post = async (path: string, type: string, body: unknown): Promise<number> => {
        const response = await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': type },
          body: JSON.stringify(body),
        });
        await response.arrayBuffer();
        return response.status;
      };
      const publish = async (publisher: number): Promise<void> => {
        for (let patient = 0; running; patient += 1) {
          const story = STORIES[(publisher + patient + round) % STORIES.length] ?? [];
          const subject = `test|${round}-${publisher}-${patient}`;
          for (const [step, [type, data = {}]] of [
            ['SymptomOnsetReported'] as const,
            ...story,
          ].entries()) {
            if (!running) return;
            const id = `${subject}-${step}`;
            const time = new Date(now.getTime() + step).toISOString();
            const event = { specversion: '1.0', id, source: 'urn:test', type, subject, time, data };
            // A publisher that does not know sends again, sometimes though it knows.
            for (let sends = 1 + Number(step % 3 === 0); sends > 0; sends -= 1) {
              const status = await post('/v1/events', 'application/cloudevents+json', event);
              if (status === 201 || status === 200) acknowledged.add(id);
            }
          }
        }
      };
      const receive = async (service: string): Promise<void> => {
        while (running) {
          const page = (await (await fetch(`${url}/v1/outbox/${service}?limit=20`)).json()) as {
            events: { id: string }[];
            cursor: string | null;
          };
          if (page.cursor === null || page.events.length === 0) {
            await pause(20);
            continue;
          }
          const path = `/v1/outbox/${service}/acknowledgements`;
          const status = await post(path, 'application/json', { cursor: page.cursor });
          if (status === 200) for (const { id } of page.events) received.add(id);
        }
      };
      // Whoever talks to the server when it is killed does not hear the end of it.
      const gone = (): void => undefined;
      const work = [
        ...Array.from({ length: PUBLISHERS }, (_, n) => publish(n).catch(gone)),
        ...['clinic', 'gp', 'coordinator'].map((service) => receive(service).catch(gone)),
      ];
      const told = received.size;
      const until = performance.now() + (onServer ? TOLD_WITHIN_MS : 0);
      while (received.size === told && performance.now() < until) await pause(50);
      await pause(WORK_MS + pick(500));
      const exited = new Promise((done) => child.on('close', done));
      child.kill('SIGKILL');
      await exited;
      running = false;
      await Promise.all(work);
    }
    const reports = await openReports(installationOf(folder.path));
    const read: RecordedEvent[] = [];
    for await (const page of readWholeLog(reports.store)) read.push(...requireReadable(page));
    await reports.close();
    events = read;
  }, 1_200_000);
  afterAll(() => folder.remove());

  it('has every report that it acknowledged, once', () => {
    const times = new Map<string, number>();
    for (const event of events) {
      const id = factFromStored(event)?.id;
      if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
    }
    expect(acknowledged.size).toBeGreaterThan(KILLS * 10);
    expect([...acknowledged].filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times].filter(([, n]) => n !== 1)).toEqual([]);
  });

  it('has contiguous streams, ids once, and times that never go back', () => {
    const revisions = new Map<string, number>();
    const ids = new Set<string>();
    let last = -Infinity;
    for (const { stream, revision, id, recordedAt } of events) {
      expect(revision).toBe((revisions.get(stream) ?? -1) + 1);
      revisions.set(stream, revision);
      ids.add(`${stream} ${id}`);
      expect(recordedAt).toBeGreaterThanOrEqual(last);
      last = recordedAt;
    }
    expect(ids.size).toBe(events.length);
  });

  it('has told everybody once what they had to be told, and remembers who has it', () => {
    const sent = events.filter(({ type }) => type === MESSAGE_SENT);
    const steps = sent.map(({ stream, metadata }) => `${stream} ${metadata['step'] as string}`);
    expect(new Set(steps).size).toBe(steps.length);
    expect(sent.length).toBeGreaterThan(KILLS / 2);
    const delivered = events
      .filter(({ type }) => type === MESSAGE_DELIVERED)
      .map(({ data }) => data['message'] as string);
    expect(new Set(delivered).size).toBe(delivered.length);
    expect([...received].filter((id) => !delivered.includes(id))).toEqual([]);
    expect(received.size).toBeGreaterThan(0);
  });

  it('fired no timer before its time, and none twice', () => {
    const decisions = events.flatMap((event) => {
      const decision = decisionFromStored(event);
      return decision === undefined ? [] : [{ decision, stream: event.stream }];
    });
    expect(
      decisions.filter(({ decision: { type } }) => type === 'HandoverReminded').length,
    ).toBeGreaterThan(0);
    for (const { decision } of decisions)
      expect(decision.effectiveAt).toBeLessThanOrEqual(decision.recordedAt);
    const keys = decisions.map(({ decision, stream }) => `${stream} ${decision.key}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has one holder for every patient at every instant, and comes to rest when all is looked at', async () => {
    const now = START_MS + KILLS * STEP_MS;
    const writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const patients = new Set(
      events.flatMap(({ stream }) =>
        stream.startsWith(PATIENT_STREAM) ? [stream.slice(PATIENT_STREAM.length)] : [],
      ),
    );
    for (const patient of patients) await writer.engine.wakePatient(patient);
    const parking = new ParkedSequences({ store: writer.store });
    await parking.load();
    const saga = new HandoverProcess(writer.store);
    const sent: string[] = [];
    const processor = new LogProcessor({
      name: 'handovers',
      ...{
        store: writer.store,
        parking,
        checkpoints: new InMemoryCheckpointStore(),
        clock: () => now,
      },
      partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
      handle: async (event) => void sent.push(...(await saga.handle(event)).sent),
    });
    await processor.runOnce();
    sent.length = 0;
    await new LogProcessor({
      name: 'handovers',
      ...{
        store: writer.store,
        parking,
        checkpoints: new InMemoryCheckpointStore(),
        clock: () => now,
      },
      partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
      handle: async (event) => void sent.push(...(await saga.handle(event)).sent),
    }).runOnce();
    expect(sent).toEqual([]);
    expect(parking.counts().size).toBe(0);
    const { DefinitionRegistry, loadHistory } = await import('#engine');
    const registry = new DefinitionRegistry(writer.store);
    await registry.load();
    for (const patient of patients) {
      const { facts, decisions } = await loadHistory(writer.store, patient);
      for (const versions of registry.pathways()) {
        const assessments = versions.assessAll(facts, now);
        expect(assessments.flatMap(custodyFaults)).toEqual([]);
        expect(decide(assessments, decisions)).toEqual([]);
      }
    }
    await writer.close();
  }, 300_000);
});
