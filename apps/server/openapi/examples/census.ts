/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Census: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  started: 1,
  open: 1,
  closed: 0,
  eventsSeen: 3,
  ageSeconds: { median: 5130000, p92: 5130000, mean: 5130000, max: 5130000 },
  lost: { after: '180 days', n: 0, heardOf: 1 },
  sinceLastEventSeconds: { median: 4234500 },
  openOver: [
    { limit: '7 days', seconds: 604800, n: 1, share: 1 },
    { limit: '30 days', seconds: 2592000, n: 1, share: 1 },
  ],
  lastEventCounts: { ResponsibilityOffered: 1 },
  stages: { 'primary-care': 1 },
  holders: { gp: 1 },
  unknownTypes: [],
  evidence: [
    {
      patient: 'pgi55k2vntgozfqeue7fbuvhlq6',
      stage: 'primary-care',
      holder: 'gp',
      ageSeconds: 5130000,
      sinceLastSeconds: 4234500,
      entry: { type: 'SymptomOnsetReported', occurredAt: '2026-02-20', position: '6' },
      last: {
        type: 'ResponsibilityOffered',
        occurredAt: '2026-03-02T08:45:00+01:00',
        position: '9',
      },
    },
  ],
  lostCases: [],
};
