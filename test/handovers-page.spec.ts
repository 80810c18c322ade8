/** Every answer in every state of a handover has a defined outcome, and the page says the same. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { OUTCOMES } from './tools/handover-outcomes.js';
import {
  ANSWERS,
  outcomeOf,
  standingAfter,
  STATES,
  type AnswerName,
  type StateName,
} from './tools/handover-table.js';
import { HANDOVERS_PAGE, withAnswers } from './tools/handovers-page.js';

const CELLS = (Object.keys(STATES) as StateName[]).flatMap((state) =>
  (Object.keys(ANSWERS) as AnswerName[]).map((answer) => [state, answer] as const),
);

describe('A handover', () => {
  it.each(CELLS)('that is %s, when %s, has the outcome written down', (state, answer) => {
    expect(outcomeOf(standingAfter(state, answer))).toBe(OUTCOMES[state][answer]);
  });

  it('is held by the sender until somebody who was asked accepts, whatever else is said', () => {
    const takers = CELLS.filter(([state, answer]) => {
      const { holder } = standingAfter(state, answer);
      return holder !== 'gp' && holder !== undefined;
    });
    const accepting = takers.filter(([, answer]) => answer.endsWith('accepts'));
    expect(takers.filter(([state]) => state !== 'accepted')).toEqual(
      accepting.filter(([state]) => state !== 'accepted'),
    );
  });
});

describe('The page of handovers', () => {
  it('says what the program does', () => {
    const page = readFileSync(HANDOVERS_PAGE, 'utf8');
    expect(withAnswers(page)).toBe(page);
  });
});
