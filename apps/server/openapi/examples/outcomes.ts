/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Outcomes: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  from: ['@start'],
  censor: 'as-of',
  wholeDays: true,
  n: 1,
  events: 1,
  censored: 0,
  begunBy: [{ type: 'SymptomOnsetReported', n: 1 }],
  counts: { referred: 1 },
  at: [
    {
      at: '4 weeks',
      seconds: 2419200,
      causes: { referred: 1 },
      intervals: { referred: { lower: 1, upper: 1, fewCases: true } },
      none: 0,
      noneInterval: { lower: null, upper: null, fewCases: true },
      atRisk: 0,
    },
  ],
  evidence: [
    {
      patient: 'pgi55k2vntgozfqeue7fbuvhlq6',
      entry: { type: 'SymptomOnsetReported', occurredAt: '2026-02-20', position: '8' },
      exit: { type: 'ReferralSent', occurredAt: '2026-03-02T08:30:00+01:00', position: '11' },
      seconds: 864000,
    },
  ],
};
