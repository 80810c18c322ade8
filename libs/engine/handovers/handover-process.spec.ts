/** The saga of a handover on a real store: who is informed of what, once, whatever happens in between. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOnce, timeOrderedId } from '#event-store';
import { ENGINE_SOURCE, MESSAGE_SENT } from '#care-event';
import { InMemoryCheckpointStore } from '../processors/checkpoint-store.js';
import { HandoverHarness, START_MS } from './handover-harness.spec.support.js';

const REFERRAL = { referral: 'r1' };
const ACCEPTED = { ...REFERRAL, outcome: 'accepted' };

describe('A handover', () => {
  let harness: HandoverHarness;
  beforeEach(async () => {
    harness = await HandoverHarness.open();
    await harness.record('SymptomOnsetReported');
  });
  afterEach(() => harness.close());

  describe('that is offered', () => {
    beforeEach(async () => {
      await harness.at(1).record('ReferralSent', REFERRAL);
    });

    it('is decided with the fact, and the service that is asked is informed', async () => {
      expect(await harness.decisions()).toEqual(['HandoverOffered']);
      await harness.saga();
      expect(await harness.messages()).toEqual(['offered > clinic']);
    });

    it('says in every message what its answer is matched by', async () => {
      await harness.saga();
      await (await harness.at(17).wake()).saga();
      await harness.at(18).record('ReferralAssessed', ACCEPTED);
      await harness.saga();
      const messages = (await harness.events()).filter(({ type }) => type === MESSAGE_SENT);
      expect(messages.length).toBeGreaterThan(3);
      for (const { data } of messages) expect(data['body']).toMatchObject({ matching: REFERRAL });
    });

    it('is sent once, however often the log is processed, by whomever', async () => {
      await harness.saga();
      await harness.saga();
      await harness.saga(new InMemoryCheckpointStore());
      await Promise.all([
        harness.saga(new InMemoryCheckpointStore()),
        harness.saga(new InMemoryCheckpointStore()),
      ]);
      expect(await harness.messages()).toEqual(['offered > clinic']);
    });

    it('informs the sender of the answer', async () => {
      await harness.saga();
      await harness.at(3).record('ReferralAssessed', ACCEPTED);
      await harness.saga();
      expect(await harness.messages()).toEqual(['offered > clinic', 'accepted > gp']);
    });

    it('is not sent any more where the answer was there first; the sender hears of it', async () => {
      await harness.at(3).record('ReferralAssessed', ACCEPTED);
      await harness.saga();
      expect(await harness.messages()).toEqual(['accepted > gp']);
    });

    it('falls silent: reminded, then escalated, each once, whoever polls when', async () => {
      await harness.saga();
      await (await harness.at(12).wake()).saga();
      expect((await harness.messages()).slice(1)).toEqual(['silent > gp', 'reminded > clinic']);
      await (await harness.at(13).wake()).saga();
      expect(await harness.messages()).toHaveLength(3);
      await (await harness.at(17).wake()).saga();
      expect((await harness.messages()).slice(3)).toEqual(['escalated > coordinator']);
      await harness.at(18).record('ReferralAssessed', ACCEPTED);
      await harness.saga();
      expect((await harness.messages()).slice(4).toSorted()).toEqual([
        'accepted > coordinator',
        'accepted > gp',
      ]);
    });

    it('makes up for all of it after weeks in which nothing ran', async () => {
      await harness.saga();
      await (await harness.at(40).wake()).saga();
      expect(await harness.decisions()).toEqual([
        'HandoverOffered',
        'HandoverFellSilent',
        'HandoverReminded',
        'HandoverEscalated',
      ]);
      expect((await harness.messages()).slice(1)).toEqual([
        'silent > gp',
        'reminded > clinic',
        'escalated > coordinator',
      ]);
    });

    it('takes back what a late report makes untrue, and informs those who were informed of it', async () => {
      await harness.saga();
      await (await harness.at(12).wake()).saga();
      const occurredAt = new Date(START_MS + 2 * 86_400_000).toISOString();
      await harness.record('ReferralAssessed', ACCEPTED, { occurredAt });
      await harness.saga();
      expect((await harness.decisions()).slice(3)).toEqual([
        'HandoverReopened',
        'HandoverAccepted',
      ]);
      expect((await harness.messages()).slice(3)).toEqual([
        'reopened > gp',
        'reopened > clinic',
        'accepted > gp',
      ]);
    });

    it('is void where it was never sent: everybody who was informed of it is informed of that', async () => {
      await harness.saga();
      await harness
        .at(2)
        .record('EventCorrected', { reason: 'wrong patient' }, { correctionOf: 'e2' });
      await harness.saga();
      expect((await harness.decisions()).slice(1)).toEqual(['HandoverVoided']);
      expect((await harness.messages()).slice(1)).toEqual(['voided > clinic']);
    });

    it('passes a question to the sender and the answer back, and reminds nobody meanwhile', async () => {
      await harness.saga();
      await harness.at(2).record('InformationRequested', { ...REFERRAL, question: 'MRI?' });
      await harness.saga();
      await (await harness.at(5).wake()).saga();
      await harness.at(6).record('InformationSupplied', REFERRAL);
      await harness.saga();
      expect((await harness.messages()).slice(1)).toEqual([
        'information-requested > gp',
        'information-overdue > gp',
        'information-supplied > clinic',
      ]);
    });

    it('is withdrawn, and the receiver owes an answer to that as well', async () => {
      await harness.saga();
      await harness.at(3).record('ResponsibilityWithdrawn', { reason: 'patient moves' });
      await harness.saga();
      await (await harness.at(14).wake()).saga();
      await harness.at(15).record('ResponsibilityReleased', { to: 'clinic' });
      await harness.saga();
      expect((await harness.messages()).slice(1)).toEqual([
        'withdrawn > clinic',
        'silent > gp',
        'reminded > clinic',
        'withdrawal-answered > gp',
      ]);
    });

    it('is overtaken: whoever was asked hears that nobody needs an answer', async () => {
      await harness.saga();
      await harness.at(3).record('PatientDied');
      await harness.saga();
      expect((await harness.messages()).slice(1)).toEqual(['overtaken > clinic', 'overtaken > gp']);
    });

    it('is overtaken by the close, without a word where nobody was asked', async () => {
      await harness.at(3).record('PathwayClosed');
      await harness.saga();
      expect(await harness.decisions()).toEqual(['HandoverOffered', 'HandoverOvertaken']);
      expect(await harness.messages()).toEqual([]);
    });
  });

  it('goes both ways, and several at once', async () => {
    await harness.at(1).record('ReferralSent', REFERRAL);
    await harness.record('ReferralSent', { referral: 'r2' });
    await harness.at(2).record('ReferralAssessed', ACCEPTED);
    await harness.at(20).record('DischargedToMunicipality');
    await harness.saga();
    await harness.at(21).record('ResponsibilityRefused', { to: 'gp', reason: 'no capacity' });
    await harness.saga();
    expect((await harness.messages()).toSorted()).toEqual(
      [
        'accepted > gp',
        'escalated > coordinator',
        'offered > clinic',
        'offered > gp',
        'refused > clinic',
        'reminded > clinic',
        'silent > gp',
        'escalated > coordinator',
      ].toSorted(),
    );
  });

  it('of an old log that is imported writes to nobody about what was over long ago', async () => {
    harness.at(400);
    const occurredAt = (day: number) => ({
      occurredAt: new Date(START_MS + day * 86_400_000).toISOString(),
    });
    await harness.record('ReferralSent', REFERRAL, occurredAt(1));
    await harness.record('ReferralAssessed', ACCEPTED, occurredAt(2));
    await harness.saga();
    expect(await harness.messages()).toEqual([]);
  });

  it('that cannot be read parks this patient, not the others', async () => {
    await appendOnce(harness.store, 'patient-p2', [
      {
        id: timeOrderedId(0, 'poison'),
        type: 'HandoverOffered.v1',
        data: { pathway: 'back' },
        metadata: { source: ENGINE_SOURCE, key: 'k', effective: 0 },
      },
    ]);
    await harness.at(1).record('ReferralSent', REFERRAL);
    expect(await harness.saga()).toMatchObject({ handled: 1, parked: 1 });
    expect(await harness.messages()).toEqual(['offered > clinic']);
  });
});
