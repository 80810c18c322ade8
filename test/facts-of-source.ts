/** What the log of an installation holds: to see that nothing is missing or double. */
import { readWholeLog, requireReadable, type RecordedEvent } from '#event-store';
import { dataFolder, openLogForReading } from '../apps/composition/index.js';
import { installationOf } from './test-store.js';

/** All that is in the streams of patients, decisions included, in the order of the log. */
export async function ofPatients(folder: string): Promise<readonly RecordedEvent[]> {
  const store = await openLogForReading(dataFolder(installationOf(folder)));
  try {
    const events: RecordedEvent[] = [];
    for await (const page of readWholeLog(store)) events.push(...requireReadable(page));
    return events.filter(({ stream }) => stream.startsWith('patient-'));
  } finally {
    await store.close();
  }
}

/** The care events of one source. */
export async function ofSource(folder: string, source: string): Promise<readonly RecordedEvent[]> {
  return (await ofPatients(folder)).filter(({ metadata }) => metadata['source'] === source);
}

/** As the publisher gave it. */
export const idOf = (event: RecordedEvent): string => event.metadata['id'] as string;

export async function idsOfSource(folder: string, source: string): Promise<readonly string[]> {
  return (await ofSource(folder, source)).map(idOf);
}
