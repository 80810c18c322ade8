/**
 * A patient who is referred to hospital, as `no-specialist-referral` follows each referral: lost on
 * the way, assessed late, seen after the date that binds, discharged to nobody.
 */
import { answerDischarge, askSender, giveUpReferral } from './answers.js';
import { DAY_MS, dayOf, type Story } from './story.js';

export function writeReferral(story: Story, seenAt: number): void {
  const { chance, municipality } = story;
  const referral = story.referral();
  const way = { referral, from: 'referrer', to: 'hospital' };
  const icd10 = chance.oneOf(['M17.1', 'M16.1', 'M75.1', 'M23.2']);
  const urgency = chance.happens(0.1) ? 'urgent' : 'routine';
  const ends = { sender: municipality.id, addressee: municipality.hospital };
  const letter = { ...way, ...ends, icd10, urgency };
  story.report('ReferralSent', seenAt, 'general-practice', letter);
  if (!chance.happens(0.92)) return;
  const received = story.after(seenAt, chance.between(0, 3));
  story.report('ReferralReceived', received, 'hospital', letter);
  askSender(story, referral, received);
  if (!chance.happens(0.88)) return giveUpReferral(story, received, way);
  const assessed = story.after(received, chance.around(7, 0.6));
  if (chance.happens(0.22)) return reject(story, referral, assessed);
  accept(story, referral, assessed);
}

function reject(story: Story, referral: string, assessed: number): void {
  const { chance } = story;
  story.report('ReferralAssessed', assessed, 'hospital', { referral, outcome: 'rejected' });
  tell(story, referral, assessed);
  if (!chance.happens(0.6)) return;
  const seen = { profession: 'GP', service: 'gp' };
  const at = story.after(assessed, chance.around(14, 0.6));
  story.report('VisitCompleted', at, 'general-practice', seen);
}

function accept(story: Story, referral: string, assessed: number): void {
  const { chance } = story;
  const latestStart = dayOf(assessed + chance.whole(8, 16) * 7 * DAY_MS);
  const right = { referral, outcome: 'accepted', rightToCare: true, latestStart };
  story.report('ReferralAssessed', assessed, 'hospital', right);
  tell(story, referral, assessed);
  if (chance.happens(0.08)) {
    const missed = story.after(assessed, chance.around(40, 0.4));
    const causedBy = chance.oneOf(['patient', 'provider']);
    story.report('AppointmentMissed', missed, 'hospital', { referral, causedBy });
  }
  if (!chance.happens(0.85)) return;
  const started = story.after(assessed, chance.around(65, 0.5));
  story.report('AssessmentStarted', started, 'hospital', { referral, kind: 'outpatient' });
  if (!chance.happens(0.75)) return;
  const treated = story.after(started, chance.around(45, 0.6));
  story.report('TreatmentStarted', treated, 'hospital', { referral, kind: 'surgery' });
  const ended = story.after(treated, chance.between(1, 6));
  story.report('TreatmentEnded', ended, 'hospital', { referral, outcome: 'improved' });
  if (!chance.happens(0.85)) return;
  discharge(story, referral, story.after(ended, chance.between(0, 9)));
}

function tell(story: Story, referral: string, assessed: number): void {
  if (!story.chance.happens(0.85)) return;
  const at = story.after(assessed, story.chance.between(0, 5));
  story.report('PatientTold', at, 'hospital', { referral, about: 'referral-decision' });
}

function discharge(story: Story, referral: string, discharged: number): void {
  const { chance } = story;
  const way = { referral, from: 'hospital', to: 'municipality' };
  const summarySent = chance.happens(0.85);
  const tasks = chance.happens(0.5) ? ['rehabilitation'] : ['dressing'];
  const letter = { referral, to: 'municipality', summarySent, tasks };
  story.report('DischargedToMunicipality', discharged, 'hospital', letter);
  const accepted = answerDischarge(story, discharged, way);
  if (accepted === undefined || !chance.happens(0.7)) return;
  const seen = { referral, profession: 'physiotherapist', service: 'municipality' };
  const at = story.after(accepted, chance.around(12, 0.6));
  story.report('VisitCompleted', at, 'physiotherapy', seen);
}
