/** Reports as publishers send them through Kafka, and what is in the log of them. */
import type { Message } from 'kafkajs';
import type { JsonObject } from '#care-event';
import type { RecordedEvent } from '#event-store';
import { ofSource } from './facts-of-source.js';

const SOURCE = 'https://journal.example';

/** The n-th of a patient, a day after the one before. */
export function report(patient: number, n: number): JsonObject {
  return {
    specversion: '1.0',
    id: `e-${patient}-${n}`,
    source: SOURCE,
    type: n === 0 ? 'SymptomOnsetReported.v1' : 'FunctionScored.v1',
    subject: `test|${patient}`,
    occurredat: `2026-03-${String(1 + n).padStart(2, '0')}T10:00:00Z`,
    data: n === 0 ? {} : { instrument: 'odi', score: n },
  };
}

export function messageOf(patient: number, n: number): Message {
  return {
    key: `test|${patient}`,
    value: JSON.stringify(report(patient, n)),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** Those of `report`, in the order of the log. */
export const reported = (folder: string): Promise<readonly RecordedEvent[]> =>
  ofSource(folder, SOURCE);

/** The sum over all labels. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
