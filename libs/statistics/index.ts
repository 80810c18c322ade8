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
  type ShareDifference,
} from './aalen-johansen.js';
export { logRank, type LogRank } from './log-rank.js';
export { chanceStillOpen, hazardAhead } from './hazard.js';
export { xmrChart, type XmrChart, type XmrRule } from './xmr.js';
export { shareReached } from './share-reached.js';
export { funnel, type Funnel, type FunnelLimits, type FunnelPlace } from './funnel.js';
export { littlesLaw, queuePressure, reliefCapacity, targetQueue } from './queueing.js';
export { meanBounds, shareBounds, type Bounds } from './bounds.js';
export { DirectlyFollows, type Edge } from './directly-follows.js';
