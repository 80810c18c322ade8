/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Ready: unknown = { status: 'ready', position: '21', readModels: '19' };
