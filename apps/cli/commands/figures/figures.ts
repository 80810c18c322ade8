/** The commands of the figures: each is a description and what renders its answer. */
import type { Command } from 'commander';
import { CENSUS } from '../../../composition/figures/descriptions/census.js';
import { COVERAGE } from '../../../composition/figures/descriptions/coverage.js';
import { DEVIATIONS } from '../../../composition/figures/descriptions/deviations.js';
import { DUE } from '../../../composition/figures/descriptions/due.js';
import { DUTIES } from '../../../composition/figures/descriptions/duties.js';
import { MEASURES } from '../../../composition/figures/descriptions/measures.js';
import { FEEDS } from '../../../composition/figures/descriptions/feeds.js';
import { FLOW } from '../../../composition/figures/descriptions/flow.js';
import { OUTCOMES } from '../../../composition/figures/descriptions/outcomes.js';
import { QUEUES } from '../../../composition/figures/descriptions/queues.js';
import { RETURN_TO_WORK } from '../../../composition/figures/descriptions/return-to-work.js';
import { STALLS } from '../../../composition/figures/descriptions/stalls.js';
import { WAITS } from '../../../composition/figures/descriptions/waits.js';
import { renderCensus } from '../../render/census.js';
import { renderCoverage } from '../../render/coverage.js';
import { renderDeviations } from '../../render/deviations.js';
import { renderDue } from '../../render/due.js';
import { renderDuties } from '../../render/duties.js';
import { renderMeasures } from '../../render/measures.js';
import { renderFeeds } from '../../render/feeds.js';
import { renderFlow } from '../../render/flow.js';
import { renderOutcomes } from '../../render/outcomes.js';
import { renderQueues } from '../../render/queues.js';
import { renderReturnToWork } from '../../render/return-to-work.js';
import { renderStalls } from '../../render/stalls.js';
import { renderWaits } from '../../render/waits.js';
import type { SessionOf } from '../../session/session.js';
import { addCustody } from './custody.js';
import { addFigureCommand as add } from './figure-command.js';

export function addFigures(program: Command, sessionOf: SessionOf): void {
  add(program, sessionOf, CENSUS, renderCensus);
  add(program, sessionOf, WAITS, renderWaits);
  add(program, sessionOf, OUTCOMES, renderOutcomes);
  add(program, sessionOf, FLOW, renderFlow);
  add(program, sessionOf, STALLS, renderStalls);
  addCustody(program, sessionOf);
  add(program, sessionOf, QUEUES, renderQueues);
  add(program, sessionOf, DUTIES, renderDuties);
  add(program, sessionOf, DUE, renderDue);
  add(program, sessionOf, DEVIATIONS, renderDeviations);
  add(program, sessionOf, MEASURES, renderMeasures);
  add(program, sessionOf, COVERAGE, renderCoverage);
  add(program, sessionOf, FEEDS, renderFeeds);
  add(program, sessionOf, RETURN_TO_WORK, renderReturnToWork);
}
