/**
 * How services answer when a patient is offered to them: most accept, some ask or refuse,
 * for some the offer is withdrawn, and some never answer. So a baton that is offered and not
 * taken occurs in both directions.
 */
import type { JsonObject } from '#care-event';
import type { Publisher } from './publisher.js';
import { HOUR_MS, type Story } from './story.js';

/** Who offers the patient to whom. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly referral: string;
}

/**
 * The hospital hands the patient back: accepted, refused, withdrawn, or never answered.
 * @returns when it was accepted
 */
export function answerDischarge(story: Story, discharged: number, way: Way): number | undefined {
  const { chance } = story;
  const answered = story.after(discharged, chance.between(0, 7));
  const share = chance.next();
  const report = (type: string, at: number, by: Publisher, more: JsonObject = {}): void =>
    story.report(type, at, by, { ...way, ...more });
  if (share < 0.62) {
    const person = `nurse-${chance.whole(1, 30)}`;
    report('ResponsibilityAccepted', answered, 'general-practice', { person });
    return answered;
  }
  if (share < 0.72) {
    const reason = chance.oneOf(['no summary', 'lives elsewhere', 'no room']);
    report('ResponsibilityRefused', answered, 'general-practice', { reason });
  } else if (share < 0.8) {
    report('ResponsibilityWithdrawn', answered, 'hospital', { reason: 'not ready yet' });
    const released = story.after(answered, chance.between(0, 3));
    if (chance.happens(0.6)) report('ResponsibilityReleased', released, 'general-practice');
  }
  return undefined;
}

/** A referral that the hospital does not answer: some of those are withdrawn. */
export function giveUpReferral(story: Story, received: number, way: Way): void {
  const { chance } = story;
  if (!chance.happens(0.3)) return;
  const withdrawn = story.after(received, chance.between(5, 40));
  const given = { ...way, reason: 'recovered' };
  story.report('ResponsibilityWithdrawn', withdrawn, 'general-practice', given);
  if (!chance.happens(0.5)) return;
  story.report('ResponsibilityReleased', story.after(withdrawn, chance.between(1, 8)), 'hospital', {
    ...way,
  });
}

/** Before it answers, the hospital may ask the sender, who may or may not answer. */
export function askSender(story: Story, referral: string, received: number): void {
  const { chance } = story;
  if (!chance.happens(0.15)) return;
  const asked = story.after(received, chance.between(1, 4));
  story.report('InformationRequested', asked, 'hospital', { referral, question: 'Imaging?' });
  if (!chance.happens(0.7)) return;
  const answered = story.after(asked, chance.between(1, 9));
  const answer = { referral, answer: 'None' };
  story.report('InformationSupplied', answered, 'general-practice', answer);
}

/** The specialist accepts most patients with a red flag within the day. */
export function answerRedFlag(story: Story, escalated: number): void {
  const { chance } = story;
  if (!chance.happens(0.7)) return;
  const at = escalated + chance.between(0.5, 30) * HOUR_MS;
  const way = { from: 'primary-care', to: 'spine-clinic' };
  story.report('ResponsibilityAccepted', at, 'hospital', way);
}
