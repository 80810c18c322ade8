/**
 * All figures that can be asked of one pathway, in the order in which help and documents name
 * them. Data alone: the command line reads it before any library is loaded.
 */
import type { FigureDescription } from './describe-figure.js';
import { CENSUS } from './descriptions/census.js';
import { CUSTODY } from './descriptions/custody.js';
import { FLOW } from './descriptions/flow.js';
import { JOURNEYS } from './descriptions/journeys.js';
import { OUTCOMES } from './descriptions/outcomes.js';
import { QUEUES } from './descriptions/queues.js';
import { STALLS } from './descriptions/stalls.js';
import { WAITS } from './descriptions/waits.js';

const ALL = [CENSUS, WAITS, OUTCOMES, FLOW, STALLS, CUSTODY, QUEUES, JOURNEYS] as const;

export type DescribedFigure = (typeof ALL)[number]['name'];
export const DESCRIPTIONS: readonly (FigureDescription & { readonly name: DescribedFigure })[] =
  ALL;
