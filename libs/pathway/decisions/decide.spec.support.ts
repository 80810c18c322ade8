/** An assessment to decide on, with one duty in it or none. */
import type { Assessment, Episode, StageSpell } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { DutyInstance } from '../state/duty-instance.js';
import type { Decision, RecordedDecision } from './decision.js';
import { decisionFromStored, storedDecision } from './stored-decision.js';

export const at = (text: string): number => Date.parse(text);
export const ARMED = at('2026-03-02T08:00:00Z');
export const DUE = at('2026-04-13T21:59:59.999Z');
export const NOW = at('2026-06-01T00:00:00Z');

export const SPELL = { episode: 1, within: [] };
export const SPELLS = [
  { ...SPELL, stage: 'first', holder: 'gp', from: ARMED, to: at('2026-03-20T00:00:00Z') },
  { ...SPELL, stage: 'clinic', holder: 'hospital', from: at('2026-03-20T00:00:00Z') },
];

export const EPISODE: Episode = {
  number: 1,
  version: 3,
  enteredAt: ARMED,
  enteredBy: 'urn:x 1',
  gaps: [],
};

export const DUTY: DutyInstance = {
  episode: 1,
  duty: 'plan',
  instance: 1,
  occurrence: '',
  owner: 'hospital',
  ownedByHolder: true,
  state: 'not-yet-due',
  open: true,
  paused: false,
  armedAt: ARMED,
  armedBy: 'urn:x 1',
  dueAt: DUE,
  escalations: [],
  warnings: [],
  awaits: ['RehabPlanAgreed'],
};

export function assessed(more: Partial<Assessment>): Assessment {
  return {
    pathway: 'back',
    version: 3,
    zone: 'Europe/Oslo',
    at: NOW,
    state: 'open',
    episodes: [EPISODE],
    stages: SPELLS,
    custody: SPELLS.map(custodyLike),
    milestones: [],
    duties: [],
    handovers: [],
    clocks: [],
    queues: [],
    interrupts: [],
    deviations: [],
    ...more,
  };
}

/** A spell of custody as long as the stage's. */
export function custodyLike({ episode, holder, from, to }: StageSpell): CustodySpell {
  const basis = 'deed' as const;
  return { episode, holder, from, ...(to !== undefined && { to }), basis, fact: 'urn:x 1' };
}

/** As the log gives them back. */
export function recorded(decisions: readonly Decision[], pathway = 'back'): RecordedDecision[] {
  return decisions.flatMap((one) => {
    const data = { ...one.data, pathway };
    return decisionFromStored({ ...storedDecision({ ...one, data }), recordedAt: 0 }) ?? [];
  });
}
