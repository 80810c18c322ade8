/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const KafkaHealth: unknown = {
  configured: false,
  reading: null,
  sending: [],
  setAside: 0,
};
