/** How much room a process that works for itself alone has for what is new in memory. */
import { setFlagsFromString } from 'node:v8';

/** V8: the room stays as it is. It would grow to 100 MiB and more, which makes nothing faster. */
const SMALL = '--semi-space-growth-factor=1';

/** V8: the room of a thread that is started later, MiB. It would stay at the one with which it begins. */
const ROOM_OF_THREADS = '--min-semi-space-size=4';

/**
 * V8: what is new is taken for new. Where a place in the program once made many objects that lived
 * for a while, as one large page of the log does, V8 has all later ones made among the old. There
 * they are found to be garbage late, and keep alive what they refer to: rebuilds spent a third of
 * their time on collections and took half as much memory again, and stalls twice the time.
 */
const YOUNG = '--no-allocation-site-pretenuring';

/** For commands that import, or build read models: of all threads of the process. */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString(SMALL);
  setFlagsFromString(ROOM_OF_THREADS);
  keepNewObjectsYoung();
}

/** For a server, and whatever reads the log from end to end: of all threads of the process. */
export function keepNewObjectsYoung(): void {
  setFlagsFromString(YOUNG);
}
