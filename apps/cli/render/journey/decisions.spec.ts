/** Decisions on handovers in words, as a journey's page shows them. */
import { describe, expect, it } from '@jest/globals';
import type { JourneyAnswer } from '#projections';
import { titlesOf } from '../titles.js';
import { decisions } from './decisions.js';
import { Page } from '../../terminal/page.js';

type Decision = JourneyAnswer['decisions'][number];

async function textOf(type: string, data: Decision['data'], attempt = 1): Promise<string> {
  const decision = {
    ...{ position: '7', type, duty: null, handover: 'to-hospital', attempt, episode: 1 },
    ...{ effectiveAt: 'EFFECTIVE', recordedAt: 'RECORDED', lateSeconds: null },
    data: { from: 'gp', to: 'hospital', ...data },
  } as unknown as Decision;
  const page = new Page({ colour: false });
  await decisions(
    { decisions: [decision], episodes: [] } as unknown as JourneyAnswer,
    page,
    titlesOf(null),
  );
  const line = page.toString().split('\n')[1] ?? '';
  return line.replace(/^.*RECORDED */, `${/to-hospital[^E]*\b/.exec(line)?.[0].trim()} | `);
}

describe('A decision on a handover', () => {
  it.each([
    ['HandoverOffered', {}, 'gp asks hospital'],
    [
      'HandoverInformationRequested',
      { reason: 'which scan' },
      'hospital asks gp for more information (which scan)',
    ],
    ['HandoverInformationOverdue', {}, 'gp has not answered hospital'],
    ['HandoverFellSilent', {}, 'hospital has not answered'],
    ['HandoverEscalated', { service: 'county' }, 'escalated to county'],
    ['HandoverAccepted', { tookFrom: 'gp' }, 'hospital takes over the patient from gp'],
    ['HandoverWithdrawn', { reason: 'moved' }, 'gp asks hospital to release the patient (moved)'],
    ['HandoverWithdrawalAnswered', {}, 'hospital releases the patient'],
    ['HandoverOvertaken', { reason: 'closed' }, 'hospital no longer needs to answer (closed)'],
    [
      'HandoverReopened',
      { turns: ['silent/1', 'reminded/1/0', 'accepted urn:x 1'] },
      'no longer true: silent, reminded, accepted',
    ],
    ['HandoverVoided', { turns: [] }, 'had never been offered'],
  ])('%s says who did what', async (type, data, words) => {
    expect(await textOf(type, data)).toBe(`to-hospital | ${words}`);
  });

  it('says which service was asked, where it is not the first', async () => {
    expect(await textOf('HandoverRefused', {}, 2)).toBe(
      'to-hospital, attempt 2 | hospital refuses the patient',
    );
  });
});
