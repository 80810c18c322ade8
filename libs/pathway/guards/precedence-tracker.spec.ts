/** What has to come first: guards and sequences. */
import { describe, expect, it } from '@jest/globals';
import { calendarOfZone } from '#calendar';
import type { TimedFact } from '#care-event';
import { type Condition, meets } from '../definition/pattern.js';
import type { Deviation } from '../state/deviation.js';
import { DeviationList } from '../state/deviation-list.js';
import { pathway, standing } from '../assessment/journey-story.spec.support.js';
import { GuardTracker } from './precedence-tracker.js';

const RULES = pathway(`
looks-back: 5 days
guards:
  - id: screened
    title: no plan without a negative screening
    on: Planned
    requires: { event: Screened, where: { result: negative } }
  - { id: scored, title: a score has its instrument, on: Done, needs: [instrument, version] }
  - id: return-lasted
    title: no sick leave soon after a return that lasted
    on: Sick
    forbids: { event: Trained, where: { lasted: true }, within: 5 days }
sequences:
  - { id: treated-first, title: training comes first, flag: Treated, before: Trained, unless: Sick }
`);

function broken(...lines: string[]) {
  const { deviations } = standing(RULES, '2026-04-01', '2026-03-10T08:00:00Z Came', ...lines);
  return deviations.map(({ kind, rule, fact }) => `${kind} ${rule} ${fact.slice('urn:x '.length)}`);
}

const FACT = {
  id: '0',
  source: 'urn:x',
  type: 'Planned',
  version: 1,
  patient: 'p',
  data: {},
  occurredAt: '2026-03-12',
  recordedAt: 0,
};
const DAY = { start: 0, end: 86_399_999 };

const negative = 'Screened { result: negative }';
const positive = 'Screened { result: positive }';

describe('A guard', () => {
  it('is kept by what came before, and broken without it', () => {
    const planned = '2026-03-12T08:00:00Z Planned';
    expect(broken(`2026-03-11T08:00:00Z ${negative}`, planned)).toEqual([]);
    expect(broken(planned)).toEqual(['guard screened 2']);
    expect(broken(planned, `2026-03-13T08:00:00Z ${negative}`)).toEqual(['guard screened 2']);
  });

  it('goes by the latest event of the type', () => {
    const planned = '2026-03-13T08:00:00Z Planned';
    const [early, late] = ['2026-03-11T08:00:00Z', '2026-03-12T08:00:00Z'];
    expect(broken(`${early} ${negative}`, `${late} ${positive}`, planned)).toHaveLength(1);
    expect(broken(`${early} ${positive}`, `${late} ${negative}`, planned)).toEqual([]);
  });

  it('gives what is known only to the day the benefit of the doubt', () => {
    const sameDay = `2026-03-12T15:00:00Z ${negative}`;
    expect(broken('2026-03-12 Planned', sameDay)).toEqual([]);
    expect(broken('2026-03-12 Planned', `2026-03-13T00:00:00Z ${negative}`)).toHaveLength(1);
    expect(broken('2026-03-12 Planned', sameDay, `2026-03-12T16:00:00Z ${positive}`)).toHaveLength(
      1,
    );
  });

  it('counts what the episode looks back on', () => {
    expect(broken(`2026-03-05 ${negative}`, '2026-03-12 Planned')).toEqual([]);
    expect(broken(`2026-03-04 ${negative}`, '2026-03-12 Planned')).toHaveLength(1);
  });

  it('asks for fields', () => {
    expect(broken('2026-03-12 Done { instrument: ODI, version: 2 }')).toEqual([]);
    expect(broken('2026-03-12 Done { instrument: ODI }')).toEqual(['guard scored 2']);
  });
});

describe('A guard that forbids', () => {
  const lasted = 'Trained { lasted: true }';

  it('is broken by what came before, as long as that is young enough', () => {
    expect(broken(`2026-03-11T08:00:00Z ${lasted}`, '2026-03-16T09:00:00Z Sick')).toEqual([
      'guard return-lasted 3',
    ]);
    expect(broken(`2026-03-11T08:00:00Z ${lasted}`, '2026-03-17T09:00:00Z Sick')).toEqual([]);
  });

  it('is kept where there was nothing, and by the latest event of the type', () => {
    expect(broken('2026-03-12T09:00:00Z Sick')).toEqual([]);
    const after = ['2026-03-12T08:00:00Z Trained { lasted: false }', '2026-03-13T09:00:00Z Sick'];
    expect(broken(`2026-03-11T08:00:00Z ${lasted}`, ...after)).toEqual([]);
  });
});

describe('A guard over many facts of one day', () => {
  it('changes its mind about each only where it has to', () => {
    class Counted extends DeviationList {
      changes = 0;
      override add(deviation: Deviation): void {
        this.changes += 1;
        super.add(deviation);
      }
    }
    const [rule] = RULES.guards;
    if (rule === undefined) throw new Error('there is no guard');
    const deviations = new Counted();
    const context = {
      tracing: false,
      touch: () => undefined,
      days: { zone: 'UTC', calendar: calendarOfZone('UTC') },
      limit: () => ({ amount: 1, unit: 'day' }) as const,
      meets: (where: readonly Condition[], { fact }: TimedFact) => meets(where, fact.data, 20),
    };
    const tracker = new GuardTracker(rule, deviations, context);
    const facts = ['1', '2', '3', '4', '5'].map((id) => ({ ...DAY, fact: { ...FACT, id } }));
    for (const fact of facts) tracker.judge(fact);
    const screened = (result: string) => {
      return { ...DAY, fact: { ...FACT, type: 'Screened', data: { result } } };
    };
    facts.forEach(() => {
      tracker.count(screened('positive'));
    });
    expect([deviations.changes, deviations.list().length]).toEqual([5, 5]);
    tracker.count(screened('negative'));
    expect(deviations.list()).toEqual([]);
  });
});

describe('A sequence', () => {
  it('is broken where neither of what should or may come first did', () => {
    const treated = '2026-03-12T08:00:00Z Treated';
    expect(broken(treated)).toEqual(['sequence treated-first 2']);
    expect(broken('2026-03-11 Trained', treated)).toEqual([]);
    expect(broken('2026-03-11 Sick', treated)).toEqual([]);
    expect(broken(treated, '2026-03-13 Trained', '2026-03-14 Treated')).toHaveLength(1);
  });

  it('gives what is known only to the day the benefit of the doubt', () => {
    expect(broken('2026-03-12 Treated', '2026-03-12T15:00:00Z Trained')).toEqual([]);
    expect(broken('2026-03-12 Treated', '2026-03-13T00:00:00Z Trained')).toHaveLength(1);
  });
});
