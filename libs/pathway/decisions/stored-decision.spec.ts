/** Decisions to the form of the log and back, nothing lost. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type DecisionType,
  factFromStored,
  type StoredContent,
  type StoredEvent,
} from '#care-event';
import type { Decision } from './decision.js';
import { decisionFromStored, storedDecision } from './stored-decision.js';

/** What the log gives back: the same content, encoded and decoded. */
function throughLog(content: StoredContent, recordedAt: number): StoredEvent {
  return { ...(JSON.parse(JSON.stringify(content)) as StoredContent), recordedAt };
}

describe('a decision in the log', () => {
  const decision: Decision = {
    type: 'DutyBreached',
    key: 'back-pain/rehabilitation-planned/breached/0',
    effectiveAt: 1_773_000_000_000,
    data: { pathway: 'back-pain', duty: 'rehabilitation-planned', instance: 0 },
  };

  it('comes back as it was, with pathway and duty in sight', () => {
    const types = fc.constantFrom<DecisionType>(
      'DutyArmed',
      'DutyMet',
      'DutyBreached',
      'DutyExempted',
      'DutyReopened',
      'DutyVoided',
    );
    fc.assert(
      fc.property(types, fc.option(fc.nat(), { nil: undefined }), (type, wake) => {
        const stored = throughLog(storedDecision({ ...decision, type }, wake), 5);
        expect(decisionFromStored(stored)).toEqual({
          ...decision,
          type,
          pathway: 'back-pain',
          attempt: 1,
          duty: 'rehabilitation-planned',
          episode: 1,
          occurrence: '',
          recordedAt: 5,
        });
        expect(factFromStored(stored)).toBeUndefined();
      }),
    );
  });

  it('comes back with its episode and its occurrence', () => {
    const data = { ...decision.data, episode: 2, occurrence: 'https://gp.example 7' };
    const stored = throughLog(storedDecision({ ...decision, data }), 5);
    expect(decisionFromStored(stored)).toMatchObject({
      duty: 'rehabilitation-planned',
      episode: 2,
      occurrence: 'https://gp.example 7',
    });
  });

  it.each(['EpisodeRecurred', 'EpisodeRecurrenceVoided'] as const)(
    'may be about an episode: %s',
    (type) => {
      const data = { pathway: 'back-pain', episode: 2, earlierEpisode: '1', gapDays: 20 };
      const stored = throughLog(storedDecision({ ...decision, type, data }), 5);
      const read = decisionFromStored(stored);
      expect(read).toMatchObject({ type, pathway: 'back-pain', episode: 2, occurrence: '' });
      expect(read).not.toHaveProperty('duty');
      expect(factFromStored(stored)).toBeUndefined();
    },
  );

  it('is stored under these names', () => {
    expect(storedDecision(decision, 9).type).toBe('DutyBreached.v1');
    expect(storedDecision(decision, 9).metadata).toEqual({
      source: 'urn:stafett:engine',
      key: 'back-pain/rehabilitation-planned/breached/0',
      effective: 1_773_000_000_000,
      wake: 9,
    });
  });

  it('is not seen in a fact of the same type', () => {
    const stored = { ...storedDecision(decision), recordedAt: 0 };
    const metadata = { ...stored.metadata, source: 'https://gp.example' };
    expect(decisionFromStored({ ...stored, metadata })).toBeUndefined();
    expect(decisionFromStored({ ...stored, type: 'Unheard.v1' })).toBeUndefined();
    expect(decisionFromStored({ ...stored, data: {} })).toBeUndefined();
  });
});
