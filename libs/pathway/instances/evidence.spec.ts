/** What the latest earlier event of a type says, for guards and for duties that begin. */
import { describe, expect, it } from '@jest/globals';
import { Journey } from '../assessment/journey.js';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';

const CAME = '2026-03-01T08:00:00Z Came';
const negative = 'Screened { result: negative }';
const positive = 'Screened { result: positive }';

const guarded = (requires: string, more = '') =>
  pathway(`
looks-back: 12 months
parameters: { fresh: { default: 2 weeks, local: { '0301': 1 week } } }
${more}guards: [{ id: screened, on: Planned, requires: ${requires} }]`);

function broken(requires: string, ...lines: string[]): boolean {
  const { deviations } = standing(guarded(requires), '2026-12-31', CAME, ...lines);
  return deviations.some(({ kind }) => kind === 'guard');
}

describe('Evidence of an age', () => {
  const recent = '{ event: Screened, where: { result: negative }, within: 2 weeks }';
  const screened = `2026-03-02T09:00:00Z ${negative}`;

  it('counts until the end of the day on which it is so old', () => {
    expect(broken(recent, screened, '2026-03-16T23:59:59.999Z Planned')).toBe(false);
    expect(broken(recent, screened, '2026-03-17T00:00:00Z Planned')).toBe(true);
  });

  it('counts to the instant where the time is one on the clock', () => {
    const hours = '{ event: Screened, within: 24 hours }';
    expect(broken(hours, screened, '2026-03-03T09:00:00Z Planned')).toBe(false);
    expect(broken(hours, screened, '2026-03-03T09:00:00.001Z Planned')).toBe(true);
  });

  it('counts for what may have happened in time, where either is known only to the day', () => {
    expect(broken(recent, screened, '2026-03-16 Planned')).toBe(false);
    expect(broken(recent, screened, '2026-03-17 Planned')).toBe(true);
    expect(broken(recent, `2026-03 ${negative}`, '2026-04-14 Planned')).toBe(false);
  });

  it('does not count where a later one says something else, or is itself too old', () => {
    const late = `2026-03-10T09:00:00Z ${positive}`;
    expect(broken(recent, screened, late, '2026-03-12 Planned')).toBe(true);
    const either = `[${recent}, { event: Screened, where: { result: positive }, within: 1 day }]`;
    expect(broken(either, screened, late, '2026-03-11 Planned')).toBe(false);
    expect(broken(either, screened, late, '2026-03-12 Planned')).toBe(true);
  });

  it('grows old by the working days of the definition', () => {
    const days = '{ event: Screened, within: 2 working days }';
    const friday = `2026-03-06T09:00:00Z ${negative}`;
    expect(broken(days, friday, '2026-03-10T20:00:00Z Planned')).toBe(false);
    expect(broken(days, friday, '2026-03-11T08:00:00Z Planned')).toBe(true);
  });

  it('may be as old as the place allows where the patient lives at what is judged', () => {
    const recent = '{ event: Screened, within: { parameter: fresh } }';
    const local = guarded(`{ all-of: [${recent}, Trained] }`);
    const at = (municipality: string) => {
      const reported = facts(CAME, screened, '2026-03-12 Planned', '2026-03-12T12:00:00Z Trained');
      const journey = new Journey(local);
      reported.forEach((fact, index) => {
        // What is known to have come before later on that day comes from another place.
        journey.add({ ...fact, municipality: index === 3 ? '1103' : municipality });
      });
      return journey.assess(Date.parse('2026-04-01T00:00:00Z')).deviations.length;
    };
    expect([at('0301'), at('1103')]).toEqual([1, 0]);
  });
});

describe('All-of', () => {
  const all = '{ all-of: [{ event: Screened, where: { result: negative } }, [Trained, Treated]] }';
  const planned = '2026-03-12T08:00:00Z Planned';

  it('needs evidence for every part', () => {
    const screened = `2026-03-03T08:00:00Z ${negative}`;
    const trained = '2026-03-02T08:00:00Z Trained';
    expect(broken(all, screened, planned)).toBe(true);
    expect(broken(all, trained, planned)).toBe(true);
    expect(broken(all, trained, screened, planned)).toBe(false);
    expect(broken(all, trained, screened, `2026-03-04 ${positive}`, planned)).toBe(true);
  });

  it('may find the evidence of several parts in one event', () => {
    const twice = '{ all-of: [Screened, { event: Screened, where: { result: negative } }] }';
    expect(broken(twice, `2026-03-03T08:00:00Z ${negative}`, planned)).toBe(false);
  });

  it('waits for what may have come before on that day', () => {
    const day = ['2026-03-12 Planned', '2026-03-12T09:00:00Z Trained'];
    expect(broken(all, ...day)).toBe(true);
    expect(broken(all, ...day, `2026-03-12T10:00:00Z ${negative}`)).toBe(false);
  });
});

describe('A duty that looks at what came before it', () => {
  const definition = pathway(`
looks-back: 12 months
duties:
  - id: seen
    from: Told
    until: Done
    owner: gp
    per: occurrence
    within:
      cases:
        - { latest: { event: Screened, where: { result: positive }, within: 4 weeks }, limit: 2 days }
        - { when: { urgent: true }, latest: Screened, limit: 5 days }
      otherwise: 20 days
  - id: trained
    from: Told
    until: Trained
    owner: gp
    within: 20 days
    applies-if-latest: { event: Screened, where: { result: { not: positive } } }
`);
  const told = '2026-03-10T08:00:00Z Told';
  const dues = (...lines: string[]) =>
    standing(definition, '2026-03-11', CAME, ...lines)
      .duties.filter(({ duty }) => duty === 'seen')
      .map(({ dueAt = 0 }) => new Date(dueAt).toISOString().slice(0, 10));
  const applies = (...lines: string[]) =>
    standing(definition, '2026-03-11', CAME, ...lines).duties.find(({ duty }) => duty === 'trained')
      ?.reason !== 'does-not-apply';

  it('has the limit that the latest of them chooses', () => {
    expect(dues(`2026-03-05 ${positive}`, told)).toEqual(['2026-03-12']);
    expect(dues(`2026-03-05 ${positive}`, `2026-03-06 ${negative}`, told)).toEqual(['2026-03-30']);
    expect(dues(told)).toEqual(['2026-03-30']);
  });

  it('takes what it looks back on, unless that is too old', () => {
    expect(dues(`2026-02-12 ${positive}`, told)).toEqual(['2026-03-12']);
    expect(dues(`2026-02-09 ${positive}`, told)).toEqual(['2026-03-30']);
  });

  it('needs both where a case asks for both', () => {
    expect(dues(`2026-02-01 ${positive}`, `${told} { urgent: true }`)).toEqual(['2026-03-15']);
    expect(dues(`${told} { urgent: true }`)).toEqual(['2026-03-30']);
  });

  it('is settled when it begins: what sorts after the start changes nothing, whenever it is known', () => {
    const after = `2026-03-10T08:00:01Z ${positive}`;
    expect(dues(told, after)).toEqual(['2026-03-30']);
    expect(dues('2026-03-10 Told', after)).toEqual(['2026-03-30']);
    expect(dues(told, after, '2026-03-10T09:00:00Z Told')).toEqual(['2026-03-30', '2026-03-12']);
  });

  it('applies only where the latest lets it', () => {
    expect([applies(told), applies(`2026-03-05 ${negative}`, told)]).toEqual([false, true]);
    expect(applies(`2026-03-05 ${negative}`, `2026-03-06 ${positive}`, told)).toBe(false);
  });

  it('is as if it had been known, when the earlier event is reported late or a correction undone', () => {
    const reported = facts(CAME, told, `2026-03-05 ${positive}`);
    const wrong = { ...facts(CAME)[0], id: '8', correctionOf: '3', type: 'EventCorrected' };
    const undone = { ...wrong, id: '9', correctionOf: '8' };
    const journey = new Journey(definition);
    const due = (...added: object[]) => {
      for (const fact of added) journey.add(fact as never);
      return journey.assess(at('2026-03-11')).duties[0]?.dueAt;
    };
    const [came, start, screened] = reported as [object, object, object];
    expect(due(came, start)).toBe(at('2026-03-30'));
    expect(due(screened)).toBe(at('2026-03-12'));
    expect(due(wrong)).toBe(at('2026-03-30'));
    expect(due(undone)).toBe(at('2026-03-12'));
  });
});
