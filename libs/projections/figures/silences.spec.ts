/** Which notices are one silence, by hand. */
import { describe, expect, it } from '@jest/globals';
import type { EventPattern } from '#pathway';
import { silencesOf } from './silences.js';
import type { FoundStall } from './stall-kinds.js';

const event = (type: string, where: EventPattern['where'] = []): EventPattern => ({ type, where });

interface Given extends Partial<FoundStall> {
  readonly kind: 'duty' | 'handover' | 'stage';
  readonly id: string;
  readonly days: number;
}

function notice({ id, days, kind, severity = 'normal', parts, ...rest }: Given): FoundStall {
  const excessSeconds = days * 86_400;
  return {
    ...{ patient: 'p1', version: 1, stage: 'waiting', holder: 'gp', from: 'clinic', ordinal: 1 },
    ...{ kind, severity, excessSeconds, ageSeconds: excessSeconds, expectedSeconds: 0 },
    noticedBy: [{ kind, id, severity, excessSeconds }],
    parts: parts ?? [[event('Assessed')]],
    ...rest,
  };
}

const handover = (given: Partial<Given> = {}) =>
  notice({ kind: 'handover', id: 'to-clinic', days: 5, ...given });
const duty = (given: Partial<Given> = {}) =>
  notice({ kind: 'duty', id: 'assessed', days: 8, ...given });
const stay = (given: Partial<Given> = {}) =>
  notice({
    ...{ kind: 'stage', id: 'waiting', days: 9, from: 'gp' },
    parts: [[event('Assessed'), event('Died')]],
    ...given,
  });

const shown = (notices: readonly FoundStall[]) =>
  silencesOf(notices).map(({ noticedBy, from, severity, excessSeconds }) => [
    noticedBy.map(({ id }) => id).join(' '),
    ...[from, severity, excessSeconds / 86_400],
  ]);

describe('One silence', () => {
  it('is what a handover, a duty and a stage notice of the same missing event', () => {
    const notices = [
      handover({ severity: 'high', parts: [[event('Assessed'), event('Refused')]] }),
      duty(),
      stay(),
    ];
    // The longest names the days, the most severe the danger, and whoever owes it is to blame.
    expect(shown(notices)).toEqual([['waiting assessed to-clinic', 'clinic', 'high', 9]]);
    expect(shown(notices.toReversed())).toEqual(shown(notices));
    const [{ kind, parts } = {}] = silencesOf(notices);
    expect([kind, parts]).toEqual(['stage', [[event('Assessed')]]]);
  });

  it('is owed by one party: of a service and one of its organisations, by that one', () => {
    expect(shown([handover(), duty({ from: 'gp' })])).toHaveLength(2);
    expect(
      shown([handover({ fromOrganisation: 'a' }), duty({ fromOrganisation: 'b' })]),
    ).toHaveLength(2);
    const [one, ...rest] = silencesOf([handover({ fromOrganisation: 'a' }), duty()]);
    expect([one?.fromOrganisation, rest]).toEqual(['a', []]);
  });

  it('is about one thing: one scope, one referral, and events that can be the same', () => {
    const scoped = [handover({ scope: 'daily-life' }), duty()];
    const referred = (value: string) => ({ matching: { field: 'referral', value } });
    const outcome = (...values: string[]) => [
      [event('Assessed', [{ field: 'outcome', is: 'one-of', values }])],
    ];
    expect(shown(scoped)).toHaveLength(2);
    expect(shown([handover(referred('a')), duty(referred('b'))])).toHaveLength(2);
    expect(shown([handover(referred('a')), duty(referred('a'))])).toHaveLength(1);
    expect(shown([handover(referred('a')), duty()])).toHaveLength(1);
    const yes = handover({ parts: outcome('accepted') });
    expect(shown([yes, duty({ parts: outcome('rejected') })])).toHaveLength(2);
    expect(shown([yes, duty({ parts: outcome('rejected', 'accepted') })])).toHaveLength(1);
  });

  it('counts each instance of a rule, which wants an event of its own', () => {
    expect(shown([duty({ ordinal: 1 }), duty({ ordinal: 2, days: 3 }), stay()])).toEqual([
      ['waiting assessed', 'clinic', 'normal', 9],
      ['assessed', 'clinic', 'normal', 3],
    ]);
  });

  it('is found without comparing every instance of a rule with every other', () => {
    let compared = 0;
    const instances = Array.from({ length: 500 }, (_, ordinal) =>
      Object.defineProperty(duty({ ordinal }), 'parts', {
        get: () => ((compared += 1), [[event('Assessed')]]),
        enumerable: true,
      }),
    );
    expect(silencesOf(instances)).toHaveLength(500);
    expect(compared).toBeLessThan(10 * instances.length);
  });

  it('of a stay alone is up to whoever holds the stage; it does not join what it does not await', () => {
    const other = duty({ parts: [[event('Reported')]] });
    expect(shown([stay(), other])).toEqual([
      ['assessed', 'clinic', 'normal', 8],
      ['waiting', 'gp', 'normal', 9],
    ]);
  });

  it('is not attributable only where nothing that is owed says otherwise', () => {
    const excused = duty({ attributable: false });
    expect(silencesOf([excused, stay()])[0]?.attributable).toBe(false);
    expect(silencesOf([excused, handover()])[0]).not.toHaveProperty('attributable');
  });
});
