/** The pathways of the simulation, and a log in which they are published. */
import { DefinitionRegistry, EngineModule, StafettEngine } from '#engine';
import { readFileSync } from 'node:fs';
import { MemoryEventStore } from './memory-store.js';
import { STORIES_BEGIN_MS } from './stories.js';
import { Wiring } from './wiring.js';

const FOLDER = new URL('../../../test/simulation/pathways/', import.meta.url);
export const RELAY = readFileSync(new URL('relay.yaml', FOLDER), 'utf8');
export const WATCH = readFileSync(new URL('watch.yaml', FOLDER), 'utf8');

const logs = new Map<string, MemoryEventStore>();

/** Published once for all runs: reading and checking a definition takes longer than a calm run. */
export async function publishedLog(yamls: readonly string[]): Promise<MemoryEventStore> {
  const key = yamls.join('\n---\n');
  const known = logs.get(key);
  if (known !== undefined) return known;
  const clock = (): number => STORIES_BEGIN_MS;
  const store = new MemoryEventStore({ clock });
  const engine = new Wiring(EngineModule.register({ store, clock })).get(StafettEngine);
  for (const yaml of yamls) {
    await engine.publishDefinition(yaml, { author: 'A. Berg', reason: 'simulation' });
  }
  logs.set(key, store);
  return store;
}

/** An engine on a log in which these pathways were published from the beginning, without any fault. */
export async function openPublished(
  clock: () => number,
  yamls: readonly string[],
): Promise<{ readonly store: MemoryEventStore; readonly engine: StafettEngine }> {
  const store = (await publishedLog(yamls)).copied({ clock });
  const wiring = new Wiring(EngineModule.register({ store, clock }));
  await wiring.get(DefinitionRegistry).load();
  return { store, engine: wiring.get(StafettEngine) };
}
