/** What the engine is given from outside: a store and a clock, as injection tokens. */
export const EVENT_STORE = Symbol('EventStore');
export const CLOCK = Symbol('Clock');

/** Milliseconds since the epoch. */
export type Clock = () => number;
