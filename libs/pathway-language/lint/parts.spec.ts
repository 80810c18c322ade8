/** Evidence that can never be, parts that add nothing, and cases that never count. */
import { describe, expect, it } from '@jest/globals';
import { foundWith } from '#pathway/testing';
import { labelled, withLines } from './lint.spec.support.js';

const screened = (result: string, more = '') =>
  `{ event: RedFlagScreened, where: { result: ${result} }${more} }`;

describe('Evidence of several parts', () => {
  const guard = (requires: string) =>
    labelled(
      withLines(`guards: [{ id: g, on: RehabPlanAgreed, requires: ${requires}, source: s }]`),
    );
  const allOf = (...parts: readonly string[]) => guard(`{ all-of: [${parts.join(', ')}] }`);

  it('demands nothing different of one latest event', () => {
    const contradictory = ['error guards[0].requires.all-of[1] contradictory-evidence'];
    expect(allOf(screened('negative'), screened('positive'))).toEqual(contradictory);
    expect(allOf(screened('negative'), screened('[negative, positive]'))).toEqual([
      'warning guards[0].requires.all-of[1] redundant-part',
    ]);
    expect(allOf(screened('negative'), `[${screened('positive')}, VisitCompleted]`)).toEqual([]);
    expect(guard(`[${screened('negative')}, ${screened('positive')}]`)).toEqual([]);
  });

  it('has no part that another one takes in, at the same age', () => {
    const redundant = ['warning guards[0].requires.all-of[0] redundant-part'];
    expect(allOf('RedFlagScreened', screened('negative'))).toEqual(redundant);
    expect(allOf('RedFlagScreened', screened('negative', ', within: 2 weeks'))).toEqual(redundant);
    const recent = '{ event: RedFlagScreened, within: 2 weeks }';
    expect(allOf(recent, screened('negative'))).toEqual([]);
    expect(allOf(recent, screened('negative', ', within: 3 weeks'))).toEqual([]);
  });

  it('is not to be had where one part is guarded by what needs it', () => {
    expect(allOf('VisitCompleted', 'RehabPlanAgreed')).toEqual([
      'error guards[0].requires guard-requires-itself',
    ]);
    expect(guard('[VisitCompleted, RehabPlanAgreed]')).toEqual([]);
  });

  it('contradicts that of another guard where any part does', () => {
    const two = (requires: string) =>
      labelled(
        withLines(
          `guards: [{ id: g, on: RehabPlanAgreed, requires: ${screened('negative')}, source: s }, { id: h, on: RehabPlanAgreed, requires: ${requires}, source: s }]`,
        ),
      );
    const both = `{ all-of: [VisitCompleted, ${screened('positive')}] }`;
    expect(two(both)).toEqual(['error guards[1].requires contradictory-guards']);
    expect(two('{ all-of: [VisitCompleted, RedFlagScreened] }')).toEqual([]);
  });

  it('asks for fields and ages that there are', () => {
    expect(
      foundWith(
        `guards: [{ id: g, on: RehabPlanAgreed, requires: { all-of: [VisitCompleted, { event: RedFlagScreened, where: { resutl: negative }, within: soon }] } }]`,
      ),
    ).toEqual([
      'guards[0].requires.all-of[1].where.resutl unknown-field',
      'guards[0].requires.all-of[1].within invalid-limit',
    ]);
  });
});

describe('What meets a duty in parts', () => {
  const until = (...parts: readonly string[]) =>
    labelled(
      withLines(
        `duties: [{ id: d, from: ReferralSent, until: { all-of: [${parts.join(', ')}] }, within: 1 day, owner: gp, source: s }]`,
      ),
    );

  it('has no part that another one takes in', () => {
    expect(until('VisitCompleted', 'VisitCompleted')).toEqual([
      'warning duties[0].until.all-of[1] redundant-part',
    ]);
    expect(until('[VisitCompleted, PatientDied]', 'VisitCompleted')).toEqual([
      'warning duties[0].until.all-of[0] redundant-part',
    ]);
    expect(until(screened('negative'), screened('positive'))).toEqual([]);
  });

  it('names types and fields that exist, and at least one part', () => {
    expect(
      foundWith(
        'duties: [{ id: d, from: ReferralSent, until: { all-of: [VisitCompletd, { event: RedFlagScreened, where: { result: no } }] }, within: 1 day, owner: gp }]',
      ),
    ).toEqual([
      'duties[0].until.all-of[0] unknown-event-type',
      'duties[0].until.all-of[1].where.result impossible-value',
    ]);
    expect(
      foundWith(
        'duties: [{ id: d, from: ReferralSent, until: { all-of: [] }, within: 1 day, owner: gp }]',
      ),
    ).toEqual(['duties[0].until.all-of empty']);
  });
});

describe('A duty that looks at what came before it', () => {
  const cases = (...list: readonly string[]) =>
    labelled(
      withLines(
        `duties: [{ id: d, from: ReferralSent, until: VisitCompleted, within: { cases: [${list.map((one) => `{ ${one}, limit: 1 day }`).join(', ')}], otherwise: 2 days }, owner: gp, source: s }]`,
      ),
    );
  const caught = ['error duties[0].within.cases[1] caught-before'];

  it('has no case that an earlier one takes in', () => {
    const [found, any] = [`latest: ${screened('positive')}`, 'latest: RedFlagScreened'];
    expect(cases(any, found)).toEqual(caught);
    expect(cases(any, `when: { urgency: urgent }, ${found}`)).toEqual(caught);
    expect(cases('when: { urgency: urgent }', `when: { urgency: urgent }, ${found}`)).toEqual(
      caught,
    );
    expect(cases(found, any)).toEqual([]);
    expect(cases(`when: { urgency: urgent }, ${any}`, found)).toEqual([]);
    const recent = `latest: ${screened('positive', ', within: 2 weeks')}`;
    expect([cases(found, recent), cases(recent, found)]).toEqual([caught, []]);
  });

  it('has no case that asks for nothing', () => {
    expect(
      foundWith(
        'duties: [{ id: d, from: ReferralSent, until: VisitCompleted, within: { cases: [{ limit: 1 day }], otherwise: 2 days }, owner: gp }]',
      ),
    ).toEqual(['duties[0].within.cases[0] empty-rule']);
  });

  it('does not begin with what opens a pathway that looks back on nothing', () => {
    const duty = (rest: string, more = '') =>
      labelled(
        withLines(
          `${more}duties: [{ id: d, from: ReferralSent, until: VisitCompleted, within: 1 day, owner: gp, source: s, applies-if-latest: RedFlagScreened${rest} }]`,
        ).replace('entry: any', 'entry: { events: ReferralSent, unfiltered: u }'),
      );
    expect(duty('')).toEqual(['error duties[0].applies-if-latest nothing-earlier']);
    expect(duty('', 'looks-back: 1 week\n')).toEqual([]);
    expect(duty(', per: occurrence')).toEqual([]);
  });
});
