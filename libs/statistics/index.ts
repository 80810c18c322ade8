/** Statistics of waits that are honest about those still waiting. Pure. */
export { mean } from './sum.js';
export { NumberList } from './number-list.js';
export { median, quantile } from './quantile.js';
export { CENSORED, SpellSample } from './spell-sample.js';
export { atRiskAt } from './exit-times.js';
export {
  fewCasesAt,
  kaplanMeier,
  medianInterval95,
  quantileInterval95,
  quantileOf,
  survivalAt,
  survivalRowAt,
  type SurvivalCurve,
  type SurvivalRow,
  type TimeBound,
} from './kaplan-meier.js';
export {
  aalenJohansen,
  incidenceAt,
  incidenceDifference,
  type ShareInterval,
} from './aalen-johansen.js';
export { logRank } from './log-rank.js';
export { chanceStillOpen } from './hazard.js';
export { xmrChart, type XmrRule } from './xmr.js';
export { shareReached } from './share-reached.js';
export { funnel, type FunnelLimits, type FunnelPlace } from './funnel.js';
export { littlesLaw, queuePressure, reliefCapacity, targetQueue } from './queueing.js';
export { shareBounds, type Bounds } from './bounds.js';
export { DirectlyFollows, type Edge } from './directly-follows.js';
