/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const ParkedList: unknown = {
  total: 1,
  byProcessor: { handovers: 1 },
  sequences: [
    {
      processor: 'handovers',
      patient: 'paaaaaaaaaaaaaaaaaaaaaaaaaa',
      position: '5',
      code: 'handover-unreadable',
      message: 'A HandoverOffered.v1 in the log does not say which handover it is about.',
      attempt: 1,
      parkedAt: '2026-03-02T08:00:00.000Z',
    },
  ],
};
