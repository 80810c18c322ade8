/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '16.yjvdktqxm9ys_dqlwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
