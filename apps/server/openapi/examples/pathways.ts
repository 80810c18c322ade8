/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Pathways: unknown = {
  pathways: [
    {
      id: 'baton',
      version: 1,
      title: 'From the general practitioner to the clinic and back',
      language: 'en',
    },
  ],
  position: '19',
};
