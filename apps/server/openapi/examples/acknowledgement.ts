/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '15.bRh0OYnIJ85ESMTUwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
