/**
 * A patient who may need rehabilitation, as `no-municipal-rehabilitation` follows the need: decided
 * late or not at all, granted and not begun, begun and never measured.
 */
import { DAY_MS, dayOf, type Story } from './story.js';

const RISKS = ['smoking', 'alcohol', 'diet', 'bmi', 'activity'];

export function writeRehabilitation(story: Story, reportedAt: number): void {
  const { chance, municipality } = story;
  if (chance.happens(0.2)) {
    const born = String(chance.whole(2009, 2020));
    story.report('PatientRegistered', reportedAt - DAY_MS, 'general-practice', { born });
  }
  const reporter = chance.oneOf(['patient', 'GP', 'GP', 'hospital', 'NAV']);
  const urgency = chance.oneOf(['routine', 'routine', 'routine', 'urgent']);
  const need = { reporter, urgency, icf: ['d450', 'd850'] };
  const publisher = { patient: 'patient', hospital: 'hospital' } as const;
  const by = reporter in publisher ? publisher[reporter as 'patient'] : 'general-practice';
  story.report('RehabilitationNeedReported', reportedAt, by, need);
  if (!chance.happens(0.88)) return;
  const decided = story.after(reportedAt, chance.around(18, 0.6));
  if (chance.happens(0.15)) {
    const refusal = { outcome: 'refused', reason: 'can be met at the health centre' };
    return story.report('RehabilitationDecided', decided, 'physiotherapy', refusal);
  }
  const latestStart = dayOf(decided + chance.whole(3, 8) * 7 * DAY_MS);
  const granted = { outcome: 'granted', services: ['rehabilitation'], latestStart };
  story.report('RehabilitationDecided', decided, 'physiotherapy', granted);
  if (!chance.happens(municipality.planShare)) return;
  rehabilitate(story, story.after(decided, chance.around(municipality.planMedianDays, 0.6)));
}

function rehabilitate(story: Story, started: number): void {
  const { chance } = story;
  story.report('TreatmentStarted', started, 'physiotherapy', { kind: 'rehabilitation' });
  if (chance.happens(0.75)) measure(story, started, 'baseline', 5);
  if (chance.happens(0.6))
    for (const factor of RISKS) {
      const level = chance.oneOf(['none', 'low', 'low', 'high']);
      story.report('RiskFactorRecorded', started, 'physiotherapy', { factor, level });
    }
  if (chance.happens(0.75)) {
    const at = story.after(started, chance.around(14, 0.6));
    const plan = { goals: ['d450', 'd850'], riskFactors: ['activity'], consent: true };
    story.report('RehabPlanAgreed', at, 'physiotherapy', plan);
  }
  let visit = started;
  for (let number = 1; number <= 6 && chance.happens(0.85); number++) {
    visit = story.after(visit, chance.between(5, 12));
    const seen = { profession: 'physiotherapist', service: 'rehabilitation', number };
    story.report('VisitCompleted', visit, 'physiotherapy', seen);
  }
  if (!chance.happens(0.55)) return;
  const ended = story.after(visit, chance.between(3, 14));
  if (chance.happens(0.7)) measure(story, ended - DAY_MS, 'end', 7);
  const outcome = chance.oneOf(['goals-reached', 'improved', 'unchanged']);
  story.report('TreatmentEnded', ended, 'physiotherapy', { kind: 'rehabilitation', outcome });
}

/** Pain, and the activity that the patient named. */
function measure(story: Story, at: number, occasion: string, activity: number): void {
  const version = { instrumentVersion: '0-10', occasion };
  const pain = { instrument: 'NPRS', score: story.chance.whole(2, 8), icf: ['b280'] };
  story.report('FunctionMeasured', at, 'patient', { ...version, ...pain });
  const walking = { instrument: 'PSFS', score: activity, icf: ['d450'] };
  story.report('FunctionMeasured', at, 'patient', { ...version, ...walking });
}
