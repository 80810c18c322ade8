/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '14.I32BS1JSeqry_srOwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
