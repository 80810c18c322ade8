/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const ReturnToWork: unknown = {
  position: '19',
  definition: {
    id: 'baton',
    version: 1,
    hash: '63ae720d2335141455a8ec7e28885f91b406263561601f2686db78ee5217e59c',
  },
  zone: 'Europe/Oslo',
  asOf: '2026-04-20T10:00:00+02:00',
  sustained: '4 weeks',
  n: 0,
  counts: { 'sustained-return': 0, 'partial-return': 0, AAP: 0, pension: 0, death: 0 },
  at: [
    {
      at: '12 weeks',
      seconds: 7257600,
      causes: { 'sustained-return': 0, 'partial-return': 0, AAP: 0, pension: 0, death: 0 },
      intervals: {
        'sustained-return': { lower: null, upper: null, fewCases: true },
        'partial-return': { lower: null, upper: null, fewCases: true },
        AAP: { lower: null, upper: null, fewCases: true },
        pension: { lower: null, upper: null, fewCases: true },
        death: { lower: null, upper: null, fewCases: true },
      },
      none: 1,
      noneInterval: { lower: 1, upper: 1, fewCases: true },
      atRisk: 0,
    },
  ],
  censored: 0,
};
