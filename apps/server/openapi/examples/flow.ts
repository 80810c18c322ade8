/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Flow: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  cases: 1,
  steps: 2,
  variants: 1,
  edgeCount: 2,
  edges: [
    {
      from: 'ReferralSent',
      to: 'ResponsibilityOffered',
      n: 1,
      medianSeconds: 900,
      p90Seconds: 900,
      meanSeconds: 900,
      sumSeconds: 900,
    },
    {
      from: 'SymptomOnsetReported',
      to: 'ReferralSent',
      n: 1,
      medianSeconds: 864000,
      p90Seconds: 864000,
      meanSeconds: 864000,
      sumSeconds: 864000,
    },
  ],
};
