/** A clock and the facts that drive it, for its specs. */
import type { JsonObject, TimedFact } from '#care-event';
import type { ClockEffect } from '../rules/clock-effect.js';
import type { ClockRule } from '../definition/clock-rule.js';
import { intervalOf } from '#calendar';

export const ZONE = 'Europe/Oslo';
export const HOUR = 3_600_000;

export const rule = (changes: Partial<ClockRule> = {}): ClockRule => ({
  id: 'rtt',
  title: '',
  start: [],
  pause: [],
  resume: [],
  stop: [],
  nullify: [],
  spans: [{ on: [], from: 'from', to: 'to' }],
  over: 'episode',
  ...changes,
});

export type Does = keyof ClockEffect;

export const effect = (...does: readonly Does[]): ClockEffect => ({
  start: does.includes('start'),
  pause: does.includes('pause'),
  resume: does.includes('resume'),
  stop: does.includes('stop'),
  cuts: does.includes('cuts'),
  nullify: does.includes('nullify'),
  nullifyUnless: does.includes('nullifyUnless'),
  keeps: does.includes('keeps'),
  span: does.includes('span') ? 0 : undefined,
});

export const timed = (occurredAt: string, data: JsonObject = {}): TimedFact => ({
  fact: {
    id: occurredAt,
    source: 'urn:x',
    type: 'X',
    version: 1,
    occurredAt,
    data,
    recordedAt: 0,
  },
  ...intervalOf(occurredAt, ZONE),
});
