/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Feeds: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  silent: 0,
  feeds: [
    {
      source: 'urn:example:gp:4601',
      state: 'not-known',
      lastAt: '2026-03-02T09:00:00+01:00',
      silentSeconds: 4233600,
      missedDays: 0,
      missedHours: 0,
      newestOfOpen: 1,
    },
  ],
};
