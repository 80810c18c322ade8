/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Outcomes: unknown = {
  position: '14',
  definition: {
    id: 'baton',
    version: 1,
    hash: 'b260035380af7d8dbd48afa4b18b9c642ab085a501ba50734f433407f1584e18',
  },
  from: ['@start'],
  censor: 'last-event',
  n: 1,
  events: 1,
  censored: 0,
  counts: { referred: 1 },
  at: [{ at: '4 weeks', seconds: 2419200, causes: { referred: 1 }, none: 0, atRisk: 0 }],
  evidence: [
    {
      patient: 'pgi55k2vntgozfqeue7fbuvhlq6',
      entry: { type: 'SymptomOnsetReported', occurredAt: '2026-02-20', position: '6' },
      exit: { type: 'ReferralSent', occurredAt: '2026-03-02T08:30:00+01:00', position: '7' },
      seconds: 894600,
    },
  ],
};
