/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '16.5Ty4oq2ji2bv3c0UwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
