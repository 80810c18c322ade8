/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Journeys: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  total: 1,
  journeys: [
    {
      patient: 'pgi55k2vntgozfqeue7fbuvhlq6',
      version: 1,
      state: 'open',
      enteredAt: '2026-02-20',
      stage: 'primary-care',
      stageSince: '2026-02-20',
      holder: 'gp',
      severity: 'normal',
      overdueSince: '2026-03-07T23:59:59.999+01:00',
      lastEventAt: '2026-03-02T08:45:00+01:00',
    },
  ],
  cursor: null,
};
