/** What is sent is offered at once; the time for an answer counts from when it was received. */
import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '#pathway-language';
import { assess } from '../assessment/assess.js';
import type { RecordedFact } from '#care-event';
import type { Assessment } from '../state/assessment.js';

const read = readDefinition(`pathway: small
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal }, clinic: { level: specialist }, lead: { level: specialist } }
entry: { events: [ReferralSent, ReferralReceived] }
closes: PathwayClosed
stages: [{ id: first, holder: gp }]
handovers:
  - id: over
    when: ReferralSent
    received: ReferralReceived
    from: gp
    to: clinic
    matching: referral
    answer-within: 2 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    silent: { then: remind, next: [{ after: 1 day, then: { escalate: lead } }] }
`);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { definition } = read;

type Reported = readonly [type: string, occurredAt: string];

function at(instant: string, ...reported: readonly Reported[]): Assessment {
  const facts = reported.map(([type, occurredAt], index): RecordedFact => ({
    ...{ id: String(index + 1), source: 'urn:x', version: 1, recordedAt: index },
    ...{ type, occurredAt, data: {} },
  }));
  return assess(definition, facts, Date.parse(instant));
}

const offers = ({ handovers }: Assessment) =>
  handovers.map(
    ({ state, answerDueAt = 0 }) => `${state} until ${new Date(answerDueAt).toISOString()}`,
  );

const events = ({ handovers }: Assessment) =>
  handovers.flatMap((offer) => offer.events.map(({ key }) => key));

const SENT: Reported = ['ReferralSent', '2026-03-02T09:00:00+01:00'];
const RECEIVED: Reported = ['ReferralReceived', '2026-03-06T09:00:00+01:00'];
const ACCEPTED: Reported = ['ResponsibilityAccepted', '2026-03-08T09:00:00+01:00'];

describe('An offer that is received later than it was sent', () => {
  it('falls silent if nobody receives it', () => {
    expect(offers(at('2026-03-05T12:00:00Z', SENT))).toEqual([
      'silent until 2026-03-04T22:59:59.999Z',
    ]);
  });

  it('has its time for an answer from the receipt on', () => {
    expect(offers(at('2026-03-07T12:00:00Z', SENT, RECEIVED))).toEqual([
      'offered until 2026-03-08T22:59:59.999Z',
    ]);
  });

  it('is late only by the time that counts from the receipt', () => {
    const [offer] = at('2026-03-09T12:00:00Z', SENT, RECEIVED, ACCEPTED).handovers;
    expect(offer).toMatchObject({ state: 'accepted', late: false });
  });

  it('keeps what silence had led to before, and may fall silent once more', () => {
    expect(events(at('2026-03-11T12:00:00Z', SENT, RECEIVED))).toEqual([
      'offered',
      'silent/1',
      'reminded/1/0',
      'escalated/1/1',
      'silent/2',
      'reminded/2/0',
      'escalated/2/1',
    ]);
  });

  it('is received once: a second receipt gives no more time', () => {
    const again: Reported = ['ReferralReceived', '2026-03-07T09:00:00+01:00'];
    expect(offers(at('2026-03-07T12:00:00Z', SENT, RECEIVED, again))).toEqual([
      'offered until 2026-03-08T22:59:59.999Z',
    ]);
  });

  it('is the same offer when it is sent again, as old as it was', () => {
    const again: Reported = ['ReferralSent', '2026-03-05T09:00:00+01:00'];
    const [offer, ...others] = at('2026-03-07T12:00:00Z', SENT, again, RECEIVED).handovers;
    expect(others).toEqual([]);
    expect(offer).toMatchObject({ offeredAt: Date.parse(SENT[1]), state: 'offered' });
  });

  it('is not offered anew by a receipt after it was accepted', () => {
    const again: Reported = ['ReferralReceived', '2026-03-09T09:00:00+01:00'];
    expect(at('2026-03-10T12:00:00Z', SENT, RECEIVED, ACCEPTED, again).handovers).toHaveLength(1);
  });

  it('is offered anew by a receipt after it was refused', () => {
    const refused: Reported = ['ResponsibilityRefused', '2026-03-07T09:00:00+01:00'];
    const again: Reported = ['ReferralReceived', '2026-03-09T09:00:00+01:00'];
    expect(offers(at('2026-03-10T12:00:00Z', SENT, RECEIVED, refused, again))).toEqual([
      'refused until 2026-03-08T22:59:59.999Z',
      'offered until 2026-03-11T22:59:59.999Z',
    ]);
  });

  it('waits for the answer to its withdrawal though it is received after that', () => {
    const withdrawn: Reported = ['ResponsibilityWithdrawn', '2026-03-05T09:00:00+01:00'];
    expect(offers(at('2026-03-06T12:00:00Z', SENT, withdrawn, RECEIVED))).toEqual([
      'withdrawing until 2026-03-07T22:59:59.999Z',
    ]);
  });
});

describe('An offer of which only the receipt is known', () => {
  it('is offered by it', () => {
    expect(offers(at('2026-03-06T12:00:00Z', RECEIVED))).toEqual([
      'offered until 2026-03-08T22:59:59.999Z',
    ]);
  });

  it('is one offer with what was sent on the same day', () => {
    const day: Reported = ['ReferralReceived', '2026-03-02'];
    expect(offers(at('2026-03-02T12:00:00Z', day, SENT))).toEqual([
      'offered until 2026-03-04T22:59:59.999Z',
    ]);
  });
});
