/** Who holds what of one patient across pathways, keys and scopes: on the command line, beside a server, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { JourneyAnswer, PatientCustody } from '#projections';
import { openWriter } from '../apps/composition/index.js';
import { serve } from '../apps/server/serve.js';
import { askStafett, runStafett, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';
import { itInParts } from './setup/in-parts.js';

/** An episode for each referral, in the hospital that it is sent to; a discharge closes it. */
const REFERRALS = `
pathway: referrals
version: 1
title: Referrals
source: a test
zone: Europe/Oslo
services:
  hospital: { name: Hospital, level: specialist, organisation: { addressee-of: [ReferralSent, ReferralReceived] }, source: a test }
entry: { events: ReferralSent, unfiltered: every referral is followed }
episodes: { key: referral, source: a test }
closes: DischargedToMunicipality
stages: [{ id: waiting, title: Waiting, holder: hospital, limit: 52 weeks, source: a test }]
`;
const RIVERSIDE = {
  ...{ id: 'riverside', name: 'Riverside hospital', kind: 'hospital', level: 'specialist' },
  ...{ services: ['hospital'], validFrom: '2020-01-01' },
};
const BY = { author: 't', reason: 't' };
const PATIENT = 'p'.padEnd(27, 'a');
const NOBODY = 'p'.padEnd(27, 'z');
const at = (day: number) => `2026-01-${String(day).padStart(2, '0')}T09:00:00+01:00`;

/** At nine o'clock in January 2026. */
const REPORTS: readonly (readonly [number, string, Record<string, string>?])[] = [
  [5, 'ReferralReceived'],
  [6, 'CoordinatorAppointed'],
  [7, 'ReferralSent', { referral: 'knee', addressee: 'riverside' }],
  [8, 'ResponsibilityOffered', { scope: 'daily-life' }],
  [9, 'ResponsibilityAccepted', { scope: 'daily-life', to: 'activity', person: 'p-7' }],
  [12, 'ReferralSent', { referral: 'back' }],
  [13, 'ReferralReceived', { referral: 'back', addressee: 'riverside' }],
  [14, 'DischargedToMunicipality', { referral: 'knee' }],
];

describe('Custody of one patient', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const ask = (asOf: string, ...args: readonly string[]) =>
    askStafett<PatientCustody>(
      ...['custody', '--patient', PATIENT, '--as-of', asOf, '--data', folder.path],
      ...args,
    );
  const told = (...args: readonly string[]) =>
    runStafett('custody', ...args, '--data', folder.path);

  beforeAll(async () => {
    folder = await temporaryFolder();
    let now = Date.parse('2025-12-01T12:00:00Z');
    const writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const { engine } = writer;
    await engine.importOrganisations([RIVERSIDE], BY);
    const shared = readFileSync('test/pathways/shared-responsibility.yaml', 'utf8');
    for (const yaml of [shared, REFERRALS])
      expect(await engine.publishDefinition(yaml, BY)).toMatchObject({ status: 'published' });
    for (const [n, [day, type, data = {}]] of REPORTS.entries()) {
      now = Date.parse(at(day));
      await engine.recordFacts(PATIENT, [
        { id: `e${n}`, source: 'urn:test', type, version: 1, occurredAt: at(day), data },
      ]);
    }
    await writer.close();
  });
  afterAll(() => folder.remove());

  it('takes a date for the end of that day where the patient is, and says so', async () => {
    const answer = await ask('2026-01-13');
    expect(answer).toMatchObject({ asOf: '2026-01-13T23:59:59.999+01:00', asOfDay: '2026-01-13' });
    expect(answer.zone).toBe('Europe/Oslo');
    expect(answer.pathways).toEqual((await ask('2026-01-13T23:59:59.999+01:00')).pathways);
    const { stdout } = await told('--patient', PATIENT, '--as-of', '2026-01-13');
    expect(stdout).toContain('as of the end of 2026-01-13');
    expect(stdout).toContain('times in Europe/Oslo');
  });

  it('says of each pathway, key and scope who holds it, since when and by what, though its organisation became known later', async () => {
    const { pathways } = await ask(at(13));
    const rows = pathways.flatMap(({ pathway, key, held }) =>
      held.map(({ scope, holder, organisation, since, taken, by }) => [
        [pathway, key, scope].filter((part) => part !== undefined).join(' '),
        ...[holder, organisation ?? '', since, taken, by?.type],
      ]),
    );
    expect(rows).toEqual([
      ['shared-responsibility', 'gp', '', at(5), 'entry', 'ReferralReceived'],
      [
        'shared-responsibility daily-life',
        ...['activity', '', at(9), 'acceptance', 'ResponsibilityAccepted'],
      ],
      ['shared-responsibility medicines', 'gp', '', at(5), 'entry', 'ReferralReceived'],
      ['referrals knee', 'hospital', 'riverside', at(7), 'entry', 'ReferralSent'],
      ['referrals back', 'hospital', 'riverside', at(12), 'entry', 'ReferralSent'],
    ]);
    const offers = pathways.map(({ openOffers }) => openOffers.map(({ handover }) => handover));
    expect(offers).toEqual([['to-clinic', 'to-clinic'], [], []]);
    expect(pathways[0]?.held[1]).toMatchObject({
      ...{ person: 'p-7', handover: 'daily-life-to-activity' },
    });
  });

  it('stands as of one instant and as known at another', async () => {
    const offered = (await ask(at(8))).pathways[0];
    expect(offered?.held.map(({ scope, holder }) => [scope ?? '', holder])).toEqual([
      ...[
        ['', 'gp'],
        ['daily-life', 'coordinator'],
        ['medicines', 'gp'],
      ],
    ]);
    expect(offered?.openOffers).toMatchObject([
      { handover: 'to-clinic', from: 'gp', to: 'clinic', overdue: false },
      { scope: 'daily-life', from: 'coordinator', to: 'activity', state: 'offered' },
    ]);
    const unheld = (await ask(at(5))).pathways;
    expect(unheld[0]?.held[1]).toMatchObject({ scope: 'daily-life', holder: null, since: null });
    expect((await ask(at(13), '--known-at', at(5))).pathways).toEqual(unheld);
  });

  it('says whom a close dropped', async () => {
    const { pathways } = await ask(at(20));
    expect(pathways.map(({ pathway, key = '' }) => `${pathway} ${key}`)).toEqual([
      ...['shared-responsibility ', 'referrals back', 'referrals knee'],
    ]);
    expect(pathways.at(-1)).toMatchObject({
      ...{ state: 'closed', closedAt: at(14), held: [] },
      dropped: { holder: 'hospital', since: at(14) },
    });
  });

  it('is a table with titles and names', async () => {
    const { stdout, status } = await told('--patient', PATIENT, '--wide', '--as-of', at(20));
    expect(status).toBe(0);
    expect(stdout).toMatch(/shared-responsibility +Treatment +General practitioner +2026-01-05/);
    expect(stdout).toMatch(/Daily life +Activity centre, p-7 +2026-01-09 09:00 +by acceptance, /);
    expect(stdout).toMatch(/referrals +back .* Hospital of Riverside hospital +2026-01-12/);
    expect(stdout).toMatch(/Treatment +General practitioner +Clinic +2026-01-07/);
    expect(stdout).toMatch(
      /Dropped: Hospital of Riverside hospital passed the patient on 2026-01-14/,
    );
  });

  it('shows in the journey by scope, with what each handover passes on and each duty is owed for', async () => {
    const asked = ['replay', PATIENT, '--as-of', at(13), '--data', folder.path];
    const journey = await askStafett<JourneyAnswer>(...asked);
    expect(
      journey.scopes?.map(({ scope, holder, since, custody }) => [
        ...[scope, holder, since],
        custody.map((spell) => `${spell.holder} ${spell.taken}`),
      ]),
    ).toEqual([
      ['daily-life', 'activity', at(9), ['coordinator begun', 'activity acceptance']],
      ['medicines', 'gp', at(5), ['gp entry']],
    ]);
    expect(journey.custody.map(({ holder }) => holder)).toEqual(['gp']);
    expect(journey.handovers.map(({ handover, scope = '' }) => [handover, scope])).toEqual([
      ['to-clinic', ''],
      ['to-clinic', ''],
      ['daily-life-to-activity', 'daily-life'],
    ]);
    expect(journey.duties).toMatchObject([{ owner: 'activity', scope: 'daily-life' }]);
    const { stdout } = await runStafett(...asked, '--wide');
    expect(stdout).toContain(`Daily life: held by Activity centre since 2026-01-09 09:00.`);
    expect(stdout).toMatch(/accountable \(Daily life\) [\s\S]*Coordinating unit .* as it began/);
    expect(stdout).toContain('Activity centre takes over Daily life from Coordinating unit');
  });

  itInParts('is the same beside a server and over HTTP', async () => {
    const before = await ask(at(13));
    const server = await serve(installationOf(folder.path), {
      port: 0,
      clock: () => Date.parse(at(13)),
    });
    try {
      const get = (patient: string) => fetch(`${server.url}/v1/patients/${patient}/custody`);
      // The processors that come with a server write to the log, too.
      const position: unknown = expect.any(String);
      expect(await (await get(PATIENT)).json()).toEqual({ ...before, position });
      expect((await ask(at(13))).pathways).toEqual(before.pathways);
      expect((await get(NOBODY)).status).toBe(404);
      expect((await get('someone')).status).toBe(422);
    } finally {
      await server.close();
    }
  });

  it('is refused for somebody whom nobody knows, and without a pathway or a patient', async () => {
    const unknown = await told('--patient', NOBODY);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/Nothing is recorded for this patient/);
    expect((await told('--patient', PATIENT, '--known-at', at(1))).status).toBe(1);
    expect((await told()).status).toBe(2);
    expect((await told('--patient', PATIENT, '--pathway', 'referrals')).status).toBe(2);
  });
});
