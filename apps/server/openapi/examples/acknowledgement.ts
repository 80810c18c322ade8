/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '14.Ig0hU6fO4fQtl4ZZwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
