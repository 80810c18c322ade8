/** Statistics of waits that are honest about those still waiting. Pure. */
export { mean } from './sum.js';
export { NumberList } from './number-list.js';
export { median, quantile } from './quantile.js';
export { CENSORED, SpellSample } from './spell-sample.js';
export { atRiskAt } from './exit-times.js';
export { kaplanMeier, medianInterval95, quantileOf, type SurvivalRow } from './kaplan-meier.js';
export { aalenJohansen, incidenceAt } from './aalen-johansen.js';
export { DirectlyFollows, type Edge } from './directly-follows.js';
