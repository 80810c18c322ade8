/** The order of facts, corrections, and what was known by an instant. */
import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '#care-event';
import { journeyFacts, timelineOf } from './journey-facts.js';
import { bareDefinition } from '../definition/bare-definition.js';

const NOON = '2026-03-14T12:00:00Z';

function fact(id: string, more: Partial<RecordedFact> = {}): RecordedFact {
  const base = { source: 'urn:x', type: 'VisitCompleted', version: 1, data: {}, recordedAt: 0 };
  return { ...base, id, occurredAt: NOON, ...more };
}

function order(...facts: RecordedFact[]): readonly string[] {
  return timelineOf(facts, 'Europe/Oslo').facts.map(({ fact }) => fact.id);
}

const withdraws = (id: string, target: string, more: Partial<RecordedFact> = {}) =>
  fact(id, { type: 'EventCorrected', correctionOf: target, ...more });

const replaces = (id: string, target: string, more: Partial<RecordedFact> = {}) =>
  fact(id, { correctionOf: target, ...more });

describe('The order of facts', () => {
  it('is that in which they happened, offsets counted', () => {
    const early = fact('early', { occurredAt: '2026-03-14T13:30:00+02:00' });
    expect(order(fact('late'), early)).toEqual(['early', 'late']);
  });

  it('puts a day where it begins in the zone', () => {
    const day = fact('day', { occurredAt: '2026-03-14' });
    const before = fact('before', { occurredAt: '2026-03-13T22:59:59Z' });
    const after = fact('after', { occurredAt: '2026-03-13T23:00:01Z' });
    expect(order(after, day, before)).toEqual(['before', 'day', 'after']);
  });

  it('breaks ties by sequence, then id, then source, and never by arrival or type', () => {
    const facts = [
      fact('b', { sequence: '10', type: 'A' }),
      fact('a', { sequence: '9', type: 'B' }),
      fact('same', { source: 'urn:b', sequence: '10' }),
      fact('same', { source: 'urn:a', sequence: '10' }),
      fact('none'),
    ];
    const sources = timelineOf(facts, 'UTC').facts.map(({ fact: { id, source } }) => id + source);
    expect(sources).toEqual(['noneurn:x', 'aurn:x', 'burn:x', 'sameurn:a', 'sameurn:b']);
  });

  it('counts a fact once, however often it was sent', () => {
    expect(order(fact('1'), fact('1', { recordedAt: 5 }), fact('2'))).toEqual(['1', '2']);
  });

  it('counts a fact that was sent again as recorded the first time', () => {
    const [first, again] = [fact('1', { recordedAt: 3 }), fact('1', { recordedAt: 5 })];
    for (const arrived of [
      [first, again],
      [again, first],
    ]) {
      expect(timelineOf(arrived, 'UTC').facts).toMatchObject([{ fact: { recordedAt: 3 } }]);
    }
  });

  it('keeps the same one of two contents under one key, whichever came first', () => {
    const [one, two] = [fact('1', { data: { a: 1 } }), fact('1', { data: { a: 2 } })];
    const kept = timelineOf([one, two], 'UTC').facts[0]?.fact.data;
    expect(timelineOf([two, one], 'UTC').facts[0]?.fact.data).toEqual(kept);
  });
});

describe('Corrections', () => {
  it('withdraw: neither the fact nor its withdrawal stays', () => {
    expect(order(fact('1'), fact('2'), withdraws('c', '1'))).toEqual(['2']);
  });

  it('replace: the corrected fact stands at its own time', () => {
    const moved = replaces('c', '1', { occurredAt: '2026-03-14T13:00:00Z' });
    expect(order(fact('1'), fact('2'), moved)).toEqual(['2', 'c']);
  });

  it('reach facts of another source by source and id', () => {
    const other = fact('1', { source: 'urn:y' });
    expect(order(other, fact('1'), withdraws('c', 'urn:y 1'))).toEqual(['1']);
  });

  it('are undone when they are withdrawn themselves, and that again', () => {
    const facts = [fact('1'), withdraws('c', '1'), withdraws('d', 'c')];
    expect(order(...facts)).toEqual(['1']);
    expect(order(...facts, withdraws('e', 'd'))).toEqual([]);
  });

  it('hand their place on when they are replaced themselves', () => {
    expect(order(fact('1'), replaces('c', '1'), replaces('d', 'c'))).toEqual(['d']);
    expect(order(fact('1'), withdraws('c', '1'), replaces('d', 'c'))).toEqual(['d']);
    const undone = [fact('1'), replaces('c', '1'), replaces('d', 'c'), withdraws('e', 'd')];
    expect(order(...undone)).toEqual(['c']);
  });

  it('that rival each other: the one issued later wins, the other is reported', () => {
    const facts = [
      fact('1'),
      replaces('b', '1', { issuedAt: '2026-03-15T11:00:00+01:00' }),
      replaces('a', '1', { issuedAt: '2026-03-15T10:00:01Z' }),
      replaces('c', '1'),
    ];
    const { facts: timeline, deviations } = timelineOf(facts, 'UTC');
    expect(timeline.map((one) => one.fact.id)).toEqual(['a']);
    expect(deviations.map(({ kind, fact: key }) => [kind, key])).toEqual([
      ['rival-correction', 'urn:x b'],
      ['rival-correction', 'urn:x c'],
    ]);
  });

  it('that were withdrawn are no rivals', () => {
    const late = { issuedAt: '2026-03-15T12:00:00Z' };
    const facts = [fact('1'), replaces('b', '1'), replaces('a', '1', late), withdraws('c', 'a')];
    expect(timelineOf(facts, 'UTC')).toMatchObject({
      facts: [{ fact: { id: 'b' } }],
      deviations: [],
    });
  });

  it('of what is not known count as facts, withdrawals do not, and both are reported', () => {
    const { facts: timeline, deviations } = timelineOf(
      [replaces('1', 'x'), withdraws('2', 'y')],
      'UTC',
    );
    expect(timeline.map((one) => one.fact.id)).toEqual(['1']);
    expect(deviations.map(({ kind }) => kind)).toEqual(Array(2).fill('correction-without-target'));
  });

  it('in a circle leave the last one issued standing', () => {
    const facts = [
      replaces('a', 'c', { issuedAt: '2026-03-15T12:00:00Z' }),
      replaces('b', 'a', { issuedAt: '2026-03-15T13:00:00Z' }),
      replaces('c', 'b', { issuedAt: '2026-03-15T14:00:00Z' }),
      replaces('self', 'self'),
    ];
    for (const arrived of [facts, facts.toReversed()]) {
      const { facts: timeline, deviations } = timelineOf(arrived, 'UTC');
      expect(timeline.map((one) => one.fact.id)).toEqual(['c', 'self']);
      expect(deviations.map((one) => one.fact)).toEqual(['urn:x a', 'urn:x self']);
    }
  });

  it('take a chain of 20,000 and 20,000 rivals in their stride', () => {
    const ids = Array.from({ length: 20_000 }, (_, at) => String(at));
    const chain = ids.map((id, at) => (at === 0 ? fact(id) : replaces(id, String(at - 1))));
    expect(order(...chain)).toEqual(['19999']);
    const rivals = ids.map((id, at) => (at === 0 ? fact(id) : replaces(id, '0')));
    expect(order(...rivals)).toEqual(['9999']);
  });
});

describe('What was known at an instant', () => {
  it('is what had been recorded by then, the instant itself included', () => {
    const facts = [fact('1', { recordedAt: 10 }), withdraws('c', '1', { recordedAt: 20 })];
    const known = (knownAt: number) => timelineOf(facts, 'UTC', { knownAt }).facts.length;
    expect([known(9), known(10), known(19), known(20)]).toEqual([0, 1, 1, 0]);
  });
});

describe('The facts of a journey', () => {
  const bare = bareDefinition('hip');

  it('begin with the one that opened it and leave out other pathways', () => {
    const facts = [
      fact('0', { occurredAt: '2026-03-14T11:00:00Z' }),
      fact('1', { pathway: 'hip' }),
      fact('2', { occurredAt: '2026-03-14T13:00:00Z', pathway: 'back' }),
      fact('3', { occurredAt: '2026-03-14T14:00:00Z' }),
    ];
    expect(journeyFacts(bare, facts).map(({ fact }) => fact.id)).toEqual(['1', '3']);
    const asOf = Date.parse('2026-03-14T13:59:59Z');
    expect(journeyFacts(bare, facts, { asOf }).map(({ fact }) => fact.id)).toEqual(['1']);
  });

  it('are none where nothing opened it', () => {
    expect(journeyFacts(bare, [fact('1')])).toEqual([]);
  });
});
