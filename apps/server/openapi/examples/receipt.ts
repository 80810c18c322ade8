/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Receipt: unknown = { status: 'accepted', revision: 1, position: '12', decisions: 1 };
