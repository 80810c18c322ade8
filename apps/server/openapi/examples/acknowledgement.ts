/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '13.CzHTjSIH_D4EKKZjwJ2qBUN1Qk8oos5O',
  delivered: 1,
};
