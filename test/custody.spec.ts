/** A patient who was refused, offered again, met with silence and accepted: on every page. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JourneyAnswer, CustodyAnswer } from '#projections';
import { openWriter } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { runStafett, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

const PATHWAY = `
pathway: baton
version: 1
title: Baton
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a test }
  hospital: { name: Hospital, level: specialist, source: a test }
  county: { name: County, level: other, source: a test }
entry: { events: ReferralSent, unfiltered: every referral is followed }
closes: PathwayClosed
stages:
  - { id: with-gp, title: With the practice, holder: gp, role: GP, limit: 2 months, source: a test }
  - { id: treated, title: Treated, holder: hospital, opens: TreatmentStarted, limit: 2 months, source: a test }
handovers:
  - id: to-hospital
    title: To the hospital
    when: ResponsibilityOffered
    from: holder
    to: hospital
    answer-within: 5 days
    accepted: { by: ResponsibilityAccepted, opens: treated }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind, next: [{ after: 2 days, then: { escalate: county } }] }
    information: { requested: InformationRequested, supplied: InformationSupplied, within: 3 days }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    source: a test
`;

type Report = readonly [
  patient: string,
  day: number,
  type: string,
  by: string,
  data?: Record<string, string>,
];

const P1 = 'p'.padEnd(27, 'a');
const P2 = 'p'.padEnd(27, 'b');
const P3 = 'p'.padEnd(27, 'c');

/** At 9 o'clock in January 2026. */
const REPORTS: readonly Report[] = [
  [P1, 5, 'ReferralSent', 'gp'],
  [P2, 5, 'ReferralSent', 'gp'],
  [P3, 5, 'ReferralSent', 'gp'],
  [P1, 6, 'ResponsibilityOffered', 'gp'],
  [P3, 6, 'TreatmentStarted', 'hospital'],
  [P1, 8, 'ResponsibilityRefused', 'hospital', { to: 'hospital', reason: 'no room' }],
  [P1, 12, 'ResponsibilityOffered', 'gp'],
  [P1, 14, 'InformationRequested', 'hospital'],
  [P2, 15, 'ResponsibilityOffered', 'gp'],
  [P1, 15, 'InformationSupplied', 'gp'],
  [P1, 21, 'ResponsibilityAccepted', 'hospital', { to: 'hospital', person: 'hpr-77' }],
];

const DAY = 86_400;
const HOUR_MS = 3_600_000;
const at = (day: number) => `2026-01-${String(day).padStart(2, '0')}T09:00:00+01:00`;
const AS_OF = at(25);

describe('The baton', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served | undefined;
  const run = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr, status } = await runStafett(...args, '--data', folder.path);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return stdout;
  };
  const custody = (...args: readonly string[]) =>
    run('custody', '--pathway', 'baton', '--as-of', AS_OF, ...args);
  const replay = (patient: string, asOf = AS_OF, ...args: readonly string[]) =>
    run('replay', patient, '--wide', '--as-of', asOf, ...args);
  const journey = async (patient: string, asOf = AS_OF) =>
    JSON.parse(await replay(patient, asOf, '--json')) as JourneyAnswer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    let now = Date.parse('2025-12-01T12:00:00Z');
    const writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const published = await writer.engine.publishDefinition(PATHWAY, { author: 't', reason: 't' });
    expect(published).toMatchObject({ status: 'published' });
    for (const [n, [patient, day, type, organisation, data = {}]] of REPORTS.entries()) {
      now = Date.parse(at(day)) + HOUR_MS;
      await writer.engine.wakePatient(patient);
      await writer.engine.recordFacts(patient, [
        {
          ...{ id: `e${n}`, source: 'urn:test', type, version: 1, occurredAt: at(day) },
          ...{ actor: { organisation }, data },
        },
      ]);
    }
    await writer.close();
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(() => folder.remove());

  it('is held by somebody all the time, and passes by acceptance alone', async () => {
    const { custody: spells, holder, stage } = await journey(P1);
    expect([holder, stage]).toEqual(['hospital', 'treated']);
    // The practice: whole days 6 to 20; it offered on the 6th and the 12th and told on the 15th.
    // Idle are 7 to 11 (the no of the 8th is the hospital's), 13, 14 and 16 to 20.
    expect(spells).toMatchObject([
      {
        ...{ holder: 'gp', role: 'GP', person: null, from: at(5), to: at(21), taken: 'entry' },
        ...{ fact: 'urn:test e0', days: 15, idleDays: 12, longestIdleDays: 5 },
      },
      {
        ...{ holder: 'hospital', person: 'hpr-77', from: at(21), to: null, taken: 'acceptance' },
        ...{ handover: 'to-hospital', fact: 'urn:test e10', days: 3, idleDays: 3 },
      },
    ]);
  });

  it('shows what became of each offer, turn by turn, by which event or by time', async () => {
    const { handovers } = await journey(P1);
    expect(handovers).toMatchObject([
      { state: 'refused', attempt: 1, late: false },
      { state: 'accepted', attempt: 1, late: true, answerDueAt: '2026-01-17T23:59:59.999+01:00' },
    ]);
    expect(
      handovers[1]?.turns.map(({ kind, at: when, by, service, tookFrom }) => [
        ...[kind, when.slice(5, 16), by, service ?? tookFrom],
      ]),
    ).toEqual([
      ['offered', '01-12T09:00', 'urn:test e6', null],
      ['information-requested', '01-14T09:00', 'urn:test e7', null],
      ['information-supplied', '01-15T09:00', 'urn:test e9', null],
      ['silent', '01-18T00:00', null, null],
      ['reminded', '01-18T00:00', null, 'hospital'],
      ['escalated', '01-20T00:00', null, 'county'],
      ['accepted', '01-21T09:00', 'urn:test e10', 'gp'],
    ]);
  });

  it('is told on the page of the journey, with the decisions in words', async () => {
    const page = await replay(P1);
    expect(page).toMatch(/held by Hospital \(hpr-77\); entered baton/);
    expect(page).toMatch(
      /General practice, GP +2026-01-05 09:00 +2026-01-21 09:00 +on entry +\d+ +12 of 15/,
    );
    expect(page).toMatch(
      /Hospital, hpr-77 .* ongoing +by acceptance, To the hospital +\d+ +3 of 3/,
    );
    expect(page).toMatch(/To the hospital +General practice +Hospital +accepted, late/);
    expect(page).toMatch(/refused +2026-01-08 09:00 +\d+ +no room/);
    expect(page).toMatch(/escalated +2026-01-20 00:00 +by time +County/);
    expect(page).toMatch(
      /HandoverRefused +To the hospital .* Hospital refuses the patient \(no room\)/,
    );
    expect(page).toMatch(/HandoverFellSilent +To the hospital .* Hospital has not answered/);
    expect(page).toMatch(/HandoverEscalated +To the hospital .* escalated to County/);
    expect(page).toMatch(
      /HandoverAccepted +To the hospital .* Hospital takes over the patient from General practice/,
    );
  });

  it('stays with the sender until then, and the page says so', async () => {
    const { holder, handovers } = await journey(P1, at(19));
    expect([holder, handovers[1]?.state]).toEqual(['gp', 'silent']);
    // The hospital treats the third patient, whom it never accepted: the practice is accountable.
    const page = await replay(P3);
    expect(page).toMatch(
      /In stage Treated since .*, held by General practice \(GP\), which is accountable although the stage belongs to Hospital;/,
    );
    expect(page).toMatch(/Deviation \(holder-without-acceptance treated\)/);
  });

  it('is told for all patients, open offers counted in', async () => {
    const answer = JSON.parse(await custody('--json')) as CustodyAnswer;
    expect(answer).toMatchObject({
      ...{ withoutHolderSeconds: 0, heldTwiceSeconds: 0, asOf: AS_OF },
      definition: { id: 'baton', version: 1 },
    });
    // gp: 16 days of the first patient, 20 of each of the two others; hospital: 4 of the first.
    expect(answer.services).toMatchObject([
      { service: 'gp', patients: 2, heldSeconds: 56 * DAY, taken: { entry: 3 } },
      { service: 'hospital', patients: 1, heldSeconds: 4 * DAY, taken: { acceptance: 1 } },
    ]);
    // A no after 2 days, a yes after 9, and 10 days without an answer: S(9 d) = 1/3. Overdue
    // were 3 days and 9 hours of the second and, of the third, 4 days and 9 hours until now.
    expect(answer.services[1]).toMatchObject({
      offers: { made: 3, open: 1, silent: 1, accepted: 1, refused: 1, late: 1, returned: 1 },
      timeToAnswer: { n: 3, answered: 2, medianSeconds: 9 * DAY },
      ...{ offeredSeconds: 21 * DAY, silentSeconds: (3 + 4) * DAY + 18 * 3600 },
    });
    expect(answer.openOffers).toMatchObject([{ patient: P2, from: 'gp', to: 'hospital' }]);
    expect(answer.idleSpells.map(({ patient }) => patient)).toEqual([P3, P2, P1]);
  });

  it('is told on a page that fits a narrow terminal', async () => {
    const page = await custody();
    expect(page).toMatch(/^Custody on baton\n\n3 patients held, 60[.]0 patient-days in all[.]\n/);
    expect(page).toMatch(/Patient-days without a holder: 0; with more than one: 0[.]/);
    expect(page).toMatch(
      /3 offers: 1 open, of which 1 silent past the due time; returned to the sender 1 time[.]/,
    );
    expect(page).toMatch(/Half are answered within 9 d/);
    expect(page).toMatch(/Offered but not yet accepted: 21[.]0 patient-days[.]/);
    expect(page).toMatch(/General practice +2 +56[.]0 +\d+ of \d+/);
    expect(page).toMatch(new RegExp(`${P2} +Hospital +2026-01-15 +10 d +4 d 9 h`));
    const tables = page.split('\n').filter((line) => line.startsWith('  '));
    expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('lists no more rows than asked for, and says so', async () => {
    expect(await custody('--limit', '1')).toMatch(
      /Showing the first of 3 idle holders; use --limit to see more[.]/,
    );
  });

  it('is a stall, with who was told of it', async () => {
    const page = await run('stalls', '--pathway', 'baton', '--wide', '--as-of', AS_OF);
    expect(page).toMatch(/1 overdue answer to handovers/);
    expect(page).toMatch(
      /To the hospital +2026-01-20 +4 d 9 h .* General practice +1 +reminded Hospital 2026-01-21 .*; escalated to County 2026-01-23/,
    );
  });

  it('is answered over HTTP with the same figures', async () => {
    server = await serve(installationOf(folder.path), { port: 0, clock: () => Date.parse(AS_OF) });
    const response = await fetch(`${server.url}/v1/pathways/baton/custody?limit=2`);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as CustodyAnswer;
    // Beside a server that is recording, the command line remarks how far the figures have come.
    const asked = JSON.parse(await custody('--json', '--limit', '2', '--quiet')) as CustodyAnswer;
    // The server looks at who is due, and records what it concludes: only the position may differ.
    const { asOf, position } = answer;
    expect(Date.parse(asOf ?? '')).toBe(Date.parse(AS_OF));
    expect(answer).toEqual({ ...asked, asOf, position });
    expect((await fetch(`${server.url}/v1/pathways/baton/custody?limit=0`)).status).toBe(400);
    expect((await fetch(`${server.url}/v1/pathways/none/custody`)).status).toBe(404);
  });
});
