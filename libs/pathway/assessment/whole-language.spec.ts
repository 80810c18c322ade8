/** Every key of the language, and what becomes of it. */
import { describe, expect, it } from '@jest/globals';
import { Check } from 'typebox/schema';
import { parse } from 'yaml';
import type { Definition } from '../definition/definition.js';
import { definitionSchema, readDefinition } from '#pathway-language';
import { WHOLE_LANGUAGE } from '../testing/whole-language.js';

function read(text: string): Definition {
  const result = readDefinition(text);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.definition;
}

describe('The whole language', () => {
  const definition = read(WHOLE_LANGUAGE);

  it('has the shape that its schema describes', () => {
    expect(Check(definitionSchema, parse(WHOLE_LANGUAGE))).toBe(true);
  });

  it('has every key of the schema in this example', () => {
    const missing = [...keysIn(definitionSchema)].filter(
      (key) => !new RegExp(`[ {\\n[]${key}:`).test(`\n${WHOLE_LANGUAGE}`),
    );
    expect(missing.filter((key) => !['at-most', 'data'].includes(key))).toEqual([]);
  });

  it('keeps calendars, with days that are closed to the end', () => {
    expect(definition.calendar).toEqual({
      holidays: 'FI',
      eves: ['christmas-eve', 'midsummer-eve'],
      closures: [
        { from: '2026-07-13', to: '2026-07-17' },
        { from: '2026-05-15', to: '2026-05-15' },
      ],
      benefitDays: 'monday-to-saturday',
    });
    expect(definition.services.get('clinic')).toEqual({
      id: 'clinic',
      name: { parameter: 'name' },
      level: 'specialist',
      address: { parameter: 'name' },
      zone: 'Europe/Stockholm',
      calendar: { holidays: undefined, eves: [], closures: [], benefitDays: 'every-day' },
      organisation: { kind: 'addressee-of', types: ['ReferralSent', 'ReferralReceived'] },
    });
    expect(definition.services.get('gp')?.calendar).toBeUndefined();
  });

  it("takes what a calendar leaves out from the holidays' country, and else from the zone", () => {
    const calendar = (text: string) =>
      read(WHOLE_LANGUAGE.replace(/calendar:\n[^]*?\nregions/, `${text}\nregions`)).calendar;
    expect(calendar('')).toMatchObject({ holidays: 'FI', benefitDays: 'monday-to-saturday' });
    expect(calendar('calendar: { holidays: SE }')).toMatchObject({
      holidays: 'SE',
      benefitDays: 'every-day',
    });
    expect(calendar('calendar: { eves: [new-years-eve] }')).toMatchObject({
      holidays: 'FI',
      eves: ['new-years-eve'],
    });
  });

  it('writes regions out into municipalities, whose own values come first', () => {
    const weeks = (amount: number) => ({ kind: 'limit', limit: { amount, unit: 'week' } });
    expect(definition.parameters.get('plan-limit')).toEqual({
      id: 'plan-limit',
      title: 'Time for a plan',
      note: 'n',
      background: true,
      default: weeks(6),
      local: new Map(Object.entries({ '4601': weeks(5), '1103': weeks(3), '0301': weeks(4) })),
    });
    expect(definition.parameters.get('assessor')).toMatchObject({
      background: false,
      default: { kind: 'service', service: 'clinic' },
    });
    expect(definition.parameters.get('name')?.default).toEqual({ kind: 'text', text: 'A place' });
  });

  it('reads entry, conditions and episodes', () => {
    expect(definition.entry).toEqual([
      {
        type: 'ReferralReceived',
        where: [
          {
            field: 'icd10',
            is: 'in-codes',
            ranges: [
              { first: 'M40', last: 'M54' },
              { first: 'M991', last: 'M991' },
            ],
          },
          { field: 'patient-age', is: 'between', atLeast: 18 },
        ],
      },
      { type: 'SymptomOnsetReported', where: [] },
    ]);
    expect(definition.looksBack).toEqual({ amount: 12, unit: 'month' });
    expect(definition.episodes).toEqual({
      source: 's',
      key: {
        fields: ['referral', 'sickLeave'],
        every: [
          { type: 'PatientDied', where: [] },
          { type: 'PatientMoved', where: [{ field: 'municipality', is: 'present' }] },
        ],
      },
      outOfSight: {
        after: { amount: 6, unit: 'month' },
        beginsAnew: [{ type: 'SymptomOnsetReported', where: [] }],
      },
      reopensWithin: { amount: 16, unit: 'day' },
      lapses: {
        after: { amount: 16, unit: 'day' },
        clock: 'sick-leave',
        unlessBreached: 'plan',
      },
      recurrent: {
        within: { amount: 36, unit: 'month' },
        clock: 'sick-leave',
        anyOf: [{ episodes: 5, ofDays: 16, days: 100 }],
      },
    });
  });

  it('lays stages flat, with the holder of their parent where they name none', () => {
    const [assessment, talking, looking, care] = definition.stages;
    expect(assessment).toEqual({
      id: 'assessment',
      title: 'Assessment',
      source: 's',
      holder: 'gp',
      role: 'physiotherapist',
      opens: [],
      severity: 'normal',
      limit: { parameter: 'plan-limit' },
      expectedP90: { amount: 4, unit: 'week' },
      exits: [
        {
          id: 'recovered',
          title: 'Well again',
          source: 's',
          on: [{ type: 'ReturnedToWork', where: [] }],
          to: undefined,
        },
        {
          id: 'planned',
          title: 'planned',
          on: [{ type: 'RehabPlanAgreed', where: [] }],
          to: 'care',
        },
      ],
    });
    expect(talking).toMatchObject({ id: 'talking', holder: 'gp', parent: 'assessment' });
    const where = [{ field: 'icd10', is: 'present' }];
    expect(looking).toMatchObject({
      holder: { parameter: 'assessor' },
      parent: 'assessment',
      opens: [
        { type: 'AssessmentStarted', where },
        { type: 'TreatmentStarted', where },
        { type: 'Triage', where: [] },
      ],
    });
    expect(care?.parent).toBeUndefined();
  });

  it('reads clocks, guards, interrupts and sequences', () => {
    const [wait, sickLeave] = definition.clocks;
    expect(wait).toMatchObject({
      start: [{ type: 'ReferralReceived' }],
      pause: [{ type: 'AppointmentDeclined' }],
      resume: [{ type: 'AppointmentBooked' }],
      stop: [{ type: 'TreatmentStarted' }],
      nullify: [{ type: 'SickLeaveChanged', validFrom: 'from' }],
      nullifyUnless: {
        on: [{ type: 'AppointmentMissed' }],
        after: [{ type: 'VisitCompleted' }, { type: 'AssessmentStarted' }],
      },
      pauseReason: 'reason',
      spans: [],
      over: 'episode',
    });
    expect(sickLeave).toMatchObject({
      start: [],
      over: 'patient',
      spans: [{ on: [{ type: 'SickLeaveIssued' }], from: 'from', to: 'to' }],
      counting: {
        unit: 'benefit-day',
        deductible: {
          days: { amount: 10, unit: 'benefit-day' },
          againAfter: { amount: 30, unit: 'day' },
        },
        window: { amount: 24, unit: 'month' },
        resetsAfter: { amount: 26, unit: 'week' },
      },
    });
    expect(definition.guards).toMatchObject([
      { id: 'prepared' },
      { id: 'screened', on: [{ type: 'RehabPlanAgreed' }], needs: [] },
      { id: 'with-version', requires: [], needs: ['instrument', 'instrumentVersion'] },
    ]);
    expect(definition.interrupts).toEqual([
      {
        id: 'red-flag',
        title: 'red-flag',
        on: [{ type: 'RedFlagEscalated', where: [] }],
        to: 'care',
      },
    ]);
    expect(definition.sequences).toMatchObject([
      {
        flag: [{ type: 'LowValueCareFlagged' }],
        before: [{ type: 'RehabPlanAgreed' }],
        unless: [{ type: 'RedFlagEscalated' }],
      },
    ]);
  });

  it('reads handovers with what follows on yes, on no and on silence', () => {
    const [toClinic, toHospital] = definition.handovers;
    expect(toClinic).toMatchObject({
      when: [{ type: 'ReferralSent' }],
      from: 'holder',
      to: 'clinic',
      matching: 'referral',
      answerWithin: { limit: { amount: 10, unit: 'working-day' }, firstDayCounts: false },
      clock: 'wait',
      accepted: { by: [{ type: 'ReferralAssessed' }], opens: 'care' },
      refused: { then: { kind: 'return-to-sender' } },
      silent: {
        then: { kind: 'escalate', to: 'hospital' },
        next: [
          { after: { amount: 2, unit: 'week' }, then: { kind: 'remind' }, source: 's' },
          { after: { parameter: 'plan-limit' }, then: { kind: 'offer', to: 'hospital' } },
        ],
      },
      information: {
        requested: [{ type: 'InformationRequested' }],
        supplied: [{ type: 'InformationSupplied' }],
        within: { limit: { amount: 5, unit: 'working-day' }, firstDayCounts: false },
      },
      withdrawn: {
        by: [{ type: 'ResponsibilityWithdrawn' }],
        answered: [{ type: 'ResponsibilityReleased' }],
      },
      overtaken: [{ type: 'RedFlagEscalated' }, { type: 'CareDeclined' }],
    });
    expect(toHospital?.information ?? toHospital?.withdrawn).toBeUndefined();
    expect(toHospital?.overtaken).toEqual([]);
    expect(toHospital).toMatchObject({
      answerWithin: { limit: { amount: 5, unit: 'day' }, firstDayCounts: true },
      refused: { then: { kind: 'offer', to: { parameter: 'assessor' } } },
      silent: { then: { kind: 'remind' } },
    });
    expect(toHospital?.accepted.opens).toBeUndefined();
  });

  it('reads queues and measures', () => {
    expect(definition.queues).toMatchObject([
      {
        joins: [{ type: 'ReferralReceived' }],
        served: [{ type: 'AssessmentStarted' }],
        leaves: [{ type: 'PathwayClosed' }],
        urgency: { field: 'urgency', order: ['stat', 'asap', 'urgent', 'routine'] },
      },
    ]);
    const { waits, instruments, money } = definition.measures;
    expect(waits).toMatchObject([
      { standard: { within: { amount: 3, unit: 'week' }, share: 0.92 } },
    ]);
    expect(instruments).toEqual([
      {
        id: 'odi',
        title: 'odi',
        instrument: 'ODI',
        version: '2.1a',
        better: 'lower',
        smallestImportantChange: 10,
        lowest: 0,
        highest: 100,
      },
    ]);
    expect(money).toMatchObject([
      { payer: 'municipality', kind: 'cost', amount: 850, currency: 'NOK', basis: 'modelled' },
    ]);
  });
});

/** Every key that a schema names. */
function keysIn(schema: object): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [key, value] of Object.entries(schema) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null) continue;
    if (key === 'properties') for (const name of Object.keys(value)) keys.add(name);
    for (const name of keysIn(value)) keys.add(name);
  }
  return keys;
}
