/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Outbox: unknown = {
  service: 'clinic',
  events: [
    {
      specversion: '1.0',
      id: '019cad74-34c0-8047-920b-a0d84aad5f8a',
      source: 'urn:stafett:handovers',
      type: 'stafett.handover.offered.v1',
      subject: 'pgi55k2vntgozfqeue7fbuvhlq6',
      time: '2026-03-02T07:30:00Z',
      datacontenttype: 'application/json',
      position: '15',
      lateseconds: 1800,
      data: {
        pathway: 'baton',
        version: 1,
        handover: 'to-clinic',
        occurrence: 'urn:example:gp:4601 ReferralSent',
        matching: { referral: 'r1' },
        from: 'gp',
        to: 'clinic',
        offeredAt: '2026-03-02T08:30:00+01:00',
        by: 'urn:example:gp:4601 ReferralSent',
        answerDueAt: '2026-03-12T23:59:59.999+01:00',
        handoverId: 'hec4edea4a254ccd1c9c4066c0b2946b0',
        service: 'clinic',
      },
    },
  ],
  cursor: '15.bRh0OYnIJ85ESMTUwJ2qBUN1Qk8oos5O',
  more: false,
  acknowledged: null,
};
