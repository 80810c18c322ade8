/** Handovers between organisations, from an import of the directory to the messages. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { MESSAGE_SENT } from '#care-event';
import { HandoverHarness } from './handover-harness.spec.support.js';

const DEFINITION = `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services:
  rehabilitation: { level: municipal, organisation: municipality-of-patient }
  coordinator: { level: municipal, organisation: municipality-of-patient }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages: [{ id: training, holder: rehabilitation }]
handovers:
  - id: to-new-home
    when: PatientMoved
    from: rehabilitation
    to: rehabilitation
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: { escalate: coordinator } }
`;

const WARNED = `
duties:
  - id: planned
    from: SymptomOnsetReported
    until: RehabPlanAgreed
    within: 10 days
    owner: rehabilitation
    warn: [{ before: 3 days, to: coordinator }]
`;

const municipality = (id: string, number: string) => ({
  ...{ id, name: id, kind: 'municipality', level: 'municipal', municipalities: [number] },
  services: ['rehabilitation', 'coordinator'],
});
const OSLO = municipality('oslo', '0301');
const BERGEN = municipality('bergen', '4601');

describe('A move from one municipality to another', () => {
  let harness: HandoverHarness | undefined;
  afterEach(() => harness?.close());

  async function moved(...organisations: (typeof OSLO)[]): Promise<HandoverHarness> {
    const open = (harness = await HandoverHarness.of(DEFINITION));
    await open.organisations(organisations);
    await open.record('SymptomOnsetReported', {}, { municipality: '0301' });
    await open.at(1).record('PatientMoved', { municipality: '4601' });
    await open.saga();
    return open;
  }

  it('asks the new one, and tells the old one that it has accepted', async () => {
    const open = await moved(OSLO, BERGEN);
    expect(await open.messages()).toEqual(['offered > rehabilitation@bergen']);
    await open.at(2).record('ResponsibilityAccepted', { to: 'bergen' });
    await open.saga();
    expect(await open.messages()).toEqual([
      'offered > rehabilitation@bergen',
      'accepted > rehabilitation@oslo',
    ]);
  });

  it('escalates the silence of the new one where the patient lives now', async () => {
    const open = await moved(OSLO, BERGEN);
    await open.at(12).wake();
    await open.saga();
    expect(await open.messages()).toEqual([
      'offered > rehabilitation@bergen',
      'silent > rehabilitation@oslo',
      'escalated > coordinator@bergen',
    ]);
  });

  it('warns the organisation that answers for the service where the patient lives', async () => {
    const open = (harness = await HandoverHarness.of(DEFINITION + WARNED));
    await open.organisations([OSLO, BERGEN]);
    await open.record('SymptomOnsetReported', {}, { municipality: '0301' });
    await (await open.at(8).wake()).saga();
    expect(await open.messages()).toEqual(['due-soon > coordinator@oslo']);
    const sent = (await open.events()).find(({ type }) => type === MESSAGE_SENT);
    expect(sent?.data).toMatchObject({
      organisation: 'oslo',
      body: { owner: 'rehabilitation', ownerOrganisation: 'oslo', service: 'coordinator' },
    });
  });

  it('asks the service where the new one is not known, and the organisation once it is', async () => {
    const open = await moved(OSLO);
    expect(await open.messages()).toEqual(['offered > rehabilitation']);
    await open.at(2).organisations([BERGEN]);
    await open.wake();
    await open.saga();
    expect(await open.messages()).toEqual([
      'offered > rehabilitation',
      'reopened > rehabilitation',
      'offered > rehabilitation@bergen',
    ]);
  });
});
