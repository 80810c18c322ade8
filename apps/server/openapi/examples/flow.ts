/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Flow: unknown = {
  position: '14',
  definition: {
    id: 'baton',
    version: 1,
    hash: 'b260035380af7d8dbd48afa4b18b9c642ab085a501ba50734f433407f1584e18',
  },
  cases: 1,
  steps: 1,
  variants: 1,
  edgeCount: 1,
  edges: [
    {
      from: 'SymptomOnsetReported',
      to: 'ReferralSent',
      n: 1,
      medianSeconds: 894600,
      p90Seconds: 894600,
      meanSeconds: 894600,
      sumSeconds: 894600,
    },
  ],
};
