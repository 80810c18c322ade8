/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Organisation: unknown = {
  id: 'riverside',
  at: '2026-03-02',
  organisation: {
    id: 'riverside',
    name: 'Riverside clinic',
    kind: 'hospital',
    level: 'specialist',
    municipalities: ['4601'],
    services: ['clinic'],
    validFrom: '2020-01-01',
    identifiers: [{ system: 'no-orgnr', value: '974767880' }],
  },
  successor: null,
  predecessors: [],
  history: [
    {
      organisation: {
        id: 'riverside',
        name: 'Riverside clinic',
        kind: 'hospital',
        level: 'specialist',
        municipalities: ['4601'],
        services: ['clinic'],
        validFrom: '2020-01-01',
        identifiers: [{ system: 'no-orgnr', value: '974767880' }],
      },
      corrected: false,
      author: 'A. Berg',
      reason: 'an example',
      position: '2',
      recordedAt: '2026-03-02T08:00:00Z',
    },
  ],
  position: '19',
};
