/** One rebuild in a process of its own, so that its memory is its own: prints what it took as JSON. */
import { rebuildReadModels } from '../../apps/composition/index.js';
import { peakMemoryMiB, perSecond } from './row.js';

export interface RebuildOnce {
  readonly events: number;
  readonly perSecond: number;
  readonly peakMiB: number;
}

const startedAt = performance.now();
const { events } = await rebuildReadModels(process.argv[2] ?? '', {});
const answer: RebuildOnce = {
  events,
  perSecond: perSecond(events, startedAt),
  peakMiB: peakMemoryMiB(),
};
process.stdout.write(JSON.stringify(answer));
