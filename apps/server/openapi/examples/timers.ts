/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Timers: unknown = {
  position: '21',
  at: '2026-03-02T08:00:00.000Z',
  overdue: 0,
  oldestSeconds: 0,
  next: '2026-03-07T23:00:00.000Z',
  reviews: 0,
};
