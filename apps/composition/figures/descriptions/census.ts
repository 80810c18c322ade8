/** The census, as it can be asked for. */
import type { CensusQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const CENSUS = describeFigure<CensusQuery>()({
  name: 'census',
  summary: 'who is on a pathway at a given time',
  description:
    'Counts the patients who had started a pathway and those still on it at a given time: how long they had been on it, in which stage, held by whom, and what had last happened to them.',
  selects: true,
  parameters: {
    over: {
      kind: 'lengths',
      words:
        'count open patients who have been on it for longer than this (default: 7 and 30 days)',
      example: '6 weeks',
    },
    lostAfter: {
      kind: 'length',
      words: 'count as lost to follow-up whoever was not heard of for longer (default: 180 days)',
      example: '90 days',
    },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many of the patients still on it, and of those lost',
    },
  },
  example: 'evidence=1',
  examples: {
    'who is on it now': 'stafett census --pathway fi-back-pain',
    'who was on it on 1 July 2014': 'stafett census --pathway sepsis --as-of 2014-07-01T00:00:00Z',
    'how many have been on it for more than twelve weeks, and who':
      'stafett census --pathway fi-back-pain --over "12 weeks" --evidence 50',
  },
});
