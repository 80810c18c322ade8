/** Whom a receipt warns. */
import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '#care-event';
import { bareDefinition, PathwayVersions } from '#pathway';
import { warningsOf } from './warnings.js';

const declared = new Map([['Came', { type: 'Came' }]]);
const [back, knee] = ['back', 'knee'].map((id) => ({ ...bareDefinition(id), declared }));

function came(id: string, more: Partial<RecordedFact> = {}): RecordedFact {
  const occurredAt = `2026-03-0${id}T09:00:00Z`;
  return {
    ...{ id, source: 'x', type: 'Came', version: 1, occurredAt, recordedAt: 0, data: {} },
    ...more,
  };
}

/** The pathways of the warnings of each fact. */
function warned(...facts: readonly RecordedFact[]): readonly (readonly string[])[] {
  const assessments = [back!, knee!].flatMap((definition) =>
    PathwayVersions.of(definition).assessAll(facts, Date.parse('2026-03-31T00:00:00Z')),
  );
  const warnings = warningsOf(facts, assessments);
  return facts.map(({ source, id }) => {
    return (warnings.get(`${source} ${id}`) ?? []).map(({ pathway }) => pathway);
  });
}

describe('A receipt', () => {
  it('warns of each pathway that the event opened without naming one', () => {
    expect(warned(came('1'))).toEqual([['back', 'knee']]);
  });

  it('does not warn of what is open already, nor of a pathway that was named', () => {
    expect(warned(came('1'), came('2'))).toEqual([['back', 'knee'], []]);
    expect(warned(came('1', { pathway: 'back' }))).toEqual([[]]);
  });
});
