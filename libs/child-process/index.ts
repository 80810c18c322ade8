/** A server that is a child process of ours, for tests and the demo. */
export { freePort } from './free-port.js';
export { endChild, startChild } from './child.js';
