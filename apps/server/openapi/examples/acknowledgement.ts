/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Acknowledgement: unknown = {
  service: 'clinic',
  acknowledged: '12.J82C7yOn3PR4VtP9wJ2qBUN1Qk8oos5O',
  delivered: 1,
};
