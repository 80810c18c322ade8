/**
 * How services answer when a patient is offered to them: most take the patient, some ask or
 * refuse, some are asked to let go of it, and some never say anything. So the baton that is
 * offered and not taken occurs in both directions.
 */
import type { JsonObject } from '#care-event';
import type { Chance } from './chance.js';
import type { Publisher } from './publisher.js';

const HOUR_MS = 3_600_000;

/** What the answers need of the story that they are part of. */
export interface Telling {
  readonly chance: Chance;
  readonly tell: (type: string, at: number, publisher: Publisher, data: JsonObject) => void;
  /** In working hours, so many days later. */
  readonly after: (at: number, days: number) => number;
}

/** The hospital gives the patient back: taken, refused, asked back, or not answered at all. */
export function answerDischarge({ chance, tell, after }: Telling, discharged: number): void {
  const way = { from: 'spine-clinic', to: 'primary-care' };
  const answered = after(discharged, chance.between(0, 7));
  const share = chance.next();
  if (share < 0.62) {
    const person = `nurse-${chance.whole(1, 30)}`;
    tell('ResponsibilityAccepted', answered, 'general-practice', { ...way, person });
  } else if (share < 0.72) {
    const reason = chance.oneOf(['no summary', 'lives elsewhere', 'no room']);
    tell('ResponsibilityRefused', answered, 'general-practice', { ...way, reason });
  } else if (share < 0.8) {
    tell('ResponsibilityWithdrawn', answered, 'hospital', { ...way, reason: 'not ready yet' });
    if (!chance.happens(0.6)) return;
    const released = after(answered, chance.between(0, 3));
    tell('ResponsibilityReleased', released, 'general-practice', way);
  }
}

/** A referral that the clinic does not answer: some of those are asked back. */
export function giveUpReferral({ chance, tell, after }: Telling, received: number): void {
  if (!chance.happens(0.3)) return;
  const way = { from: 'primary-care', to: 'spine-clinic' };
  const withdrawn = after(received, chance.between(5, 40));
  tell('ResponsibilityWithdrawn', withdrawn, 'general-practice', { ...way, reason: 'recovered' });
  if (!chance.happens(0.5)) return;
  tell('ResponsibilityReleased', after(withdrawn, chance.between(1, 8)), 'hospital', way);
}

/** Before it answers, the clinic may ask the sender, who may or may not tell. */
export function askSender(
  { chance, tell, after }: Telling,
  referral: string,
  received: number,
): void {
  if (!chance.happens(0.15)) return;
  const asked = after(received, chance.between(1, 4));
  tell('InformationRequested', asked, 'hospital', { referral, question: 'Imaging?' });
  if (!chance.happens(0.7)) return;
  const told = after(asked, chance.between(1, 9));
  tell('InformationSupplied', told, 'general-practice', { referral, answer: 'None' });
}

/** The specialist takes most patients with a red flag within the day. */
export function answerRedFlag({ chance, tell }: Telling, escalated: number): void {
  if (!chance.happens(0.7)) return;
  const at = escalated + chance.between(0.5, 30) * HOUR_MS;
  tell('ResponsibilityAccepted', at, 'hospital', { from: 'primary-care', to: 'spine-clinic' });
}
