/** What the server's controllers are given besides the engine. */
export const SECRET = Symbol('Secret');
export const STORE = Symbol('Store');
export const READINGS = Symbol('Readings');
export const SERVER_CLOCK = Symbol('ServerClock');
export const METRICS = Symbol('Metrics');
export const OUTBOX = Symbol('Outbox');
