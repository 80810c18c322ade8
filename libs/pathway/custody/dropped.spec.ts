/** Patients whom the close of an episode drops: for how long nobody was accountable, worked by hand. */
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DIRECTORY, type JsonObject, type RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import { Journey } from '../assessment/journey.js';
import { rulesOf } from '../rules/pathway-rules.js';
import { custodyReport } from './custody-report.js';

/** A hospital's pathway, which a discharge closes. */
function hospital(more = '') {
  const read = readDefinition(`
pathway: hospital
version: 1
zone: UTC
services:
  gp: { level: municipal }
  hospital: { level: specialist }
entry: { events: ReferralReceived }
closes: [DischargedToMunicipality, PathwayClosed, PatientDied]
episodes: { reopens-within: 10 days }
stages:
  - { id: waiting, holder: hospital }
${more}`);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.definition;
}

const BACK = `
handovers:
  - id: back
    when: DischargedToMunicipality
    from: hospital
    to: gp
    answer-within: 2 days
    accepted: { by: VisitCompleted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

const day = (n: number): number => Date.parse('2026-03-01T08:00:00Z') + n * 86_400_000;

type Story = readonly (readonly [day: number, type: string, data?: JsonObject])[];

function droppedDays(story: Story, at: number, definition = hospital()) {
  const journey = new Journey(rulesOf(definition));
  story.forEach(([n, type, data = {}], index) => {
    const fact: RecordedFact = {
      ...{ id: `${index}`, source: 'urn:x', type, version: 1, data, recordedAt: day(n) },
      occurredAt: new Date(day(n)).toISOString(),
    };
    journey.add(fact);
  });
  const [counted, reported] = [journey.counted(day(at)), journey.reported(day(at))];
  const assessment = journey.assess(day(at));
  const report = custodyReport(
    assessment,
    counted,
    { version: () => definition, directory: EMPTY_DIRECTORY },
    reported,
  );
  const turned = custodyReport(
    assessment,
    counted,
    { version: () => definition, directory: EMPTY_DIRECTORY },
    [...reported].reverse(),
  );
  expect(turned).toEqual(report);
  const days = report.withoutHolderMs / 86_400_000;
  return { days, now: report.dropped.flatMap(({ holder, lasts }) => (lasts ? [holder] : [])) };
}

const ADMITTED = [0, 'ReferralReceived'] as const;
const DISCHARGED = [10, 'DischargedToMunicipality'] as const;

describe('A patient whom a discharge', () => {
  it('dropped is without a holder until today', () => {
    expect(droppedDays([ADMITTED, DISCHARGED], 9)).toEqual({ days: 0, now: [] });
    expect(droppedDays([ADMITTED, DISCHARGED], 40)).toEqual({ days: 30, now: ['hospital'] });
  });

  it('dropped is without a holder until the municipality accepts', () => {
    const story: Story = [ADMITTED, DISCHARGED, [14, 'ResponsibilityAccepted', { to: 'gp' }]];
    expect(droppedDays(story, 40)).toEqual({ days: 4, now: [] });
    const again: Story = [...story, [20, 'ResponsibilityAccepted', { to: 'gp' }]];
    expect(droppedDays(again, 40)).toEqual({ days: 4, now: [] });
  });

  it('dropped is without a holder until the patient is on the pathway again', () => {
    expect(droppedDays([ADMITTED, DISCHARGED, [13, 'ReferralReceived']], 40)).toMatchObject({
      days: 3,
    });
    expect(droppedDays([ADMITTED, DISCHARGED, [25, 'ReferralReceived']], 40)).toMatchObject({
      days: 15,
    });
  });

  it('offered to the GP is without a holder until what accepts that offer', () => {
    const definition = hospital(BACK);
    expect(droppedDays([ADMITTED, DISCHARGED], 40, definition)).toMatchObject({ days: 30 });
    const story: Story = [ADMITTED, DISCHARGED, [12, 'VisitCompleted']];
    expect(droppedDays(story, 40, definition)).toEqual({ days: 2, now: [] });
  });
});

/** Daily life is offered by the close, and accepted by anybody who says so of that scope. */
const DAILY = `
scopes: [{ id: daily, holder: gp }]
handovers:
  - id: daily-on
    scope: daily
    when: PathwayClosed
    from: holder
    to: hospital
    answer-within: 2 days
    accepted: { by: { event: ResponsibilityAccepted, where: { scope: daily } } }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

describe('Where the pathway has scopes, a patient', () => {
  it('is still dropped when somebody accepts one of them', () => {
    const story: Story = [ADMITTED, DISCHARGED, [14, 'ResponsibilityAccepted', { scope: 'daily' }]];
    expect(droppedDays(story, 40, hospital(DAILY))).toEqual({ days: 30, now: ['hospital'] });
    const taken: Story = [...story, [20, 'ResponsibilityAccepted', { to: 'gp' }]];
    expect(droppedDays(taken, 40, hospital(DAILY))).toEqual({ days: 10, now: [] });
  });

  it('is not dropped by a close that offers one of them', () => {
    const story: Story = [ADMITTED, [10, 'PathwayClosed']];
    expect(droppedDays(story, 40, hospital(DAILY))).toEqual({ days: 0, now: [] });
  });
});

describe('Nobody is dropped', () => {
  it.each(['PathwayClosed', 'PatientDied'])('by a %s', (type) => {
    expect(droppedDays([ADMITTED, [10, type]], 40)).toEqual({ days: 0, now: [] });
  });

  it('by a discharge after the GP has accepted', () => {
    const definition = hospital(BACK.replace('DischargedToMunicipality', 'ReferralSent'));
    const story: Story = [ADMITTED, [4, 'ReferralSent'], [6, 'VisitCompleted'], DISCHARGED];
    expect(droppedDays(story, 40, definition)).toEqual({ days: 0, now: [] });
  });
});
