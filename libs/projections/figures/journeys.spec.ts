/** The list of journeys: who is in it, in which order, and page by page. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { journeys, type JourneysQuery } from './journeys.js';
import { DEFINITION, OSLO } from './small-pathway.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('The list of journeys', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
    await log.record('overdue', [fact('Referred', OSLO(1))]);
    await log.record('longer-overdue', [fact('Referred', '2025-12-01T10:00:00+01:00')]);
    await log.record('in-care', [fact('Referred', OSLO(2)), fact('Seen', OSLO(3))]);
    await log.record('new', [fact('Referred', OSLO(19))]);
    await log.record('died', [fact('Referred', OSLO(1)), fact('Died', OSLO(4))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  const ask = (query: Partial<JourneysQuery> = {}) =>
    journeys(log.models, { pathway: 'test', asOf: OSLO(20), ...query });
  const listed = async (query: Partial<JourneysQuery> = {}): Promise<readonly string[]> =>
    (await ask(query)).journeys.map(({ patient }) => patient);

  it('has the open ones, the longest overdue first, then those who entered first', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ total: 4, cursor: null });
    expect(await listed()).toEqual(['longer-overdue', 'overdue', 'in-care', 'new']);
    expect(answer.journeys[1]).toMatchObject({
      ...{ patient: 'overdue', state: 'open', stage: 'waiting', holder: 'gp', version: 1 },
      ...{ enteredAt: OSLO(1), stageSince: OSLO(1), lastEventAt: OSLO(1), severity: 'normal' },
      overdueSince: '2026-01-08T23:59:59.999+01:00',
    });
  });

  it('writes a day where nothing more is known, and no midnight', async () => {
    await log.record('by-day', [fact('Referred', '2026-01-18'), fact('Seen', '2026-01-19')]);
    await log.runner.catchUp();
    const { journeys: rows } = await ask({ sort: 'entered' });
    expect(rows.find(({ patient }) => patient === 'by-day')).toMatchObject({
      ...{ enteredAt: '2026-01-18', stageSince: '2026-01-19', lastEventAt: '2026-01-19' },
    });
  });

  it.each<[Partial<JourneysQuery>, readonly string[]]>([
    [{ state: 'closed' }, ['died']],
    [{ state: 'all', sort: 'entered', limit: 2 }, ['longer-overdue', 'died']],
    [{ stage: ['in-care'] }, ['in-care']],
    [{ overdue: true }, ['longer-overdue', 'overdue']],
    [{ overdue: false }, ['in-care', 'new']],
    [{ severity: 'high' }, []],
    [{ waitingOver: '3 weeks' }, ['longer-overdue']],
    [{ inStageOver: '18 days' }, ['longer-overdue', 'overdue']],
    [{ silentOver: '10 days', sort: 'last-event' }, ['longer-overdue', 'overdue', 'in-care']],
    [{ without: ['Seen'], overdue: false }, ['new']],
    [{ where: [{ dimension: 'service', value: 'hospital' }] }, ['in-care']],
  ])('asked for %j has %j', async (query, patients) => {
    expect(await listed(query)).toEqual(patients);
  });

  it('refuses a stage that there is not', async () => {
    await expect(ask({ stage: ['wating'] })).rejects.toThrow('Did you mean waiting?');
  });

  it.each(['severity', 'entered', 'stage', 'last-event'] as const)(
    'comes in pages that together are the whole, by %s',
    async (sort) => {
      const whole = await listed({ sort, state: 'all' });
      const paged: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await ask({ sort, state: 'all', limit: 2, ...(cursor && { cursor }) });
        expect(page.total).toBe(5);
        paged.push(...page.journeys.map(({ patient }) => patient));
        ({ cursor } = page);
      } while (cursor !== null);
      expect(paged).toEqual(whole);
    },
  );

  it('goes on after a cursor of the same question in the same log alone', async () => {
    const { cursor } = await ask({ limit: 1 });
    expect(await listed({ cursor: cursor!, limit: 1, asOf: OSLO(21) })).toEqual(['overdue']);
    const code = (query: Partial<JourneysQuery>) =>
      ask(query).then(
        () => undefined,
        (error: { code: string; path: string }) => [error.code, error.path],
      );
    expect(await code({ cursor: cursor!, sort: 'stage' })).toEqual(['unknown-cursor', 'cursor']);
    expect(await code({ cursor: 'x' })).toEqual(['unknown-cursor', 'cursor']);
    expect(await code({ cursor: 'x'.repeat(2_000) })).toEqual(['unknown-cursor', 'cursor']);
    const foreign = Buffer.from(JSON.stringify(['other', 'q', 1])).toString('base64url');
    expect(await code({ cursor: foreign })).toEqual(['cursor-lost', 'cursor']);
    expect(await code({ groupBy: 'sex' })).toEqual(['invalid-query', 'groupBy']);
  });
});
