/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '13.DZNbdJw-sFD5YVYzwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
