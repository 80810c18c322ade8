/** Decisions on many instances and episodes, and on an illness that comes back. */
import { describe, expect, it } from '@jest/globals';
import type { DutyInstance } from '../state/duty-instance.js';
import type { Episode } from '../state/assessment.js';
import { decide } from './decide.js';
import {
  ARMED,
  DUE,
  DUTY,
  EPISODE,
  SPELL,
  SPELLS,
  custodyLike,
  assessed,
  at,
  recorded,
} from './decide.spec.support.js';

describe('Deciding on several instances', () => {
  const instances: DutyInstance[] = [
    DUTY,
    { ...DUTY, duty: 'answer', occurrence: 'urn:x/1 a/b', state: 'breached' },
    { ...DUTY, duty: 'answer', occurrence: 'urn:x/1 c', instance: 2 },
    { ...DUTY, episode: 2, state: 'met', metAt: DUE, metBy: 'urn:x 2' },
    { ...DUTY, duty: 'report', episode: 2, occurrence: '2', instance: 2 },
  ];
  const second = { ...EPISODE, number: 2, version: 4, enteredAt: DUE - 5, gapDays: 20 };
  const two = assessed({ version: 4, episodes: [EPISODE, second], duties: instances });

  it('keeps them apart by episode and occurrence, and names the two where they say something', () => {
    const decisions = decide(two, []);
    expect(decisions.map(({ key, data }) => [key, data['episode'], data['occurrence']])).toEqual([
      ['back#2/EpisodeRecurred/0', 2, undefined],
      ['back/plan/DutyArmed/0', undefined, undefined],
      ['back/answer#1/DutyArmed/0/urn:x/1 a/b', undefined, 'urn:x/1 a/b'],
      ['back/answer#1/DutyBreached/1/urn:x/1 a/b', undefined, 'urn:x/1 a/b'],
      ['back/answer#1/DutyArmed/0/urn:x/1 c', undefined, 'urn:x/1 c'],
      ['back/plan#2/DutyArmed/0', 2, undefined],
      ['back/plan#2/DutyMet/1', 2, undefined],
      ['back/report#2/DutyArmed/0/2', 2, '2'],
    ]);
    expect(decide(two, recorded(decisions))).toEqual([]);
  });

  it('writes the version that the episode is pinned to', () => {
    const versions = decide(two, []).map(({ data }) => [data['episode'] ?? 1, data['version']]);
    expect(new Set(versions.map(String))).toEqual(new Set(['1,3', '2,4']));
  });

  it('voids each instance on its own', () => {
    const log = recorded(decide(two, []));
    const gone = assessed({ ...two, duties: instances.filter((_one, index) => index !== 2) });
    const voided = decide(gone, log);
    expect(voided).toMatchObject([
      { type: 'DutyVoided', key: 'back/answer#1/DutyVoided/1/urn:x/1 c' },
    ]);
    expect(decide(gone, [...log, ...recorded(voided)])).toEqual([]);
  });

  it('takes who held the patient from the same episode', () => {
    const later = { ...SPELL, stage: 'first', holder: 'rehabilitation', episode: 2, from: DUE - 5 };
    const lookedBack = { ...DUTY, episode: 2, armedAt: ARMED };
    const decisions = decide(
      { ...two, custody: [...SPELLS, later].map(custodyLike), duties: [lookedBack] },
      [],
    );
    expect(decisions[1]?.data).toMatchObject({ episode: 2, owner: 'rehabilitation' });
  });
});

describe('Deciding on a new episode', () => {
  const entered = at('2026-05-20T08:00:00Z');
  const second: Episode = { ...EPISODE, number: 2, enteredAt: entered, gapDays: 20 };
  const again = (more: Partial<Episode> = {}) =>
    assessed({ episodes: [EPISODE, { ...second, ...more }] });

  it('says once that the illness came back, and after how many days', () => {
    const decisions = decide(again(), []);
    expect(decisions).toEqual([
      {
        type: 'EpisodeRecurred',
        key: 'back#2/EpisodeRecurred/0',
        effectiveAt: entered,
        data: { pathway: 'back', version: 3, episode: 2, earlierEpisode: '1', gapDays: 20 },
      },
    ]);
    expect(decide(again(), recorded(decisions))).toEqual([]);
  });

  it('says so again where a correction moved it', () => {
    const log = recorded(decide(again(), []));
    const moved = decide(again({ gapDays: 19 }), log);
    expect(moved).toMatchObject([{ key: 'back#2/EpisodeRecurred/1', data: { gapDays: 19 } }]);
    expect(decide(again({ gapDays: 19 }), [...log, ...recorded(moved)])).toEqual([]);
  });

  it('says so again where it began at another time, as many days later', () => {
    const log = recorded(decide(again(), []));
    const moved = decide(again({ enteredAt: entered + 60_000 }), log);
    expect(moved).toMatchObject([{ type: 'EpisodeRecurred', effectiveAt: entered + 60_000 }]);
  });

  it('takes it back where the facts have no such episode any more, and may say it anew', () => {
    const log = recorded(decide(again(), []));
    const voided = decide(assessed({}), log);
    expect(voided).toEqual([
      {
        type: 'EpisodeRecurrenceVoided',
        key: 'back#2/EpisodeRecurrenceVoided/1',
        effectiveAt: entered,
        data: { pathway: 'back', version: 3, episode: 2, earlierEpisode: '1', gapDays: 20 },
      },
    ]);
    const after = [...log, ...recorded(voided)];
    expect(decide(assessed({}), after)).toEqual([]);
    expect(decide(again(), after)).toMatchObject([{ key: 'back#2/EpisodeRecurred/2' }]);
  });

  it('takes nothing back because a clock went back', () => {
    const log = recorded(decide(again(), []));
    expect(decide(assessed({ at: entered - 1 }), log)).toEqual([]);
  });
});
