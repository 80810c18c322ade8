/** Segments of episodes that are looked up are those of the patient as assessed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { FigureCache } from '../loaded/figure-cache.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { SegmentedEpisodes, type EpisodeName } from './episode-segments.js';
import { openQuestion } from './question.js';
import type { Selection } from './selection.js';
import { Segments } from './segments.js';
import { stalls } from './stalls.js';

const KEYED = `
pathway: p
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal }, ward: { level: specialist } }
events: { A: {}, B: {}, C: {} }
entry: { events: [A], unfiltered: Made up }
closes: [B]
looks-back: 1 day
stages: [{ id: first, holder: gp }, { id: second, holder: ward, opens: C }]
duties: [{ id: answer, from: A, until: C, within: 1 days, owner: ward }]
episodes: { key: ref }
`;
const ON = (day: number) => `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`;

describe('Segments that are looked up', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('p', 1, KEYED);
    const event = (type: string, day: number, ref: string, data: object = {}) =>
      fact(type, ON(day), { pathway: 'p', data: { ref, ...data }, id: `${type} ${day} ${ref}` });
    await log.record('p1', [
      event('A', 1, 'hip', { kind: 'old' }),
      event('B', 2, 'hip'),
      event('A', 9, 'hip', { kind: 'new' }),
      event('A', 3, 'knee', { kind: 'other' }),
      event('C', 4, 'knee'),
    ]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  const groupsOf = (selection: Selection, names: readonly EpisodeName[], day = 20) =>
    log.models.read(async (view) => {
      const question = await openQuestion(view, { pathway: 'p', asOf: ON(day) });
      const source = { cache: new FigureCache(2 ** 24), view, question };
      const segments = new Segments(selection);
      const episodes = await SegmentedEpisodes.read(source, segments);
      return names.map((name) => episodes.groupOf(name));
    });
  const [hip, knee] = [
    { patient: 'p1', key: 'hip' },
    { patient: 'p1', key: 'knee' },
  ];

  it('are of that key, and of that episode or the latest', async () => {
    const names = [{ ...hip, episode: 1 }, { ...hip, episode: 2 }, hip, knee];
    const kinds = ['old', 'new', 'new', 'other'];
    expect(await groupsOf({ groupBy: 'attribute:kind' }, names)).toEqual(kinds);
    const services = ['gp', 'gp', 'gp', 'ward'];
    expect(await groupsOf({ groupBy: 'service' }, names)).toEqual(services);
  });

  it('are as of the instant, and none where there is no such episode yet', async () => {
    const names = [hip, { ...hip, episode: 2 }, { patient: 'p2' }];
    const selection = { groupBy: 'attribute:kind' };
    expect(await groupsOf(selection, names, 5)).toEqual(['old', undefined, undefined]);
  });

  it('leave out whom the query does not select', async () => {
    const where = [{ dimension: 'service', value: 'ward' }];
    expect(await groupsOf({ where }, [hip, knee])).toEqual([undefined, '']);
  });

  it('select stalls by the episode that stalls', async () => {
    const asked = (value: string) =>
      stalls(log.models, {
        ...{ pathway: 'p', asOf: ON(20) },
        where: [{ dimension: 'attribute:kind', value }],
      });
    expect(await asked('new')).toMatchObject({ total: 1, stalls: [{ key: 'hip' }] });
    expect(await asked('other')).toMatchObject({ total: 0, patients: 0, expected: [{}, {}] });
  });
});
