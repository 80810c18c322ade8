/**
 * Golden histories: log files of earlier versions, kept for ever. Today's code must
 * take the same decisions from the same facts; a difference is a change of meaning
 * that needs a decision page, not a new golden file.
 *
 * A file holds one event a line as the log holds it. `npm run golden` writes one for
 * this version; it never overwrites.
 */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  custodyFaults,
  decide,
  decisionFromStored,
  messagesDue,
  PathwayVersions,
  storedDecision,
  type Migration,
  type PublishedDefinition,
  type RecordedDecision,
  type SentMessage,
} from '#pathway';
import {
  factFromStored,
  type JsonObject,
  type RecordedFact,
  MESSAGE_SENT,
  receiverOf,
  type HandoverMessage,
} from '#care-event';
import { readDefinition } from '#pathway-language';
import { handoverId } from '#engine';
import type { RecordedEvent } from '#event-store';

const FOLDER = resolve('test/golden');

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.ndjson')))('%s', (file) => {
  const events = readFileSync(resolve(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedEvent);

  it('leads to the same decisions, batch by batch', () => {
    const { made, kept } = replay(events);
    expect(kept.length).toBeGreaterThan(0);
    expect(asFarAs(kept, made)).toEqual(kept);
  });

  it('has one accountable holder at every instant, whenever it is looked at', () => {
    expect(replay(events).custody).toEqual([]);
  });

  it('leads to the same messages to the same services, handover by handover', () => {
    const { due, sent } = retell(events);
    expect(due).toEqual(sent);
  });

  it('would not pass with another history', () => {
    const withoutPlans = events.filter(({ type }) => !type.startsWith('RehabPlanAgreed'));
    expect(withoutPlans.length).toBeLessThan(events.length);
    const { made, kept } = replay(withoutPlans);
    expect(made).not.toEqual(kept);
  });
});

type Content = Pick<RecordedEvent, 'type' | 'data'>;

interface Replayed {
  readonly made: Content[];
  readonly kept: Content[];
  /** What is wrong with who is accountable when. */
  readonly custody: string[];
}

/** Decides anew at each instant at which the log says that something was recorded. */
function replay(events: readonly RecordedEvent[]): Replayed {
  const pathways = new Map<string, Pathway>();
  const patients = new Map<string, { facts: RecordedFact[]; decisions: RecordedDecision[] }>();
  const made: Content[] = [];
  const kept: Content[] = [];
  const custody: string[] = [];
  for (const batch of batchesOf(events)) {
    const [first] = batch;
    if (first === undefined) continue;
    if (first.stream.startsWith('definition-')) takeIn(pathways, first);
    if (!first.stream.startsWith('patient-')) continue;
    const patient = patients.get(first.stream) ?? { facts: [], decisions: [] };
    patients.set(first.stream, patient);
    for (const event of batch) {
      const fact = factFromStored(event);
      if (fact !== undefined) patient.facts.push(fact);
    }
    for (const { published, migrations } of pathways.values()) {
      const versions = new PathwayVersions(published, migrations);
      const assessment = versions.assess(patient.facts, first.recordedAt);
      custody.push(...custodyFaults(assessment));
      made.push(...decide(assessment, patient.decisions).map(storedDecision).map(asBefore));
    }
    for (const event of batch) {
      const decision = decisionFromStored(event);
      if (decision === undefined) continue;
      patient.decisions.push(decision);
      kept.push(contentOf(event));
    }
  }
  return { made, kept, custody };
}

interface StepMessage {
  readonly step: string;
  readonly message: JsonObject;
}

/** Works out, wherever the log says that messages were sent, which had to be. */
function retell(events: readonly RecordedEvent[]): { due: StepMessage[]; sent: StepMessage[] } {
  const decisions = new Map<string, RecordedDecision[]>();
  const soFar = new Map<string, SentMessage[]>();
  const due: StepMessage[] = [];
  const sent: StepMessage[] = [];
  for (const batch of batchesOf(events)) {
    for (const event of batch) {
      const decision = decisionFromStored(event);
      if (decision === undefined) continue;
      decisions.set(event.stream, [...(decisions.get(event.stream) ?? []), decision]);
    }
    const messages = batch.filter(({ type }) => type === MESSAGE_SENT);
    const [first] = messages;
    if (first === undefined) continue;
    const { patient, handoverId: id } = first.data as unknown as HandoverMessage;
    const before = soFar.get(first.stream) ?? [];
    const offer = (decisions.get(`patient-${patient}`) ?? []).filter(
      ({ pathway, handover = '', occurrence, attempt }) =>
        handoverId({ patient, pathway, handover, occurrence, attempt }) === id,
    );
    for (const { step, kind, receiver, body } of messagesDue(offer, before))
      due.push({ step, message: { kind, receiver, body } });
    for (const { data, metadata } of messages) {
      const { kind, body, ...to } = data as unknown as HandoverMessage;
      const receiver = receiverOf(to);
      const { step, decision } = metadata as { step: string; decision: string };
      before.push({ step, receiver, decision });
      sent.push({ step, message: { kind, receiver, body } });
    }
    soFar.set(first.stream, before);
  }
  return { due, sent };
}

interface Pathway {
  readonly published: PublishedDefinition[];
  readonly migrations: Migration[];
}

function takeIn(pathways: Map<string, Pathway>, event: RecordedEvent): void {
  const { stream, type, data, recordedAt } = event;
  const pathway = pathways.get(stream) ?? { published: [], migrations: [] };
  pathways.set(stream, pathway);
  if (type === 'PathwayPublished.v1') {
    const read = readDefinition(data['yaml'] as string);
    if ('problems' in read) throw new Error(`${stream}: ${read.problems[0]?.message}`);
    pathway.published.push({ definition: read.definition, publishedAt: recordedAt });
  } else if (type === 'PathwayMigrated.v1') {
    pathway.migrations.push({ version: data['version'] as number, at: recordedAt });
  }
}

function contentOf({ type, data }: Content): Content {
  return { type, data };
}

/** Without what decisions say besides since the golden files were written: decision 49. */
function asBefore({ type, data: { matching: _matching, ...data } }: Content): Content {
  return { type, data };
}

/** Files of before duties were escalated in the log have no such decisions: decision 98. */
function asFarAs(kept: readonly Content[], made: readonly Content[]): readonly Content[] {
  const escalates = ({ type }: Content): boolean => type === 'DutyEscalated.v1';
  return kept.some(escalates) ? made : made.filter((one) => !escalates(one));
}

/** Events that were recorded together: neighbours of one stream at one instant. */
function batchesOf(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const batches: RecordedEvent[][] = [];
  for (const event of events) {
    const last = batches.at(-1)?.[0];
    if (last?.stream === event.stream && last.recordedAt === event.recordedAt) {
      batches.at(-1)?.push(event);
    } else batches.push([event]);
  }
  return batches;
}
