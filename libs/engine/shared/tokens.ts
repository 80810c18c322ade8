/** What the engine is given from outside: a store and a clock. */
export const EVENT_STORE = Symbol('EventStore');
export const CLOCK = Symbol('Clock');

/** Milliseconds since the epoch. */
export type Clock = () => number;
