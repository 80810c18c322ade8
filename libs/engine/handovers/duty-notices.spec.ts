/** Warnings about duties, and escalations, on a real store: sent once, and only while they help. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGE_SENT } from '#care-event';
import { InMemoryCheckpointStore } from '../processors/checkpoint-store.js';
import { HandoverHarness } from './handover-harness.spec.support.js';

const WARNED = `
duties:
  - id: planned
    from: SymptomOnsetReported
    until: RehabPlanAgreed
    within: 10 days
    owner: gp
    warn: [{ before: 3 days, to: coordinator }]
`;

describe('A duty that is due soon', () => {
  let harness: HandoverHarness;
  beforeEach(async () => {
    harness = await HandoverHarness.open(WARNED);
    await harness.record('SymptomOnsetReported');
  });
  afterEach(() => harness.close());

  it('is told to whoever is warned, with what has to be done by when', async () => {
    await (await harness.at(7).wake()).saga();
    expect(await harness.messages()).toEqual([]);
    await (await harness.at(8).wake()).saga();
    expect(await harness.messages()).toEqual(['due-soon > coordinator']);
    const sent = (await harness.events()).find(({ type }) => type === MESSAGE_SENT);
    expect(sent?.stream).toMatch(/^duty-d[0-9a-f]{32}$/);
    expect(sent?.data).toMatchObject({
      patient: 'p1',
      pathway: 'back',
      time: '2026-03-09T23:00:00Z',
      body: { duty: 'planned', owner: 'gp', dueAt: '2026-03-12T23:59:59.999+01:00' },
    });
  });

  it('is told once, whoever processes the log', async () => {
    await (await harness.at(8).wake()).saga();
    await harness.saga(new InMemoryCheckpointStore());
    await (await harness.at(9).wake()).saga();
    expect(await harness.messages()).toEqual(['due-soon > coordinator']);
  });

  it('is not told where the duty was done meanwhile, or is past due when it becomes known', async () => {
    await harness.at(8).wake();
    await harness.record('RehabPlanAgreed');
    await harness.saga();
    expect(await harness.messages()).toEqual([]);
  });

  it('is not told where nobody looked until it was past due', async () => {
    await (await harness.at(20).wake()).saga();
    expect(await harness.messages()).toEqual([]);
  });
});

const ESCALATED = `
duties:
  - id: planned
    from: SymptomOnsetReported
    until: RehabPlanAgreed
    within: 10 days
    owner: gp
    escalate: [{ to: coordinator }, { after: 1 week, to: clinic }]
`;

describe('A duty that is overdue', () => {
  let harness: HandoverHarness;
  beforeEach(async () => {
    harness = await HandoverHarness.open(ESCALATED);
    await harness.record('SymptomOnsetReported');
  });
  afterEach(() => harness.close());

  it('is told to whom it is escalated, step by step', async () => {
    await (await harness.at(10).wake()).saga();
    expect(await harness.messages()).toEqual([]);
    await (await harness.at(11).wake()).saga();
    expect(await harness.messages()).toEqual(['overdue > coordinator']);
    const sent = (await harness.events()).find(({ type }) => type === MESSAGE_SENT);
    expect(sent?.stream).toMatch(/^duty-d[0-9a-f]{32}$/);
    expect(sent?.data).toMatchObject({
      ...{ patient: 'p1', pathway: 'back', time: '2026-03-12T23:00:00Z' },
      body: { duty: 'planned', owner: 'gp', dueAt: '2026-03-12T23:59:59.999+01:00' },
    });
    await (await harness.at(18).wake()).saga();
    expect(await harness.messages()).toEqual(['overdue > coordinator', 'overdue > clinic']);
  });

  it('is told once, whoever processes the log', async () => {
    await (await harness.at(11).wake()).saga();
    await harness.saga(new InMemoryCheckpointStore());
    await (await harness.at(12).wake()).saga();
    expect(await harness.messages()).toEqual(['overdue > coordinator']);
  });

  it('is not told where it was done meanwhile, or where that it was overdue is history', async () => {
    await harness.at(11).wake();
    await harness.record('RehabPlanAgreed');
    await harness.saga();
    expect(await harness.messages()).toEqual([]);
  });

  it('is not told of what came to be known a month later', async () => {
    await (await harness.at(60).wake()).saga();
    expect(await harness.messages()).toEqual([]);
  });
});
