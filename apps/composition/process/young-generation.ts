/** How much room a process that works for itself alone has for what is new in memory. */
import { setFlagsFromString } from 'node:v8';

/** V8: the room stays as it is. It would grow to 100 MiB and more, which makes nothing faster. */
const FLAG = '--semi-space-growth-factor=1';

/** For commands that import, or build read models: of all threads of the process. */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString(FLAG);
}
