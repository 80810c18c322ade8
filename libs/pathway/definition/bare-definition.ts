/**
 * The definition for a log whose pathway nobody has published yet: every fact addressed to the
 * pathway belongs to it, in one stage, held by an unnamed service.
 */
import { calendarOfZone } from '#calendar';
import type { Definition } from './definition.js';

/** @param id lower-case letters, digits and dashes, at most 64, as in every definition */
export function bareDefinition(id: string): Definition {
  return {
    id,
    version: 1,
    title: id,
    zone: 'UTC',
    calendar: calendarOfZone('UTC'),
    parameters: new Map(),
    services: new Map([['unnamed', { id: 'unnamed', name: 'unnamed', level: 'other' }]]),
    declared: new Map(),
    entry: 'any',
    closes: [],
    stages: [{ id: 'journey', title: 'journey', holder: 'unnamed', opens: [], exits: [] }],
    milestones: [],
    duties: [],
    clocks: [],
    guards: [],
    interrupts: [],
    sequences: [],
    handovers: [],
    queues: [],
    measures: { waits: [], instruments: [], money: [] },
  };
}
