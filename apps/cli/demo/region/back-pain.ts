/**
 * A patient with back pain, as `fi-back-pain` follows one: plans late or never, referrals and
 * discharges unanswered, screening left out.
 */
import { answerDischarge, answerRedFlag, askSender, giveUpReferral } from './answers.js';
import { DAY_MS, dayOf, HOUR_MS, type Story } from './story.js';

const ASPECTS = [
  'biomechanical-load',
  'fear-of-pain',
  'resources',
  'work-conditions',
  'life-situation',
];

export function writeBackPain(story: Story, contactAt: number): void {
  begin(story, contactAt);
  if (foundRedFlag(story, contactAt)) return;
  if (story.chance.happens(0.12)) return;
  assess(story, contactAt);
  plan(story, contactAt);
  refer(story, contactAt);
  work(story, contactAt);
}

function begin(story: Story, contactAt: number): void {
  const { chance } = story;
  const precision = chance.happens(0.12) ? 'month' : chance.happens(0.8) ? 'day' : 'instant';
  const icpc2 = chance.oneOf(['L02', 'L03']);
  // Symptoms begin at home: they are reported at the first contact, back-dated, or by nobody.
  if (chance.happens(0.85))
    story.write({
      type: 'SymptomOnsetReported',
      at: contactAt - chance.around(9, 1) * DAY_MS,
      precision,
      reportedAt: story.reportedAfter(contactAt),
      publisher: chance.happens(0.3) ? 'patient' : 'general-practice',
      data: { precision, icpc2, recurrence: chance.happens(0.4) },
    });
  const channel = chance.oneOf(['visit', 'visit', 'telephone', 'video']);
  const contact = { channel, urgency: 'routine', icpc2 };
  story.report('FirstContactMade', contactAt, 'general-practice', contact);
  if (!chance.happens(0.9)) return;
  const icd10 = chance.oneOf(['M54.5', 'M54.4', 'M51.1', 'M54.9']);
  story.report('DiagnosisCoded', contactAt + HOUR_MS / 2, 'general-practice', {
    icd10,
    certainty: 'provisional',
  });
}

/** True when a red flag took the patient out of primary care. */
function foundRedFlag(story: Story, contactAt: number): boolean {
  const { chance } = story;
  if (!chance.happens(0.91)) return false;
  const at = story.after(contactAt, chance.happens(0.8) ? 0 : chance.between(1, 12));
  if (!chance.happens(0.03)) {
    story.report('RedFlagScreened', at, 'general-practice', { result: 'negative', flags: [] });
    return false;
  }
  const flags = [chance.oneOf(['cauda-equina', 'cancer', 'fracture', 'infection'])];
  story.report('RedFlagScreened', at, 'general-practice', { result: 'positive', flags });
  const { hospital } = story.municipality;
  const escalation = { destination: 'spine-clinic', urgency: 'stat', addressee: hospital };
  story.report('RedFlagEscalated', at + HOUR_MS, 'general-practice', escalation);
  answerRedFlag(story, at + HOUR_MS);
  return true;
}

function assess(story: Story, contactAt: number): void {
  const { chance } = story;
  const at = story.after(contactAt, chance.around(8, 0.6));
  if (!chance.happens(0.7)) return;
  const score = chance.whole(0, 9);
  const psychosocialScore = Math.min(score, chance.whole(0, 5));
  const stratum = score <= 3 ? 'low' : psychosocialScore >= 4 ? 'high' : 'medium';
  const instrument = { instrument: 'STarT Back', instrumentVersion: '9-item' };
  const risk = { ...instrument, score, psychosocialScore, stratum };
  story.report('RiskStratified', at, 'physiotherapy', risk);
  for (const aspect of ASPECTS) {
    if (!chance.happens(0.8)) continue;
    const level = chance.oneOf(['low', 'low', 'medium', 'high']);
    const assessed = { aspect, level, instrument: 'interview', instrumentVersion: '1' };
    story.report('AspectAssessed', at + HOUR_MS / 4, 'physiotherapy', assessed);
  }
  measure(story, at + HOUR_MS / 2, 'baseline', chance.whole(24, 60));
}

function measure(story: Story, at: number, occasion: string, score: number): void {
  const instrument = { instrument: 'ODI', instrumentVersion: '2.1a', unit: '%' };
  const icf = ['d450', 'd850'];
  story.report('FunctionMeasured', at, 'patient', { ...instrument, score, icf, occasion });
}

function plan(story: Story, contactAt: number): void {
  const { chance, municipality } = story;
  if (!chance.happens(municipality.planShare)) return;
  const at = story.after(contactAt, chance.around(municipality.planMedianDays, 0.55));
  const goals = ['d450', 'd850', 'd920'];
  const agreed = { goals, services: ['rehabilitation'], consent: true };
  story.report('RehabPlanAgreed', at, 'physiotherapy', agreed);
  if (chance.happens(0.6)) {
    const advised = story.after(contactAt, chance.between(0, 10));
    story.report('AdviceGiven', advised, 'general-practice', {});
  }
  let visit = at;
  for (let number = 1; number <= 5 && chance.happens(0.85); number++) {
    visit = story.after(visit, chance.between(5, 12));
    const seen = { profession: 'physiotherapist', service: 'rehabilitation', number };
    story.report('VisitCompleted', visit, 'physiotherapy', seen);
  }
  if (chance.happens(0.6)) measure(story, story.after(visit, 2), 'end', chance.whole(6, 40));
  if (!chance.happens(0.55)) return;
  const ended = story.after(visit, chance.between(7, 30));
  story.report('TreatmentEnded', ended, 'physiotherapy', { outcome: 'goals-reached' });
}

/** A quarter is referred; some referrals are never received, some never answered. */
function refer(story: Story, contactAt: number): void {
  const { chance, municipality } = story;
  if (!chance.happens(0.25)) return;
  const referral = story.referral();
  const way = { referral, from: 'primary-care', to: 'spine-clinic' };
  const sent = story.after(contactAt, chance.around(14, 0.8));
  const letter = { ...way, urgency: 'routine', icd10: 'M54.5', addressee: municipality.hospital };
  story.report('ReferralSent', sent, 'general-practice', letter);
  if (!chance.happens(0.88)) return;
  const received = story.after(sent, chance.between(0, 4));
  story.report('ReferralReceived', received, 'hospital', letter);
  askSender(story, referral, received);
  if (!chance.happens(0.75)) return giveUpReferral(story, received, way);
  const assessed = story.after(received, chance.around(9, 0.6));
  const outcome = chance.happens(0.7) ? 'accepted' : 'rejected';
  story.report('ReferralAssessed', assessed, 'hospital', { referral, outcome });
  if (outcome === 'rejected' || !chance.happens(0.8)) return;
  const started = story.after(assessed, chance.around(45, 0.6));
  story.report('AssessmentStarted', started, 'hospital', { referral, kind: 'outpatient' });
  if (!chance.happens(0.7)) return;
  const discharged = story.after(started, chance.between(1, 40));
  const back = { referral, from: 'spine-clinic', to: 'rehabilitation' };
  const discharge = { referral, to: 'rehabilitation', summarySent: true };
  story.report('DischargedToMunicipality', discharged, 'hospital', discharge);
  answerDischarge(story, discharged, back);
}

function work(story: Story, contactAt: number): void {
  const { chance } = story;
  if (!chance.happens(0.4)) return;
  const issued = story.after(contactAt, chance.between(0, 5));
  const days = chance.around(30, 0.8);
  story.report('SickLeaveIssued', issued, 'general-practice', {
    ...{ grade: chance.oneOf([50, 80, 100, 100]), icpc2: 'L84' },
    ...{ from: dayOf(issued), to: dayOf(issued + days * DAY_MS) },
  });
  if (!chance.happens(0.7)) return;
  const percent = chance.oneOf([50, 100, 100]);
  story.report('ReturnedToWork', story.after(issued, days), 'patient', { percent, icf: 'd850' });
}
