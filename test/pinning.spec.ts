/** Versions of a pathway through the whole system: log, engine, replay, figures and command line. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefinitionRegistry } from '#engine';
import { openSqliteEventStore } from '#event-store/sqlite';
import {
  migration,
  ProjectionRunner,
  stalls,
  type MigrationAnswer,
  replayJourney,
  type JourneyAnswer,
} from '#projections';
import { openReadModels } from '#projections/sqlite';
import { openWriter, type Writer } from '../apps/composition/index.js';
import { filesIn, runStafett, temporaryFolder } from './data-folder.js';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-01-05T09:00:00Z');
const AUTHOR = { author: 'test', reason: 'test' };

/** So many weeks for the plan. */
function pathway(version: number, weeks: number, holder = 'gp'): string {
  return `
pathway: back
version: ${version}
title: Back pain
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a test }
  physio: { name: Physiotherapy, level: municipal, source: a test }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: PathwayClosed
episodes: { reopens-within: 1 day, source: a test }
stages:
  - { id: care, title: Care, holder: ${holder}, limit: 1 month, source: a test }
duties:
  - { id: plan, title: Plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: ${weeks} weeks, owner: gp, source: a test }
`;
}

/** So many days to answer a referral, and a milestone where it is asked for. */
function withHandover(yaml: string, days: number, milestone = false): string {
  return `${yaml.replace('stages:', 'events: { Taken: { publisher: physio }, Declined: { publisher: physio } }\nstages:')}
handovers:
  - { id: to-physio, title: To physio, when: ReferralSent, from: gp, to: physio, answer-within: ${days} days, accepted: { by: Taken }, refused: { by: Declined, then: return-to-sender }, silent: { then: remind }, source: a test }
${milestone ? 'milestones: [{ id: referred, title: Referred, reached-by: ReferralSent, source: a test }]' : ''}
`;
}

describe('Versions of a pathway', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let now: number;

  const report = (patient: string, type: string): Promise<unknown> =>
    writer.engine.recordFacts(patient, [
      {
        id: `${patient}-${type}-${now}`,
        source: 'urn:test',
        type,
        version: 1,
        occurredAt: new Date(now).toISOString(),
        data: {},
      },
    ]);
  const publish = (yaml: string) => writer.engine.publishDefinition(yaml, AUTHOR);
  const replay = async (patient: string, knownAt?: number): Promise<JourneyAnswer> => {
    const registry = new DefinitionRegistry(writer.store);
    await registry.load();
    const query = { asOf: now, ...(knownAt === undefined ? {} : { knownAt }) };
    return replayJourney(writer.store, registry, patient, query);
  };
  const versionsOf = async (patient: string, knownAt?: number): Promise<number[]> =>
    (await replay(patient, knownAt)).episodes.map(({ version }) => version);
  const ask = async <T>(...args: readonly string[]): Promise<T> =>
    JSON.parse((await runStafett(...args, '--json')).stdout) as T;
  const pass = (days: number): void => void (now += days * DAY_MS);

  /** Two patients under version 1, one of whom is through; then version 2; then two more entries. */
  beforeEach(async () => {
    folder = await temporaryFolder();
    now = START_MS;
    writer = await openWriter(folder.path, { clock: () => now });
    expect(await publish(pathway(1, 6))).toMatchObject({ status: 'published' });
    pass(1);
    await report('anna', 'SymptomOnsetReported');
    await report('bo', 'SymptomOnsetReported');
    pass(3);
    await report('bo', 'PathwayClosed');
    pass(10);
    expect(await publish(pathway(2, 2, 'physio'))).toMatchObject({ status: 'published' });
    pass(1);
    await report('bo', 'SymptomOnsetReported');
    await report('cy', 'SymptomOnsetReported');
  });
  afterEach(async () => {
    await writer.close();
    await folder.remove();
  });

  it('keep what is open, and give what begins to the newest', async () => {
    expect(await versionsOf('anna')).toEqual([1]);
    expect(await versionsOf('bo')).toEqual([1, 2]);
    expect(await versionsOf('cy')).toEqual([2]);
    expect(await replay('anna')).toMatchObject({
      definition: { id: 'back', version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      holder: 'gp',
      duties: [{ duty: 'plan', dueAt: '2026-02-17T23:59:59.999+01:00' }],
    });
    expect((await replay('cy')).duties).toMatchObject([{ dueAt: '2026-02-03T23:59:59.999+01:00' }]);
  });

  it('are named by the decisions taken under them', async () => {
    const { decisions } = await replay('bo');
    expect(
      decisions.filter(({ type }) => type === 'DutyArmed').map(({ data }) => data['version']),
    ).toEqual([1, 2]);
  });

  it('move what is open when it is migrated, and nothing that is closed', async () => {
    pass(1);
    const before = now - 1;
    await writer.engine.migratePathway('back', 2, AUTHOR);
    pass(1);
    expect(await versionsOf('anna')).toEqual([2]);
    expect(await versionsOf('bo')).toEqual([1, 2]);
    expect((await replay('anna')).holder).toBe('physio');
    expect((await writer.engine.wakePatient('anna')).decisions).toBe(1);
    expect((await writer.engine.wakePatient('cy')).decisions).toBe(0);
    expect(await versionsOf('anna', before)).toEqual([1]);
    expect(await replay('anna', before)).toMatchObject({
      holder: 'gp',
      definition: { version: 1 },
    });
  });

  it('decide what stalls, each patient by the own one', async () => {
    pass(25);
    const store = await openSqliteEventStore({
      file: filesIn(folder.path).log,
      access: 'read',
      clock: () => now,
    });
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    await new ProjectionRunner({ store, models }).catchUp();
    const asked = { pathway: 'back', asOf: new Date(now).toISOString() };
    const late = async (): Promise<string[]> =>
      (await stalls(models, asked)).stalls
        .filter(({ kind }) => kind === 'duty')
        .map(({ patient }) => patient);
    expect((await late()).sort()).toEqual(['bo', 'cy']);
    await writer.engine.migratePathway('back', 2, AUTHOR);
    await new ProjectionRunner({ store, models }).catchUp();
    expect((await late()).sort()).toEqual(['anna', 'bo', 'cy']);
    await models.close();
    await store.close();
  });

  it('are taken only in the zone of the pathway, and only without errors', async () => {
    const elsewhere = pathway(3, 2).replace('Europe/Oslo', 'Europe/Helsinki');
    expect(await publish(elsewhere)).toMatchObject({ status: 'refused', code: 'zone-changed' });
    const nowhere = pathway(3, 2).replace('SymptomOnsetReported, until', 'NobodyKnowsThis, until');
    expect(await publish(nowhere)).toMatchObject({ status: 'refused', code: 'invalid' });
    expect(await writer.engine.versions('back')).toHaveLength(2);
  });

  it('can be migrated from the command line, first to see who would change', async () => {
    await writer.store.close();
    const on = ['--data', folder.path];
    const dry = await ask<MigrationAnswer>(
      'pathway',
      'migrate',
      'back',
      '--to',
      '2',
      '--dry-run',
      ...on,
    );
    expect(dry).toMatchObject({
      to: 2,
      open: 3,
      moved: 1,
      changed: 1,
      totals: [
        { service: 'gp', duties: { dueMoved: 1, inTimeToLate: 0 }, patients: { lost: 1 } },
        { service: 'physio', duties: { dueMoved: 0 }, patients: { gained: 1, lost: 0 } },
      ],
      changes: [
        {
          patient: 'anna',
          episode: 1,
          before: { version: 1, holder: 'gp' },
          after: { version: 2, holder: 'physio' },
          duties: [
            {
              duty: 'plan',
              before: { dueAt: '2026-02-17T23:59:59.999+01:00' },
              after: { dueAt: '2026-01-20T23:59:59.999+01:00' },
            },
          ],
        },
      ],
    });
    const dryRun = await runStafett(
      'pathway',
      'migrate',
      'back',
      '--to',
      '2',
      '--dry-run',
      '--wide',
      ...on,
    );
    expect(dryRun.stdout).toMatch(/nothing was changed[\s\S]*anna[\s\S]*Physiotherapy/);
    expect(dryRun.stdout).toMatch(/^ +General practice +duties +0 +0 +0 +0 +1 +[+]0 −1$/m);
    const limited = ['pathway', 'migrate', 'back', '--to', '2', '--limit', '1', ...on];
    expect(await runStafett(...limited)).toMatchObject({
      ...{ status: 2, stderr: expect.stringContaining('--limit applies to --dry-run') },
    });
    const migrated = await ask(
      'pathway',
      'migrate',
      'back',
      '--to',
      '2',
      '--author',
      'A',
      '--reason',
      'R',
      ...on,
    );
    expect(migrated).toMatchObject({ status: 'migrated', id: 'back', version: 2 });
    const again = await ask<MigrationAnswer>(
      'pathway',
      'migrate',
      'back',
      '--to',
      '2',
      '--dry-run',
      ...on,
    );
    expect(again).toMatchObject({ open: 3, moved: 0, changes: [] });
    const unknown = await runStafett('pathway', 'migrate', 'back', '--to', '7', ...on);
    expect(unknown).toMatchObject({ status: 1 });
    expect(unknown.stderr).toMatch(/has no version 7; published: 1, 2/);
    const repeated = await ask('pathway', 'migrate', 'back', '--to', '2', ...on);
    expect(repeated).toMatchObject({ status: 'repeated', version: 2 });
    for (const more of [[], ['--dry-run']]) {
      const args = ['pathway', 'migrate', 'back', '--to', '7', '--json', ...more, ...on];
      expect(JSON.parse((await runStafett(...args)).stderr)).toMatchObject({
        error: { code: 'unknown-version' },
      });
    }
    const elsewhere = join(folder.path, 'misspelt');
    const missing = await runStafett(
      'pathway',
      'migrate',
      'back',
      '--to',
      '2',
      '--data',
      elsewhere,
    );
    expect(missing).toMatchObject({ status: 1 });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('show before a migration what it changes in handovers, milestones and closed episodes', async () => {
    now += 60_000;
    expect(await publish(withHandover(pathway(3, 2, 'physio'), 10))).toMatchObject({
      status: 'published',
    });
    await report('di', 'SymptomOnsetReported');
    pass(1);
    await report('di', 'ReferralSent');
    const closing = withHandover(pathway(4, 2, 'physio'), 2, true);
    expect(await publish(closing)).toMatchObject({ status: 'published' });
    const ending = pathway(5, 2).replace('closes: PathwayClosed', 'closes: ReferralSent');
    expect(await publish(ending)).toMatchObject({ status: 'published' });
    pass(1);
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
    const changeFor = async (patient: string, version: number) => {
      const query = { pathway: 'back', version, asOf: new Date(now).toISOString() };
      return (await migration(models, query)).changes.find((each) => each.patient === patient);
    };
    expect(await changeFor('di', 4)).toEqual({
      patient: 'di',
      episode: 1,
      before: { version: 3, stage: 'care', holder: 'physio' },
      after: { version: 4, stage: 'care', holder: 'physio' },
      duties: [],
      handovers: [
        {
          episode: 1,
          handover: 'to-physio',
          occurrence: expect.any(String),
          before: expect.objectContaining({ answerDueAt: '2026-01-31T23:59:59.999+01:00' }),
          after: expect.objectContaining({ answerDueAt: '2026-01-23T23:59:59.999+01:00' }),
        },
      ],
      milestones: [
        { episode: 1, milestone: 'referred', before: null, after: '2026-01-21T10:01:00+01:00' },
      ],
      deviations: [],
    });
    const query = { pathway: 'back', version: 4, asOf: new Date(now).toISOString() };
    const all = await migration(models, query);
    expect(all.changes.map(({ patient }) => patient)).toEqual(['anna', 'di']);
    expect(await migration(models, { ...query, limit: 1 })).toEqual({
      ...all,
      changes: all.changes.slice(0, 1),
    });
    expect(await changeFor('di', 5)).toMatchObject({
      before: { version: 3, stage: 'care' },
      after: { version: 5, stage: null, holder: null },
      handovers: [{ handover: 'to-physio', after: null }],
    });
    // The second episode is compared with itself, not with whichever is the last one then.
    await report('bo', 'ReferralSent');
    pass(3);
    await report('bo', 'SymptomOnsetReported');
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
    expect(await changeFor('bo', 5)).toMatchObject({
      episode: 2,
      before: { version: 2, stage: 'care' },
      after: { version: 5, stage: null },
      duties: [
        { episode: 2, duty: 'plan', after: { state: 'lapsed' } },
        { episode: 3, duty: 'plan', before: null },
      ],
    });
    await models.close();
  });

  it('stay as they are when a wrong text is published from the command line', async () => {
    await writer.store.close();
    const file = join(folder.path, 'wrong.yaml');
    await writeFile(file, pathway(3, 2).replace('until: RehabPlanAgreed', 'until: RehabPlanAgred'));
    const { status, stderr } = await runStafett('pathway', 'publish', file, '--data', folder.path);
    expect(status).toBe(1);
    expect(stderr).toMatch(/wrong[.]yaml:\d+:\d+: .*RehabPlanAgred/);
  });
});
