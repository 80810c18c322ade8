/**
 * All figures that can be asked of one pathway, in the order in which help and documents name
 * them. Data alone: the command line reads it before any library is loaded.
 */
import type { FigureDescription } from './describe-figure.js';
import { CENSUS } from './descriptions/census.js';
import { COVERAGE } from './descriptions/coverage.js';
import { CUSTODY } from './descriptions/custody.js';
import { DEVIATIONS } from './descriptions/deviations.js';
import { DUE } from './descriptions/due.js';
import { DUTIES } from './descriptions/duties.js';
import { FEEDS } from './descriptions/feeds.js';
import { FLOW } from './descriptions/flow.js';
import { JOURNEYS } from './descriptions/journeys.js';
import { MEASURES } from './descriptions/measures.js';
import { OUTCOMES } from './descriptions/outcomes.js';
import { QUEUES } from './descriptions/queues.js';
import { RETURN_TO_WORK } from './descriptions/return-to-work.js';
import { STALLS } from './descriptions/stalls.js';
import { TREND } from './descriptions/trend.js';
import { VARIATION } from './descriptions/variation.js';
import { WAITS } from './descriptions/waits.js';

const ALL = [
  ...[CENSUS, WAITS, OUTCOMES, TREND, VARIATION, FLOW, STALLS, CUSTODY, QUEUES],
  ...[DUTIES, DUE, DEVIATIONS, MEASURES, COVERAGE, FEEDS, JOURNEYS, RETURN_TO_WORK],
] as const;

export type DescribedFigure = (typeof ALL)[number]['name'];
export const DESCRIPTIONS: readonly (FigureDescription & { readonly name: DescribedFigure })[] =
  ALL;
