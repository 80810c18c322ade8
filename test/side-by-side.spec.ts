/** Episodes side by side through the whole system: decisions, messages, replay, figures, versions. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DefinitionRegistry } from '#engine';
import { readWholeStream } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { decisionFromStored } from '#pathway';
import {
  census,
  custody,
  migration,
  ProjectionRunner,
  replayJourney,
  type ReadModels,
  stalls,
  waits,
  type JourneyAnswer,
} from '#projections';
import { openReadModels } from '#projections/sqlite';
import { openWriter, type Writer } from '../apps/composition/index.js';
import { filesIn, temporaryFolder } from './data-folder.js';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-01-12T09:00:00Z');
const AUTHOR = { author: 'test', reason: 'test' };

/** @param episodes what the definition says of them */
function pathway(version: number, episodes: string): string {
  return `
pathway: referrals
version: ${version}
title: Referrals
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a test }
  hospital: { name: Hospital, level: specialist, source: a test }
entry: { events: [ReferralReceived], unfiltered: a test }
closes: [PathwayClosed, DischargedToMunicipality]
episodes: { ${episodes}, source: a test }
stages:
  - { id: waiting, title: Waiting, holder: gp, source: a test }
duties:
  - { id: assessed, title: Assessed, from: ReferralReceived, until: ReferralAssessed, within: 10 days, owner: hospital, per: occurrence, matching: referral, source: a test }
handovers:
  - { id: to-hospital, title: To hospital, when: ReferralReceived, from: gp, to: hospital, matching: referral, answer-within: 3 days, accepted: { by: AssessmentStarted }, refused: { by: CareDeclined, then: return-to-sender }, silent: { then: remind }, source: a test }
`;
}
const KEYED = 'key: referral';

describe('Episodes side by side', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let now: number;

  const report = (type: string, data: Record<string, string> = {}): Promise<unknown> =>
    writer.engine.recordFacts('anna', [
      {
        id: `${type}-${now}-${data['referral'] ?? ''}`,
        source: 'urn:test',
        type,
        version: 1,
        occurredAt: new Date(now).toISOString(),
        data,
      },
    ]);
  const publish = (yaml: string) => writer.engine.publishDefinition(yaml, AUTHOR);
  const pass = (days: number): void => void (now += days * DAY_MS);
  const replay = async (key?: string): Promise<JourneyAnswer> => {
    const registry = new DefinitionRegistry(writer.store);
    await registry.load();
    const query = { asOf: now, ...(key === undefined ? {} : { key }) };
    return replayJourney(writer.store, registry, 'anna', query);
  };
  const decided = async (): Promise<string[]> =>
    (await readWholeStream(writer.store, 'patient-anna')).flatMap(
      (event) => decisionFromStored(event)?.key ?? [],
    );
  const figure = async <T>(ask: (models: ReadModels) => Promise<T>): Promise<T> => {
    const file = filesIn(folder.path).log;
    const store = await openSqliteEventStore({ file, access: 'read', clock: () => now });
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    await new ProjectionRunner({ store, models }).catchUp();
    const answer = await ask(models);
    await models.close();
    await store.close();
    return answer;
  };
  const asked = () => ({ pathway: 'referrals', asOf: new Date(now).toISOString() });

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = START_MS;
    writer = await openWriter(folder.path, { clock: () => now });
  });
  afterEach(async () => {
    await writer.close();
    await folder.remove();
  });

  describe('with a knee that is seen and a back that waits', () => {
    beforeEach(async () => {
      expect(await publish(pathway(1, KEYED))).toMatchObject({ status: 'published' });
      await report('ReferralReceived', { referral: 'knee' });
      pass(2);
      await report('ReferralReceived', { referral: 'back' });
      pass(1);
      await report('ReferralAssessed', { referral: 'knee', outcome: 'accepted' });
      await report('AssessmentStarted', { referral: 'knee' });
      pass(20);
      await report('DischargedToMunicipality');
    });

    it('has decisions whose permanent names and data hold the key', async () => {
      const names = await decided();
      const fact = (day: number, key: string): string =>
        `urn:test ReferralReceived-${START_MS + day * DAY_MS}-${key}`;
      expect(names).toContain(`referrals[knee]/assessed#1/DutyArmed/0/${fact(0, 'knee')}`);
      expect(names).toContain(`referrals[back]/assessed#1/DutyBreached/1/${fact(2, 'back')}`);
      expect(names).toContain(
        `referrals[knee]:to-hospital/1/HandoverAccepted/1/${fact(0, 'knee')}`,
      );
      expect(new Set(names).size).toBe(names.length);
      const { decisions } = await replay('back');
      expect(new Set(decisions.map(({ data }) => data['key']))).toEqual(new Set(['back']));
    });

    it('wakes the patient for whichever is due next', async () => {
      expect((await writer.engine.wakePatient('anna')).decisions).toBe(0);
      expect((await replay('knee')).nextWakeUp).toBeNull();
    });

    it('is replayed key by key, and says which keys there are', async () => {
      const first = await replay();
      expect(first).toMatchObject({
        key: 'knee',
        keys: [
          { key: 'knee', state: 'open', holder: 'hospital' },
          { key: 'back', state: 'open', holder: 'gp' },
        ],
        duties: [{ state: 'met' }],
        deviations: [{ kind: 'ambiguous-key' }],
        alsoOn: [],
      });
      expect(await replay('back')).toMatchObject({ holder: 'gp', duties: [{ state: 'breached' }] });
      await expect(replay('knees')).rejects.toMatchObject({
        code: 'unknown-key',
        message: expect.stringContaining('keys: "knee", "back"'),
      });
    });

    it('counts each in the figures, and the patient once', async () => {
      expect(await figure((models) => census(models, { ...asked(), evidence: 9 }))).toMatchObject({
        started: 2,
        open: 2,
        holders: { gp: 1, hospital: 1 },
        evidence: [
          { patient: 'anna', key: 'knee', episode: 1 },
          { patient: 'anna', key: 'back', episode: 1 },
        ],
      });
      const held = await figure((models) => custody(models, asked()));
      expect(held.total).toMatchObject({ patients: 1, taken: { entry: 2, acceptance: 1 } });
      expect([held.withoutHolderSeconds, held.heldTwiceSeconds]).toEqual([0, 0]);
      expect(held.openOffers).toMatchObject([{ key: 'back', to: 'hospital' }]);
      const stalled = await figure((models) => stalls(models, asked()));
      expect(stalled.stalls.map(({ kind, key }) => [kind, key])).toEqual([
        ['handover', 'back'],
        ['duty', 'back'],
      ]);
      const types = { from: ['ReferralReceived'], to: ['AssessmentStarted'], evidence: 9 };
      const waited = await figure((models) => waits(models, { ...asked(), ...types }));
      expect(waited.evidence?.map(({ key, seconds }) => [key, seconds / 86_400])).toEqual([
        ['knee', 3],
        ['back', 21],
      ]);
    });
  });

  it('have offers of their own where one event without a key makes several', async () => {
    const everywhere = `${KEYED}, keyless: every`;
    await publish(pathway(1, everywhere).replace('when: ReferralReceived', 'when: ReferralSent'));
    await report('ReferralReceived', { referral: 'knee' });
    await report('ReferralReceived', { referral: 'back' });
    await report('ReferralSent');
    const offers = (await decided()).filter((name) => name.includes('HandoverOffered'));
    expect(offers.map((name) => name.slice(0, name.indexOf(':'))).sort()).toEqual([
      'referrals[back]',
      'referrals[knee]',
    ]);
  });

  it('keep what began without a key as it was, until it is migrated', async () => {
    await publish(pathway(1, 'reopens-within: 1 day'));
    await report('ReferralReceived', { referral: 'knee' });
    pass(1);
    expect(await publish(pathway(2, KEYED))).toMatchObject({ status: 'published' });
    pass(2);
    await report('ReferralReceived', { referral: 'back' });
    const before = await replay();
    expect(before.key).toBeUndefined();
    expect(before.duties.map(({ state }) => state)).toEqual(['not-yet-due', 'not-yet-due']);
    const change = await figure((models) => migration(models, { ...asked(), version: 2 }));
    expect(change).toMatchObject({ open: 1, moved: 1 });
    await writer.engine.migratePathway('referrals', 2, AUTHOR);
    pass(1);
    await writer.engine.wakePatient('anna');
    expect((await replay()).keys?.map(({ key }) => key)).toEqual(['knee', 'back']);
    const names = await decided();
    expect(names.filter((name) => name.includes('DutyVoided'))).toHaveLength(2);
    expect(names.filter((name) => name.startsWith('referrals[knee]/'))).toHaveLength(1);
    expect((await writer.engine.wakePatient('anna')).decisions).toBe(0);
    expect(await publish(pathway(3, 'key: need'))).toMatchObject({ status: 'refused' });
    expect(await publish(pathway(3, 'reopens-within: 1 day'))).toMatchObject({
      code: 'key-changed',
    });
  });
});
