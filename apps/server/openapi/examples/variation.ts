/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Variation: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  from: ['SymptomOnsetReported'],
  to: ['ReferralSent'],
  within: '2 weeks',
  censor: 'as-of',
  wholeDays: true,
  withinSeconds: 1209600,
  groupBy: 'municipality',
  all: { n: 1, share: 1 },
  overDispersion: 1,
  betweenUnits: 0,
  units: [],
  suppressed: 1,
};
