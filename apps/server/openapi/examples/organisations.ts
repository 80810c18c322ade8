/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Organisations: unknown = {
  at: '2026-03-02',
  total: 1,
  organisations: [
    {
      id: 'riverside',
      name: 'Riverside clinic',
      kind: 'hospital',
      level: 'specialist',
      municipalities: ['4601'],
      services: ['clinic'],
      validFrom: '2020-01-01',
      identifiers: [{ system: 'no-orgnr', value: '974767880' }],
    },
  ],
  position: '19',
};
