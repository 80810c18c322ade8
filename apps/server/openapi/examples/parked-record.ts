/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const ParkedRecord: unknown = {
  patient: 'paaaaaaaaaaaaaaaaaaaaaaaaaa',
  parkedFor: [],
  record: [
    {
      processor: 'handovers',
      patient: 'paaaaaaaaaaaaaaaaaaaaaaaaaa',
      position: '5',
      code: 'handover-unreadable',
      message: 'A HandoverOffered.v1 in the log does not say which handover it is about.',
      attempt: 1,
      parkedAt: '2026-03-02T08:00:00.000Z',
      event: {
        stream: 'patient-paaaaaaaaaaaaaaaaaaaaaaaaaa',
        revision: 0,
        type: 'HandoverOffered.v1',
        recordedAt: '2026-03-02T08:00:00.000Z',
      },
      release: {
        kind: 'discarded',
        position: '19',
        at: '2026-03-02T08:00:00.000Z',
        author: 'A. Berg',
        reason: 'an example',
      },
    },
  ],
};
