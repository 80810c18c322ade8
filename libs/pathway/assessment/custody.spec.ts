/** Who answers for the patient: from entry to close exactly one service, and by acceptance only. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import { assess } from './assess.js';

const HANDOVERS = `
handovers:
  - id: to-clinic
    when: ReferralSent
    from: holder
    to: clinic
    answer-within: 10 days
    accepted: { by: { event: ResponsibilityAccepted, where: { to: clinic } }, opens: clinic }
    refused: { by: { event: ResponsibilityRefused, where: { to: clinic } }, then: return-to-sender }
    silent: { then: remind }
  - id: to-gp
    when: DischargedToMunicipality
    from: clinic
    to: gp
    answer-within: 2 days
    accepted: { by: { event: ResponsibilityAccepted, where: { to: gp } } }
    refused: { by: { event: ResponsibilityRefused, where: { to: gp } }, then: return-to-sender }
    silent: { then: remind }
`;

function definitionWith(handovers: string) {
  const read = readDefinition(`
pathway: custody
version: 1
title: Custody
source: a test
zone: UTC
services:
  gp: { name: GP, level: municipal }
  rehab: { name: Rehabilitation, level: municipal }
  clinic: { name: Clinic, level: specialist }
entry: { events: SymptomOnsetReported }
closes: PathwayClosed
episodes: { reopens-within: 10 days }
stages:
  - { id: first, title: First, holder: gp, role: GP, opens: DischargedToMunicipality }
  - { id: assessed, title: Assessed, holder: gp, role: physiotherapist, opens: RiskStratified }
  - { id: rehab, title: Rehabilitation, holder: rehab, opens: RehabPlanAgreed, takes-over: true }
  - { id: clinic, title: Clinic, holder: clinic, opens: TreatmentStarted }
${handovers}`);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.definition;
}

const WITH = definitionWith(HANDOVERS);
const WITHOUT = definitionWith('');
const day = (n: number): number => Date.parse('2026-03-01T08:00:00Z') + n * 86_400_000;

type Story = readonly (readonly [day: number, type: string, data?: JsonObject])[];

function facts(story: Story): RecordedFact[] {
  return story.map(([n, type, data = {}], index) => ({
    id: `${index}`,
    source: 'urn:x',
    type,
    version: 1,
    occurredAt: new Date(day(n)).toISOString(),
    data,
    recordedAt: day(n),
  }));
}

function after(story: Story, at: number, definition = WITH) {
  const { custody, holder, deviations } = assess(definition, facts(story), day(at));
  const spells = custody.map(
    ({ holder: who, role, basis, from, to }) =>
      `${who}${role === undefined ? '' : `/${role}`} ${basis} ${(from - day(0)) / 86_400_000}-${to === undefined ? '' : (to - day(0)) / 86_400_000}`,
  );
  return { spells, holder, deviations: deviations.map(({ kind, rule }) => `${kind} ${rule}`) };
}

const REFERRED: Story = [
  [0, 'SymptomOnsetReported'],
  [1, 'ReferralSent'],
];

describe('Custody', () => {
  it('lies with the first holder from the entry on, and passes with the acceptance', () => {
    expect(after(REFERRED, 3)).toMatchObject({ spells: ['gp/GP entry 0-'], holder: 'gp' });
    const accepted: Story = [...REFERRED, [4, 'ResponsibilityAccepted', { to: 'clinic' }]];
    expect(after(accepted, 5)).toMatchObject({
      spells: ['gp/GP entry 0-4', 'clinic acceptance 4-'],
      holder: 'clinic',
      deviations: [],
    });
  });

  it('names the person who took the patient over, where the answer does', () => {
    const story: Story = [
      ...REFERRED,
      [4, 'ResponsibilityAccepted', { to: 'clinic', person: 'hpr-77' }],
    ];
    const { custody } = assess(WITH, facts(story), day(5));
    expect(custody.at(-1)).toMatchObject({ person: 'hpr-77', handover: 'to-clinic' });
  });

  it('stays where it is when a stage of another holder is entered without an acceptance', () => {
    const story: Story = [...REFERRED, [4, 'TreatmentStarted']];
    expect(after(story, 5)).toEqual({
      spells: ['gp/GP entry 0-'],
      holder: 'gp',
      deviations: ['holder-without-acceptance clinic'],
    });
  });

  it('stays with the hospital at discharge until the municipality accepts', () => {
    const story: Story = [
      ...REFERRED,
      [4, 'ResponsibilityAccepted', { to: 'clinic' }],
      [9, 'DischargedToMunicipality'],
    ];
    expect(after(story, 10)).toMatchObject({ holder: 'clinic' });
    const refused: Story = [...story, [10, 'ResponsibilityRefused', { to: 'gp' }]];
    expect(after(refused, 20)).toMatchObject({ holder: 'clinic' });
    const basis: Story = [...story, [11, 'ResponsibilityAccepted', { to: 'gp' }]];
    expect(after(basis, 12).spells.slice(1)).toEqual([
      'clinic acceptance 4-11',
      'gp/GP acceptance 11-',
    ]);
  });

  it('passes by deed where the definition has the opening as the word of the holder', () => {
    const story: Story = [...REFERRED, [4, 'RehabPlanAgreed']];
    expect(after(story, 5)).toEqual({
      spells: ['gp/GP entry 0-4', 'rehab deed 4-'],
      holder: 'rehab',
      deviations: [],
    });
  });

  it('passes from role to role within a service', () => {
    const story: Story = [...REFERRED, [2, 'RiskStratified']];
    expect(after(story, 5).spells).toEqual(['gp/GP entry 0-2', 'gp/physiotherapist within 2-']);
  });

  it('follows the stages where a definition has no handovers', () => {
    const story: Story = [...REFERRED, [4, 'TreatmentStarted']];
    expect(after(story, 5, WITHOUT)).toEqual({
      spells: ['gp/GP entry 0-4', 'clinic deed 4-'],
      holder: 'clinic',
      deviations: [],
    });
  });

  it('ends with the close, and begins anew when the episode is reopened', () => {
    const story: Story = [...REFERRED, [4, 'PathwayClosed'], [8, 'SymptomOnsetReported']];
    expect(after(story, 5)).toMatchObject({ spells: ['gp/GP entry 0-4'] });
    expect(after(story, 5).holder).toBeUndefined();
    expect(after(story, 9).spells).toEqual(['gp/GP entry 0-4', 'gp/GP entry 8-']);
  });

  it('begins again with whoever had the patient at the close', () => {
    const story: Story = [
      ...REFERRED,
      [4, 'ResponsibilityAccepted', { to: 'clinic' }],
      [6, 'PathwayClosed'],
      [8, 'SymptomOnsetReported'],
    ];
    expect(after(story, 9).spells.slice(1)).toEqual(['clinic acceptance 4-6', 'clinic entry 8-']);
  });

  it('is not moved by an acceptance that came while the pathway was closed, which shows', () => {
    const story: Story = [
      ...REFERRED,
      [4, 'PathwayClosed'],
      [5, 'ResponsibilityAccepted', { to: 'clinic' }],
      [8, 'SymptomOnsetReported'],
    ];
    expect(after(story, 9)).toMatchObject({
      holder: 'gp',
      deviations: ['accepted-outside to-clinic'],
    });
  });

  it('is taken from whoever holds the patient by then, and the answer says from whom', () => {
    const story: Story = [
      ...REFERRED,
      [2, 'RehabPlanAgreed'],
      [4, 'ResponsibilityAccepted', { to: 'clinic' }],
    ];
    const { handovers } = assess(WITH, facts(story), day(5));
    expect(handovers[0]?.events.at(-1)).toMatchObject({ kind: 'accepted', tookFrom: 'rehab' });
    expect(after(story, 5).spells).toEqual([
      'gp/GP entry 0-2',
      'rehab deed 2-4',
      'clinic acceptance 4-',
    ]);
  });
});
