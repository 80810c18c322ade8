/** Episodes side by side, by key, and the end of those that are out of sight. */
import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import type { Definition } from '../definition/definition.js';
import { PathwayVersions } from '../versions/pathway-versions.js';
import { decide } from '../decisions/decide.js';
import { decisionFromStored, storedDecision } from '../decisions/stored-decision.js';
import { assess, assessAll } from './assess.js';
import { Journey } from './journey.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1, 8);

const on = (day: number): number => START_MS + day * DAY_MS;

function pathway(episodes: string, more = ''): Definition {
  const read = readDefinition(`
pathway: p
version: 1
zone: UTC
services: { gp: { level: municipal }, ward: { level: specialist } }
entry: { events: Asked }
closes: [Ended, Died]
looks-back: 30 days
${episodes}
stages: [{ id: asked, holder: gp }, { id: seen, holder: ward, opens: Seen }]
duties: [{ id: seen, from: Asked, until: Seen, within: 5 days, owner: ward }]
guards: [{ id: screened, on: Seen, requires: Screened }]
events: { Asked: {}, Seen: {}, Ended: {}, Died: {}, Screened: {}, Noted: {}, Sick: {}, Offered: {}, Taken: {} }
${more}
`);
  if ('definition' in read) return read.definition;
  throw new Error(JSON.stringify(read.problems));
}

let count = 0;
function fact(
  type: string,
  day: number,
  ref?: string | number,
  more: Partial<RecordedFact> = {},
): RecordedFact {
  count += 1;
  return {
    ...{ id: `e${count}`, source: 'urn:x', type, version: 1, recordedAt: on(day) },
    occurredAt: new Date(on(day)).toISOString(),
    data: ref === undefined ? {} : { ref },
    ...more,
  };
}

const KEYED = pathway('episodes: { key: ref, keyless: { every: Died } }');

const states = (definition: Definition, facts: readonly RecordedFact[], day: number): object =>
  Object.fromEntries(
    assessAll(definition, facts, on(day)).map(({ key = 'none', state, stage }) => [
      key,
      stage?.stage ?? state,
    ]),
  );

describe('Episodes with a key', () => {
  const two = [fact('Asked', 0, 'knee'), fact('Asked', 1, 'back')];

  it('stand each where its own facts bring it', () => {
    const facts = [...two, fact('Seen', 2, 'back')];
    expect(states(KEYED, facts, 3)).toEqual({ knee: 'asked', back: 'seen' });
    expect(assess(KEYED, facts, on(3), { key: 'back' })).toMatchObject({ holder: 'ward' });
    expect(assess(KEYED, facts, on(3), { key: 'hip' })).toMatchObject({ state: 'not-entered' });
  });

  it('count from 1 each, and are entered again each for itself', () => {
    const facts = [...two, fact('Ended', 2, 'knee'), fact('Asked', 4, 'knee')];
    const numbers = assessAll(KEYED, facts, on(5)).map(({ key, episodes }) => [
      key,
      episodes.map(({ number, gapDays }) => [number, gapDays]),
    ]);
    expect(numbers).toEqual([
      [
        'knee',
        [
          [1, undefined],
          [2, 1],
        ],
      ],
      ['back', [[1, undefined]]],
    ]);
  });

  it('take a number as a key, and no other value', () => {
    expect(states(KEYED, [fact('Asked', 0, 7)], 2)).toEqual({ '7': 'asked' });
    const odd = [true, '', 1.5, ['a'], 'x'.repeat(201)].map((ref, n) =>
      fact('Asked', n, undefined, { data: { ref } }),
    );
    for (const each of odd) expect(states(KEYED, [each], 9)).toEqual({ '': 'asked' });
  });

  it('are told apart by the first field that is there', () => {
    const definition = pathway('episodes: { key: [other, ref] }');
    const both = fact('Asked', 0, 'a', { data: { ref: 'a', other: 'b' } });
    expect(states(definition, [both, fact('Asked', 1, 'a')], 2)).toEqual({
      a: 'asked',
      b: 'asked',
    });
  });

  it('leave what names none of several alone, and mark it in each', () => {
    const facts = [...two, fact('Ended', 2)];
    const found = assessAll(KEYED, facts, on(3));
    expect(found.map(({ state }) => state)).toEqual(['open', 'open']);
    expect(found.map(({ deviations }) => deviations.map(({ kind }) => kind))).toEqual([
      ['ambiguous-key'],
      ['ambiguous-key'],
    ]);
  });

  it('do not mark what would do nothing', () => {
    const found = assessAll(KEYED, [...two, fact('Noted', 2)], on(3));
    expect(found.flatMap(({ deviations }) => deviations)).toEqual([]);
  });

  it('take what names none where only one is open just before it', () => {
    const facts = [...two, fact('Ended', 2, 'knee'), fact('Seen', 3)];
    expect(states(KEYED, facts, 4)).toEqual({ knee: 'closed', back: 'seen' });
    // Known only later, the end comes first all the same.
    const late = { ...fact('Ended', 2, 'knee'), recordedAt: on(9) };
    expect(states(KEYED, [...two, fact('Seen', 3), late], 10)).toEqual({
      knee: 'closed',
      back: 'seen',
    });
  });

  it('all take what the definition says of every one', () => {
    expect(states(KEYED, [...two, fact('Died', 2)], 3)).toEqual({ knee: 'closed', back: 'closed' });
  });

  it('look back on what named none before them, not on what was about another', () => {
    const seen = [fact('Asked', 2, 'knee'), fact('Seen', 3, 'knee')];
    const broken = (facts: readonly RecordedFact[]): number =>
      assess(KEYED, facts, on(9), { key: 'knee' }).deviations.length;
    expect(broken([fact('Screened', 1), ...seen])).toBe(0);
    expect(broken([fact('Screened', 1, 'knee'), ...seen])).toBe(0);
    expect(broken([fact('Screened', 1, 'back'), ...seen])).toBe(1);
    expect(broken([fact('Asked', 0, 'back'), fact('Screened', 1), ...seen])).toBe(1);
  });

  it('look back on what concerns every one, also where it opened one without a key', () => {
    const definition = pathway(`
episodes: { key: ref, keyless: { every: [Asked, Screened] } }
milestones: [{ id: screened, reached-by: Screened }, { id: asked, reached-by: Asked }]
`);
    const asked = [fact('Asked', 0), fact('Ended', 1, ''), fact('Asked', 2, 'knee')];
    expect(assess(definition, asked, on(3), { key: 'knee' }).milestones).toMatchObject([
      { milestone: 'asked', at: on(0) },
    ]);
  });

  it('are listed in the order in which they were entered, also within one instant', () => {
    const facts = [fact('Noted', 0, 'knee'), fact('Asked', 1), fact('Asked', 1, 'knee')];
    const ordered = facts.map((one, index) => ({ ...one, sequence: String(index) }));
    const keys = assessAll(KEYED, ordered, on(2)).map(({ key }) => key);
    expect(keys).toEqual(['', 'knee']);
  });

  it('are without a key where the entry names none', () => {
    const facts = [fact('Asked', 0), fact('Asked', 1, 'knee'), fact('Seen', 2, 'knee')];
    expect(states(KEYED, facts, 3)).toEqual({ '': 'asked', knee: 'seen' });
  });

  it('follow a correction of the key', () => {
    const [knee] = two as [RecordedFact];
    const hip = { ...fact('Asked', 0, 'hip'), correctionOf: knee.id };
    expect(states(KEYED, [...two, hip], 3)).toEqual({ hip: 'asked', back: 'asked' });
  });

  it('have their decisions taken back where a correction gives the fact another key', () => {
    const [knee] = two as [RecordedFact];
    const before = decide(assessAll(KEYED, [knee], on(1)), []);
    const recorded = before.flatMap((decision) => {
      const event = { ...storedDecision(decision), recordedAt: on(1) };
      return decisionFromStored(event) ?? [];
    });
    const hip = { ...fact('Asked', 0, 'hip'), correctionOf: knee.id };
    const after = decide(assessAll(KEYED, [knee, hip], on(1)), recorded);
    expect(before.map(({ key }) => key)).toEqual(['p[knee]/seen/DutyArmed/0']);
    expect(after.map(({ key, data }) => [key, data['key']])).toEqual([
      ['p[hip]/seen/DutyArmed/0', 'hip'],
      ['p[knee]/seen/DutyVoided/1', 'knee'],
    ]);
  });

  it('count the days of a clock over the patient together', () => {
    const definition = pathway(
      'episodes: { key: ref, lapses: { after: 3 days, without: sick } }',
      'clocks: [{ id: sick, over: patient, spans: [{ on: Sick, from: from, to: to }] }]',
    );
    const sick = (day: number, ref: string, from: string, to: string): RecordedFact =>
      fact('Sick', day, undefined, { data: { ref, from, to } });
    const facts = [
      fact('Asked', 0, 'knee'),
      sick(0, 'knee', '2026-01-01', '2026-01-04'),
      fact('Asked', 1, 'back'),
    ];
    expect(states(definition, facts, 12)).toEqual({ knee: 'closed', back: 'closed' });
    const more = [...facts, sick(2, 'back', '2026-01-03', '2026-01-20')];
    expect(states(definition, more, 12)).toEqual({ knee: 'asked', back: 'asked' });
    expect(assess(definition, more, on(30), { key: 'knee' }).clocks).toMatchObject([{ days: 20 }]);
  });
});

describe('A pathway that is given a key', () => {
  const before = pathway('episodes: { reopens-within: 1 day }');
  const after = { ...KEYED, version: 2 };
  const published = [
    { definition: before, publishedAt: on(-9) },
    { definition: after, publishedAt: on(5) },
  ];
  const facts = [fact('Asked', 0, 'knee'), fact('Asked', 6, 'back'), fact('Seen', 7, 'back')];
  const found = (versions: PathwayVersions, known: readonly RecordedFact[]) =>
    versions.assessAll(known, on(20)).map(({ key, version, stage, state }) => {
      return [key, version, stage?.stage ?? state];
    });

  it('goes on as it was while an episode without a key is open', () => {
    const versions = new PathwayVersions(published);
    expect(found(versions, facts)).toEqual([[undefined, 1, 'seen']]);
  });

  it('has keys from the next episode on', () => {
    const versions = new PathwayVersions(published);
    const closed = [facts[0]!, fact('Ended', 3, 'knee'), ...facts.slice(1)];
    expect(found(versions, closed)).toEqual([
      [undefined, 1, 'closed'],
      ['back', 2, 'seen'],
    ]);
  });

  it('has them for what is migrated, each by its own entry', () => {
    const versions = new PathwayVersions(published, [{ version: 2, at: on(8) }]);
    expect(found(versions, facts)).toEqual([
      ['knee', 2, 'asked'],
      ['back', 2, 'seen'],
    ]);
  });
});

describe('An episode out of sight', () => {
  const both = ['Asked', 'Seen'].map((type) => ({ type, where: [] }));
  const definition = pathway(
    'episodes: { reopens-within: 90 days, out-of-sight: { after: 30 days } }',
    `handovers:
  - { id: to-ward, when: Offered, from: gp, to: ward, answer-within: 2 days, accepted: { by: Taken }, refused: { by: Ended, then: return-to-sender }, silent: { then: remind } }`,
  );
  const seen = [fact('Asked', 0), fact('Seen', 2)];
  const stateOn = (facts: readonly RecordedFact[], day: number) =>
    assess(definition, facts, on(day));

  it('ends once nothing has happened for so long, as what it is', () => {
    const end = Date.UTC(2026, 1, 3);
    expect(assess(definition, seen, end - 1)).toMatchObject({ state: 'open', nextWakeUp: end });
    const { episodes, custody, stages } = assess(definition, seen, end);
    expect(episodes).toMatchObject([{ closedAt: end, closedBy: 'out-of-sight' }]);
    expect([custody.at(-1)?.to, stages.at(-1)?.to]).toEqual([end, end]);
    expect(stages.at(-1)?.exit).toBeUndefined();
  });

  it('is counted from the last thing that happened, whatever it was', () => {
    expect(stateOn([...seen, fact('Noted', 20)], 45).state).toBe('open');
    expect(stateOn([...seen, fact('Noted', 20)], 51).state).toBe('closed');
  });

  it('never ends while something is owed or offered', () => {
    expect(stateOn([fact('Asked', 0)], 900)).toMatchObject({
      state: 'open',
      duties: [{ state: 'breached' }],
    });
    const offered = [...seen, fact('Offered', 3)];
    expect(stateOn(offered, 900)).toMatchObject({
      state: 'open',
      handovers: [{ state: 'silent' }],
    });
    expect(stateOn([...offered, fact('Taken', 4)], 900).state).toBe('closed');
  });

  it('stays open where what was owed then falls away on a later day that was told before', () => {
    const notApplicable = [{ type: 'Noted', where: [], validFrom: 'from' }];
    const duties = definition.duties.map((duty) => ({ ...duty, notApplicable }));
    const told = fact('Noted', 1, undefined, { data: { from: '2026-03-01' } });
    const { state, duties: owed } = assess(
      ...([{ ...definition, duties }, [fact('Asked', 0), told]] as const),
      Date.UTC(2026, 2, 5),
    );
    expect([state, owed.map((duty) => duty.open)]).toEqual(['open', [false]]);
  });

  it('is followed by a new episode, linked, with times of its own', () => {
    const { episodes, duties } = stateOn([...seen, fact('Asked', 60)], 61);
    expect(episodes).toMatchObject([{ closedBy: 'out-of-sight' }, { number: 2, gapDays: 26 }]);
    expect(duties).toMatchObject([{ state: 'met' }, { episode: 2, state: 'not-yet-due' }]);
  });

  it('stays as long as what came since is owed, whenever somebody asked before', () => {
    const journey = new Journey(definition);
    for (const each of seen) journey.add(each);
    expect(journey.assess(on(3)).nextWakeUp).toBe(Date.UTC(2026, 1, 3));
    journey.add(fact('Offered', 4));
    expect(journey.assess(on(900)).state).toBe('open');
  });

  it('that still owes something gives way to what begins anew, after as long a silence', () => {
    const anew = pathway(
      'episodes: { reopens-within: 90 days, out-of-sight: { after: 30 days, begins-anew: Asked } }',
    );
    const episodesBy = (day: number, ...between: readonly RecordedFact[]) =>
      assess(anew, [fact('Asked', 0), ...between, fact('Asked', day)], on(day) + 1);
    expect(episodesBy(30).episodes).toHaveLength(1);
    const { episodes, duties } = episodesBy(60);
    expect(episodes).toMatchObject([
      { closedAt: on(60), closedBy: 'out-of-sight' },
      { number: 2, enteredAt: on(60) },
    ]);
    expect(duties).toMatchObject([
      { state: 'breached', open: false },
      { episode: 2, state: 'not-yet-due' },
    ]);
    expect(episodesBy(60, fact('Noted', 35)).episodes).toHaveLength(1);
  });

  it('whose first contact comes after years is not over before that contact', () => {
    const anew = pathway(
      'episodes: { out-of-sight: { after: 30 days, begins-anew: [Asked, Seen] } }',
    );
    const contacted = { ...anew, custodyFrom: [{ type: 'Seen', where: [] }], entry: both };
    const episodes = (...days: readonly number[]) =>
      assess(contacted, [fact('Asked', 0), ...days.map((day) => fact('Seen', day))], on(900))
        .episodes;
    expect(episodes(700)).toHaveLength(1);
    expect(episodes(700, 800)).toHaveLength(2);
  });

  it('is not ended when a report between comes late', () => {
    const late = { ...fact('Noted', 20), recordedAt: on(60) };
    expect(stateOn([...seen, fact('Asked', 45), late], 46).episodes).toHaveLength(1);
    const undone = { ...fact('EventCorrected', 2), correctionOf: seen[1]!.id };
    expect(stateOn([...seen, undone], 900).state).toBe('open');
  });
});
