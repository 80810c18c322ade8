/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const BatchReceipt: unknown = {
  accepted: 0,
  repeated: 1,
  refused: 1,
  failed: 0,
  results: [
    { status: 'repeated', revision: 0, position: '8' },
    {
      status: 'refused',
      problem: {
        type: 'urn:stafett:problem:invalid-event',
        title: 'The event is invalid',
        status: 422,
        detail:
          '/occurredat must be an instant such as 2026-03-14T10:15:00+02:00, a day such as 2026-03-14 or a month such as 2026-03',
        code: 'invalid-event',
        errors: [
          {
            path: '/occurredat',
            message:
              'must be an instant such as 2026-03-14T10:15:00+02:00, a day such as 2026-03-14 or a month such as 2026-03',
          },
        ],
      },
    },
  ],
};
