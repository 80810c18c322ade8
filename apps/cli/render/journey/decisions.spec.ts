/** Decisions on handovers in words, as the page of a journey has them. */
import { describe, expect, it } from '@jest/globals';
import type { JourneyAnswer } from '#projections';
import { decisions } from './decisions.js';
import { Page } from '../../terminal/page.js';

type ToldDecision = JourneyAnswer['decisions'][number];

async function wordsOn(type: string, data: ToldDecision['data'], attempt = 1): Promise<string> {
  const decision = {
    ...{ position: '7', type, duty: null, handover: 'to-hospital', attempt, episode: 1 },
    ...{ effectiveAt: 'EFFECTIVE', recordedAt: 'RECORDED', lateSeconds: null },
    data: { from: 'gp', to: 'hospital', ...data },
  } as unknown as ToldDecision;
  const page = new Page(false);
  await decisions({ decisions: [decision], episodes: [] } as unknown as JourneyAnswer, page);
  const line = page.toString().split('\n')[1] ?? '';
  return line.replace(/^.*RECORDED */, `${/to-hospital[^E]*\b/.exec(line)?.[0].trim()} | `);
}

describe('A decision on a handover', () => {
  it.each([
    ['HandoverOffered', {}, 'gp asks hospital'],
    [
      'HandoverInformationRequested',
      { reason: 'which scan' },
      'hospital asks gp for more (which scan)',
    ],
    ['HandoverInformationOverdue', {}, 'gp has not told hospital'],
    ['HandoverFellSilent', {}, 'hospital has not answered'],
    ['HandoverEscalated', { service: 'county' }, 'county is told'],
    ['HandoverAccepted', { tookFrom: 'gp' }, 'hospital holds the patient, until then gp'],
    ['HandoverWithdrawn', { reason: 'moved' }, 'gp asks hospital to let go (moved)'],
    ['HandoverWithdrawalAnswered', {}, 'hospital lets go'],
    ['HandoverOvertaken', { reason: 'closed' }, 'hospital need not answer (closed)'],
    [
      'HandoverReopened',
      { turns: ['silent/1', 'reminded/1/0', 'accepted urn:x 1'] },
      'no longer so: silent, reminded, accepted',
    ],
    ['HandoverVoided', { turns: [] }, 'it was never offered'],
  ])('%s says who did what', async (type, data, words) => {
    expect(await wordsOn(type, data)).toBe(`to-hospital | ${words}`);
  });

  it('says which service was asked, where it is not the first', async () => {
    expect(await wordsOn('HandoverRefused', {}, 2)).toBe(
      'to-hospital, attempt 2 | hospital does not take the patient',
    );
  });
});
