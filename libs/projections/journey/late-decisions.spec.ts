/** Which decisions count as a timer's that fired late. */
import { describe, expect, it } from '@jest/globals';
import type { Position, RecordedEvent } from '#event-store';
import { storedDecision } from '#pathway';
import { storedFact } from '#care-event';
import { LATE_AFTER_MS, lateSeconds } from './late-decisions.js';

const DUE_MS = 1_000_000;

function stream(
  ...parts: readonly (readonly [number, Pick<RecordedEvent, 'type' | 'data' | 'metadata'>])[]
) {
  return parts.map(([recordedAt, event], revision) => ({
    ...event,
    id: String(revision),
    stream: 'patient-a',
    revision,
    position: String(revision + 1) as Position,
    recordedAt,
    knownAt: recordedAt,
  }));
}
const fact = (wake?: number) =>
  storedFact(
    {
      id: 'e',
      source: 'urn:test',
      type: 'SymptomOnsetReported',
      version: 1,
      occurredAt: '2026-01-01T00:00:00Z',
      data: {},
    },
    wake,
  );
const decision = (effectiveAt: number, wake?: number) =>
  storedDecision(
    {
      type: 'DutyBreached',
      key: `one/plan/DutyBreached/${effectiveAt}`,
      effectiveAt,
      data: { pathway: 'one', duty: 'plan', episode: 1, occurrence: 1 },
    },
    wake,
  );

describe('A decision', () => {
  it('is late when its timer was planned and fired more than a minute after', () => {
    const recorded = DUE_MS + LATE_AFTER_MS + 1_000;
    const late = lateSeconds(stream([0, fact(DUE_MS)], [recorded, decision(DUE_MS)]));
    expect([...late]).toEqual([[1, 61]]);
  });

  it('is in time within that minute', () => {
    const late = lateSeconds(stream([0, fact(DUE_MS)], [DUE_MS + LATE_AFTER_MS, decision(DUE_MS)]));
    expect(late.size).toBe(0);
  });

  it('is no timer’s when a report came with it, however long ago it takes effect', () => {
    const at = DUE_MS + 10 * LATE_AFTER_MS;
    const late = lateSeconds(stream([0, fact(DUE_MS)], [at, fact()], [at, decision(DUE_MS)]));
    expect(late.size).toBe(0);
  });

  it('is no timer’s when none was planned for then: a pathway was published later', () => {
    const at = DUE_MS + 10 * LATE_AFTER_MS;
    expect(lateSeconds(stream([0, fact()], [at, decision(DUE_MS)])).size).toBe(0);
    expect(lateSeconds(stream([0, fact(DUE_MS + 1)], [at, decision(DUE_MS)])).size).toBe(0);
  });

  it('is separated from the batch before it, even if both were recorded at one instant', () => {
    const at = DUE_MS + 10 * LATE_AFTER_MS;
    const events = stream([at, fact(DUE_MS)], [at, decision(DUE_MS)]);
    expect([...lateSeconds(events).keys()]).toEqual([1]);
  });
});
