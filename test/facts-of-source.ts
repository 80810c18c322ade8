/** What the log of an installation holds from one source: to see that nothing is missing or double. */
import { readWholeLog, type LogEvent, type RecordedEvent } from '#event-store';
import { dataFolder, openLogForReading } from '../apps/composition/index.js';
import { installationOf } from './test-store.js';

/** Ids of the care events, in the order of the log. */
export async function idsOfSource(folder: string, source: string): Promise<readonly string[]> {
  const store = await openLogForReading(dataFolder(installationOf(folder)));
  const events: LogEvent[] = [];
  for await (const page of readWholeLog(store, {})) events.push(...page);
  await store.close();
  return events
    .filter((event): event is RecordedEvent => event.damage === undefined)
    .filter(({ metadata }) => metadata['source'] === source)
    .map(({ metadata }) => metadata['id'] as string);
}
