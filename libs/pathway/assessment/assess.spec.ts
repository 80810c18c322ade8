/** Where a patient stands: stages, duties and the next wake-up. */
import { describe, expect, it } from '@jest/globals';
import { assess } from './assess.js';
import type { RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { Journey } from './journey.js';
import { readDefinition } from '#pathway-language';

const PATHWAY = `
pathway: back
version: 3
zone: Europe/Oslo
services:
  gp: { level: municipal }
  physio: { level: municipal }
  hospital: { level: specialist }
entry: { events: [SymptomOnsetReported, FirstContactMade] }
closes: PathwayClosed
stages:
  - { id: first, holder: gp }
  - { id: training, holder: physio, opens: RehabPlanAgreed }
  - { id: clinic, holder: hospital, opens: ReferralAssessed }
milestones:
  - { id: planned, reached-by: [RehabPlanAgreed, RehabPlanRevised] }
duties:
  - { id: plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: holder }
`;

function read(text: string): Definition {
  const result = readDefinition(text);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition;
}

const BACK = read(PATHWAY);

let sequence = 0;
function fact(type: string, occurredAt: string, more: Partial<RecordedFact> = {}): RecordedFact {
  sequence += 1;
  const id = String(sequence);
  const base = { id, source: 'urn:x', version: 1, data: {}, recordedAt: 0 };
  return { ...base, type, occurredAt, sequence: id, ...more };
}

const at = (text: string): number => Date.parse(text);
const onset = fact('SymptomOnsetReported', '2026-03-02T09:00:00+01:00');

describe('A journey', () => {
  it('is not entered by facts that do not open it', () => {
    const facts = [fact('VisitCompleted', '2026-03-01T09:00:00+01:00')];
    expect(assess(BACK, facts, at('2026-04-01T00:00:00Z'))).toEqual({
      pathway: 'back',
      version: 3,
      zone: 'Europe/Oslo',
      at: at('2026-04-01T00:00:00Z'),
      state: 'not-entered',
      episodes: [],
      stages: [],
      custody: [],
      milestones: [],
      duties: [],
      handovers: [],
      clocks: [],
      queues: [],
      interrupts: [],
      deviations: [],
    });
  });

  it('begins in the first stage, with the event that opened it', () => {
    expect(assess(BACK, [onset], at('2026-03-03T00:00:00Z'))).toMatchObject({
      state: 'open',
      enteredAt: at('2026-03-02T08:00:00Z'),
      stage: { stage: 'first', holder: 'gp', from: at('2026-03-02T08:00:00Z') },
      holder: 'gp',
    });
  });

  it('begins in another stage where its first event opens that', () => {
    const facts = [fact('ER', '2026-03-01T09:00:00Z')];
    const declared = read(`
pathway: er
version: 1
zone: UTC
services: { er: { level: specialist }, ward: { level: specialist } }
events: { ER: {} }
entry: any
stages: [{ id: a, holder: er }, { id: b, holder: ward, opens: ER }]`);
    expect(assess(declared, facts, at('2026-03-02T00:00:00Z')).stages).toHaveLength(1);
    expect(assess(declared, facts, at('2026-03-02T00:00:00Z')).holder).toBe('ward');
  });

  it('moves its beginning when an earlier opening event is reported late', () => {
    const journey = new Journey(BACK);
    journey.add(onset);
    expect(journey.assess(at('2026-03-05T00:00:00Z')).enteredAt).toBe(at('2026-03-02T08:00:00Z'));
    journey.add(fact('FirstContactMade', '2026-02-20T09:00:00+01:00'));
    expect(journey.assess(at('2026-03-05T00:00:00Z')).enteredAt).toBe(at('2026-02-20T08:00:00Z'));
  });

  it('moves between stages and stays where an event opens the stage it is in', () => {
    const facts = [
      onset,
      fact('RehabPlanAgreed', '2026-03-10T09:00:00+01:00'),
      fact('RehabPlanAgreed', '2026-03-11T09:00:00+01:00'),
      fact('ReferralAssessed', '2026-03-12T09:00:00+01:00'),
      fact('RehabPlanAgreed', '2026-03-13T09:00:00+01:00'),
    ];
    const { stages, milestones } = assess(BACK, facts, at('2026-03-20T00:00:00Z'));
    expect(stages.map((spell) => spell.stage)).toEqual(['first', 'training', 'clinic', 'training']);
    expect(milestones).toEqual([
      {
        episode: 1,
        milestone: 'planned',
        at: at('2026-03-10T08:00:00Z'),
        fact: `urn:x ${facts[1]?.id}`,
      },
    ]);
  });

  it('ends with its close; what comes after is kept and reported', () => {
    const facts = [
      onset,
      fact('PathwayClosed', '2026-03-10T09:00:00+01:00'),
      fact('VisitCompleted', '2026-03-11T09:00:00+01:00'),
      fact('RehabPlanAgreed', '2026-03-12T09:00:00+01:00'),
    ];
    const closed = assess(BACK, facts, at('2026-03-20T00:00:00Z'));
    expect(closed).toMatchObject({
      state: 'closed',
      closedAt: at('2026-03-10T08:00:00Z'),
      stages: [{ stage: 'first', to: at('2026-03-10T08:00:00Z') }],
      duties: [{ duty: 'plan', state: 'lapsed', open: false, owner: 'gp' }],
      milestones: [{ milestone: 'planned' }],
    });
    expect(closed.deviations.map((one) => [one.kind, one.at])).toEqual([
      ['after-close', at('2026-03-12T08:00:00Z')],
    ]);
    expect(closed).not.toHaveProperty('holder');
    expect(closed).not.toHaveProperty('stage');
  });

  it('shows events of unknown types, each once', () => {
    const facts = [onset, fact('Kneeling', '2026-03-04T09:00:00Z')];
    const { deviations } = assess(BACK, [...facts, ...facts], at('2026-03-20T00:00:00Z'));
    expect(deviations).toMatchObject([{ kind: 'unknown-type', fact: `urn:x ${facts[1]?.id}` }]);
  });

  it('wakes up for a fact that lies ahead, if it is its own', () => {
    const facts = [
      onset,
      fact('VisitCompleted', '2026-03-03T09:00:00Z', { pathway: 'hip' }),
      fact('VisitCompleted', '2026-03-04T09:00:00Z'),
    ];
    const { nextWakeUp } = assess(BACK, facts, at('2026-03-02T12:00:00Z'));
    expect(nextWakeUp).toBe(at('2026-03-04T09:00:00Z'));
  });
});

describe('A duty', () => {
  const due = at('2026-04-13T21:59:59.999Z');
  const planned = (occurredAt: string) => fact('RehabPlanAgreed', occurredAt);
  const duty = (facts: readonly RecordedFact[], instant: number) =>
    assess(BACK, facts, instant).duties[0];

  it('is due when its last day ends in the zone of the pathway', () => {
    expect(duty([onset], due)).toMatchObject({ state: 'not-yet-due', open: true, dueAt: due });
    expect(assess(BACK, [onset], due).nextWakeUp).toBe(due + 1);
    expect(duty([onset], due + 1)).toMatchObject({ state: 'breached', open: true });
    expect(assess(BACK, [onset], due + 1)).not.toHaveProperty('nextWakeUp');
  });

  it('is due when its last day ends in the zone of the service that owes it', () => {
    const abroad = { id: 'gp', name: 'gp', level: 'municipal' as const, zone: 'America/New_York' };
    const services = new Map([...BACK.services, ['gp', abroad]]);
    const { duties } = assess({ ...BACK, services }, [onset], due);
    expect(duties[0]?.dueAt).toBe(at('2026-04-14T03:59:59.999Z'));
  });

  it('is met, or met late, by the first event that meets it', () => {
    const inTime = planned('2026-04-13T23:59:59+02:00');
    expect(duty([onset, inTime], due + 1)).toMatchObject({
      state: 'met',
      open: false,
      owner: 'gp',
      metAt: at('2026-04-13T21:59:59Z'),
      metBy: `urn:x ${inTime.id}`,
    });
    expect(duty([onset, planned('2026-04-14T00:00:00+02:00')], due + 9)?.state).toBe('met-late');
  });

  it('is not met by what came before it', () => {
    const facts = [planned('2026-03-02T08:59:59+01:00'), onset];
    expect(duty(facts, due)?.state).toBe('not-yet-due');
  });

  it('is met by what is known to the same day only, and not before it began', () => {
    const facts = [planned('2026-03-02'), onset];
    expect(duty(facts, due)).toMatchObject({ state: 'met', metAt: at('2026-03-02T08:00:00Z') });
    expect(duty([planned('2026-03-01'), onset], due)?.state).toBe('not-yet-due');
  });

  it('may be met on the day of a close that is known to the day only', () => {
    const close = fact('PathwayClosed', '2026-03-10');
    const sameDay = planned('2026-03-10T15:00:00+01:00');
    const closed = assess(BACK, [onset, close, sameDay], due);
    expect(closed.duties[0]?.state).toBe('met');
    expect(closed.deviations).toEqual([]);
    expect(duty([onset, close, planned('2026-03-11T00:00:00+01:00')], due)?.state).toBe('lapsed');
  });

  it('begins anew when the event that began it is corrected', () => {
    const journey = new Journey(BACK);
    journey.add(onset);
    journey.assess(due);
    const earlier = { correctionOf: onset.id };
    journey.add(fact('SymptomOnsetReported', '2026-02-23', earlier));
    expect(journey.assess(due).duties[0]).toMatchObject({
      armedAt: at('2026-02-22T23:00:00Z'),
      dueAt: at('2026-04-06T21:59:59.999Z'),
      state: 'breached',
    });
  });

  it('of the holder is owed by whoever holds the patient now', () => {
    const facts = [onset, fact('ReferralAssessed', '2026-03-12T09:00:00+01:00')];
    expect(duty(facts, at('2026-03-12T07:00:00Z'))?.owner).toBe('gp');
    expect(duty(facts, at('2026-03-13T07:00:00Z'))?.owner).toBe('hospital');
  });
});

describe('An assessment', () => {
  it('does not change when the journey continues', () => {
    const journey = new Journey(BACK);
    journey.add(onset);
    const before = journey.assess(at('2026-03-20T00:00:00Z'));
    const copy = structuredClone(before);
    journey.add(fact('RehabPlanAgreed', '2026-03-10T09:00:00+01:00'));
    journey.add(fact('Kneeling', '2026-03-11T09:00:00+01:00'));
    journey.assess(at('2026-03-20T00:00:00Z'));
    expect(before).toEqual(copy);
  });
});
