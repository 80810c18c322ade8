/** How the assessments of related histories relate: undone corrections, other pathways, other weeks. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories, instants } from '../testing/arbitraries.js';
import { assessAll } from './assess.js';
import type { Assessment } from '../state/assessment.js';
import { calendarOfZone } from '#calendar';
import { isCorrection, type RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { definitions } from '../testing/definitions.js';
import { bound } from '../testing/organisations.js';
import { anyOf } from '../testing/plain-definitions.js';
import { richDefinitions } from '../testing/rich-definitions.js';

const WEEK = 7 * 86_400_000;

describe('A correction that was undone', () => {
  it('is as if it had never been made', () => {
    fc.assert(
      fc.property(
        definitions,
        histories,
        fc.nat(),
        fc.boolean(),
        instants,
        (definition, history, pick, withdraws, at) => {
          const facts = history.filter((fact) => !isCorrection(fact));
          const target = facts[pick % facts.length];
          fc.pre(target !== undefined);
          const correction = {
            ...target,
            id: 'correction',
            correctionOf: target.id,
            ...(withdraws ? { type: 'EventCorrected' } : { occurredAt: '2026-03-20', type: 'B' }),
          };
          const undone = { ...correction, id: 'undo', type: 'EventCorrected' };
          const both = [correction, { ...undone, correctionOf: 'correction' }];
          expect(assessAll(bound(definition), [...facts, ...both], at)).toEqual(
            assessAll(bound(definition), facts, at),
          );
        },
      ),
    );
  });
});

describe('Facts of another pathway', () => {
  it('change nothing on this one, the patient apart', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const ours = facts.filter(({ pathway, type, correctionOf }) => {
          const ofPatient = ['PatientRegistered', 'PatientMoved', 'EventCorrected'];
          return pathway !== 'other' || ofPatient.includes(type) || correctionOf !== undefined;
        });
        const corrected = new Set(facts.flatMap(({ correctionOf }) => correctionOf ?? []));
        fc.pre(
          facts.every(({ id, source }) => !corrected.has(id) && !corrected.has(`${source} ${id}`)),
        );
        expect(assessAll(bound(definition), facts, at)).toEqual(
          assessAll(bound(definition), ours, at),
        );
      }),
    );
  });
});

describe('A pause that ends at the instant at which it begins', () => {
  it('puts nothing off', () => {
    fc.assert(
      fc.property(
        richDefinitions,
        histories,
        fc.integer({ min: 14, max: 31 }),
        instants,
        (rich, facts, day, at) => {
          const definition = pausing(rich);
          // Whatever is reported puts off that the patient goes out of sight, or is ambiguous.
          const { outOfSight, lapses, key } = definition.episodes ?? {};
          fc.pre(outOfSight === undefined && key === undefined);
          fc.pre(lapses?.unlessBreached === undefined);
          const occurredAt = `2026-03-${day}T12:34:56Z`;
          const base = { source: 'urn:z', version: 1, occurredAt, data: {}, recordedAt: 0 };
          const pause = { ...base, id: '1', type: 'Pause' };
          const resume = { ...base, id: '2', type: 'Resume' };
          expect(assessAll(bound(definition), [...facts, pause, resume], at).map(unpaused)).toEqual(
            assessAll(bound(definition), facts, at).map(unpaused),
          );
        },
      ),
    );
  });
});

describe('All events moved by whole weeks', () => {
  it('move everything by as much where no holiday and no summer time is in the way', () => {
    fc.assert(
      fc.property(
        richDefinitions,
        histories,
        fc.integer({ min: -8, max: 8 }),
        instants,
        (rich, history, weeks, at) => {
          const definition = everyDayAlike(rich);
          const facts = history.filter(
            ({ occurredAt, type }) => occurredAt.length > 7 && type !== 'PatientRegistered',
          );
          const moved = facts.map((fact) => movedBy(fact, weeks * WEEK));
          const [then, now] = [
            assessAll(definition, moved, at + weeks * WEEK),
            assessAll(definition, facts, at),
          ];
          expect(JSON.parse(JSON.stringify(then))).toEqual(
            JSON.parse(
              JSON.stringify(now, (_key, value: unknown) =>
                typeof value === 'number' && value > 10 ** 11 ? value + weeks * WEEK : value,
              ),
            ),
          );
        },
      ),
    );
  });
});

/**
 * With events that do nothing but pause and resume every clock, which nothing else pauses. A duty
 * that a clock begins names the fact from which the clock ran last: it would name the pause.
 */
function pausing({ episodes, ...definition }: Definition): Definition {
  // Any event at all ends a silence.
  const rules = Object.entries(episodes ?? {}).filter(([rule]) => rule !== 'outOfSight');
  return {
    ...definition,
    ...(episodes !== undefined && { episodes: Object.fromEntries(rules) }),
    entry: definition.entry === 'any' ? anyOf('A') : definition.entry,
    duties: definition.duties.filter(({ fromAccumulated }) => fromAccumulated === undefined),
    declared: new Map(['Pause', 'Resume'].map((type) => [type, { type }])),
    clocks: definition.clocks.map(({ pauseReason: _, ...clock }) => ({
      ...clock,
      pause: anyOf('Pause'),
      resume: anyOf('Resume'),
    })),
  };
}

/** `movedAt` says only by when a clock may have moved the due time. */
function unpaused({ clocks, duties, nextWakeUp: _, ...rest }: Assessment): object {
  return {
    ...rest,
    duties: duties.map(({ movedAt: _movedAt, ...duty }) => duty),
    clocks: clocks.map(({ pauses: _pauses, ...reading }) => reading),
  };
}

function everyDayAlike(definition: Definition): Definition {
  const calendar = calendarOfZone('UTC');
  const services = [...definition.services].map(([id, service]) => {
    return [id, { ...service, zone: 'UTC', calendar }] as const;
  });
  const clocks = definition.clocks.map((clock) => withoutMonths(clock));
  return { ...definition, zone: 'UTC', calendar, services: new Map(services), clocks };
}

/** Months are of different lengths: what a clock counts in them does not move by weeks. */
function withoutMonths<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      isMonths(part) ? { amount: 4 * part.amount, unit: 'week' } : part,
    ),
  ) as T;
}

function isMonths(value: unknown): value is { readonly amount: number } {
  return typeof value === 'object' && value !== null && 'unit' in value && value.unit === 'month';
}

function movedBy(fact: RecordedFact, by: number): RecordedFact {
  // A field may name a service where another event has a day.
  const day = (text: string): string =>
    /^\d/.test(text) ? new Date(Date.parse(text) + by).toISOString().slice(0, 10) : text;
  const { occurredAt, data } = fact;
  const { from, to } = data;
  return {
    ...fact,
    occurredAt:
      occurredAt.length === 10
        ? day(occurredAt)
        : new Date(Date.parse(occurredAt) + by).toISOString(),
    data: {
      ...data,
      ...(typeof from === 'string' && { from: day(from) }),
      ...(typeof to === 'string' && { to: day(to) }),
    },
  };
}
