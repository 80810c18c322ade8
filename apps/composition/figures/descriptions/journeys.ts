/** The list of journeys, as it can be asked for. */
import type { JourneysQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const JOURNEYS = describeFigure<JourneysQuery>()({
  name: 'journeys',
  summary: 'the patients on a pathway, filtered and in an order',
  description:
    'Lists the patients on a pathway: in which stage since when, held by whom, and what is overdue. Can be asked for those who wait longer than something, or have not had something. The list comes in pages, and is an organisation’s own: nobody is suppressed.',
  without: 'now',
  selects: 'where',
  ungrouped:
    'Journeys are listed one by one: filter the list by a dimension, or ask the census for numbers by group.',
  rows: 'journeys',
  parameters: {
    state: {
      kind: 'choice',
      choices: ['open', 'closed', 'all'],
      words: 'list journeys in this state (default: open)',
    },
    stage: { kind: 'texts', words: 'list those in this stage' },
    overdue: { kind: 'flag', words: 'list those of whom something is overdue' },
    severity: {
      kind: 'choice',
      choices: ['critical', 'high', 'normal'],
      words: 'list those of whom something is overdue that is at least this dangerous',
    },
    waitingOver: { kind: 'length', words: 'list those on the pathway for longer than this' },
    inStageOver: { kind: 'length', words: 'list those in their stage for longer than this' },
    silentOver: {
      kind: 'length',
      words: 'list those of whom nothing was reported for longer than this',
    },
    without: {
      kind: 'types',
      words: 'list those who have not had an event of this type in the episode',
      example: 'RehabPlanAgreed',
    },
    sort: {
      kind: 'choice',
      choices: ['severity', 'entered', 'stage', 'last-event'],
      words:
        'order: what is most dangerous and longest overdue, or who entered, came to the stage or was heard of longest ago, first (default: severity)',
    },
    limit: { kind: 'rows', words: 'list at most so many on a page', page: 100 },
    cursor: { kind: 'text', words: 'go on after the page that gave this cursor' },
  },
  example: 'limit=1',
  examples: {
    'who is on it, the most dangerous delay first': 'stafett journeys --pathway fi-back-pain',
    'who has waited for a plan for more than six weeks':
      'stafett journeys --pathway fi-back-pain --without RehabPlanAgreed --waiting-over "6 weeks"',
    'of whom nothing was heard for three months, for another program':
      'stafett journeys --pathway fi-back-pain --silent-over "3 months" --sort last-event --json',
  },
});
