/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Pathway: unknown = {};
