/** A message as receivers get it. */
import { describe, expect, it } from '@jest/globals';
import { handoverCloudEvent } from './handover-cloud-event.js';

const TIME = Date.parse('2026-06-01T08:00:00Z');
const sent = (recordedAt: number, body = {}): Parameters<typeof handoverCloudEvent>[0] => ({
  message: {
    ...{ message: 'm1', handoverId: 'h1', kind: 'information-requested', service: 'gp' },
    ...{ patient: 'p1', pathway: 'hip', time: '2026-06-01T10:00:00+02:00', body },
  },
  position: '12',
  recordedAt,
});

describe('The CloudEvent of a message', () => {
  it('says how late it is when that is over a minute', () => {
    expect(handoverCloudEvent(sent(TIME))).not.toHaveProperty('lateseconds');
    expect(handoverCloudEvent(sent(TIME + 60_999))).not.toHaveProperty('lateseconds');
    expect(handoverCloudEvent(sent(TIME + 61_000))).toMatchObject({ lateseconds: 61 });
  });

  it('keeps to the integers of CloudEvents, however late it is', () => {
    const late = handoverCloudEvent(sent(TIME + 200 * 365 * 86_400_000));
    expect(late).toMatchObject({ lateseconds: 2_147_483_647 });
  });

  it('is of a type of its own per kind, and names of ours are never overwritten by what it says', () => {
    expect(handoverCloudEvent(sent(TIME, { handoverId: 'other', reason: 'pain' }))).toMatchObject({
      type: 'stafett.handover.information-requested.v1',
      data: { handoverId: 'h1', pathway: 'hip', service: 'gp', reason: 'pain' },
    });
  });

  it('has attribute names as CloudEvents allows them: lower-case letters and digits', () => {
    for (const name of Object.keys(handoverCloudEvent(sent(TIME + 1e6)))) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    }
  });
});
