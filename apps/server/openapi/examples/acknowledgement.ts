/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '14.oSc6Fg6Jk_XvRiNKwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
