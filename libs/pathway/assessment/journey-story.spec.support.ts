/**
 * A patient's story, one line per fact, such as `2026-03-02 Came` or
 * `2026-03-02T09:00:00Z Screened { result: negative }`, on a small pathway to which a
 * test adds its own lines.
 */
import { parse } from 'yaml';
import { assess } from './assess.js';
import type { Assessment } from '../state/assessment.js';
import type { JsonObject, RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { readDefinition } from '#pathway-language';

/** Opened by `Came`, closed by `Left`; stages open with `Trained` and `Treated`. */
const HEAD = `
pathway: back
version: 1
zone: UTC
services:
  gp: { level: municipal }
  physio: { level: municipal }
  clinic: { level: specialist }
events:
  { Came: {}, Left: {}, Trained: {}, Treated: {}, Screened: {}, Planned: {}, Done: {}, Sick: {}, Told: {} }
entry: { events: Came }
closes: Left
`;

const STAGES = `
stages:
  - { id: first, holder: gp }
  - { id: training, holder: physio, opens: Trained }
  - { id: treatment, holder: clinic, opens: Treated }
`;

/** @throws Error with the reader's complaints */
export function pathway(more: string, stages = STAGES): Definition {
  const result = readDefinition(HEAD + stages + more);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition;
}

export const at = (text: string): number =>
  Date.parse(text.length === 10 ? `${text}T23:59:59.999Z` : text);

/** Facts in the order of their lines, which decides ties; ids count from 1. */
export function facts(...lines: readonly string[]): RecordedFact[] {
  return lines.map((line, index) => {
    const [occurredAt = '', type = '', ...data] = line.split(' ');
    const id = String(index + 1);
    return {
      ...{ id, source: 'urn:x', type, version: 1, occurredAt, sequence: id, recordedAt: 0 },
      data: data.length === 0 ? {} : (parse(data.join(' ')) as JsonObject),
    };
  });
}

/** Its state at the end of a day, or at an instant. */
export function standing(definition: Definition, when: string, ...lines: string[]): Assessment {
  return assess(definition, facts(...lines), at(when));
}
