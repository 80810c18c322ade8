/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const ParkedRelease: unknown = {
  status: 'discarded',
  processor: 'handovers',
  patient: 'paaaaaaaaaaaaaaaaaaaaaaaaaa',
  parked: '5',
  position: '19',
};
