/**
 * How services answer when a patient is offered to them: most accept, some ask or refuse,
 * for some the offer is withdrawn, and some never answer. So a baton that is offered and not
 * taken occurs in both directions.
 */
import type { JsonObject } from '#care-event';
import type { Chance } from './chance.js';
import type { Publisher } from './publisher.js';

const HOUR_MS = 3_600_000;

/** What the answers need of the story that they belong to. */
export interface Reporting {
  readonly chance: Chance;
  readonly report: (type: string, at: number, publisher: Publisher, data: JsonObject) => void;
  /** In working hours, so many days later. */
  readonly after: (at: number, days: number) => number;
}

/** The hospital hands the patient back: accepted, refused, withdrawn, or never answered. */
export function answerDischarge({ chance, report, after }: Reporting, discharged: number): void {
  const way = { from: 'spine-clinic', to: 'primary-care' };
  const answered = after(discharged, chance.between(0, 7));
  const share = chance.next();
  if (share < 0.62) {
    const person = `nurse-${chance.whole(1, 30)}`;
    report('ResponsibilityAccepted', answered, 'general-practice', { ...way, person });
  } else if (share < 0.72) {
    const reason = chance.oneOf(['no summary', 'lives elsewhere', 'no room']);
    report('ResponsibilityRefused', answered, 'general-practice', { ...way, reason });
  } else if (share < 0.8) {
    report('ResponsibilityWithdrawn', answered, 'hospital', { ...way, reason: 'not ready yet' });
    if (!chance.happens(0.6)) return;
    const released = after(answered, chance.between(0, 3));
    report('ResponsibilityReleased', released, 'general-practice', way);
  }
}

/** A referral that the clinic does not answer: some of those are withdrawn. */
export function giveUpReferral({ chance, report, after }: Reporting, received: number): void {
  if (!chance.happens(0.3)) return;
  const way = { from: 'primary-care', to: 'spine-clinic' };
  const withdrawn = after(received, chance.between(5, 40));
  report('ResponsibilityWithdrawn', withdrawn, 'general-practice', { ...way, reason: 'recovered' });
  if (!chance.happens(0.5)) return;
  report('ResponsibilityReleased', after(withdrawn, chance.between(1, 8)), 'hospital', way);
}

/** Before it answers, the clinic may ask the sender, who may or may not answer. */
export function askSender(
  { chance, report, after }: Reporting,
  referral: string,
  received: number,
): void {
  if (!chance.happens(0.15)) return;
  const asked = after(received, chance.between(1, 4));
  report('InformationRequested', asked, 'hospital', { referral, question: 'Imaging?' });
  if (!chance.happens(0.7)) return;
  const answered = after(asked, chance.between(1, 9));
  report('InformationSupplied', answered, 'general-practice', { referral, answer: 'None' });
}

/** The specialist accepts most patients with a red flag within the day. */
export function answerRedFlag({ chance, report }: Reporting, escalated: number): void {
  if (!chance.happens(0.7)) return;
  const at = escalated + chance.between(0.5, 30) * HOUR_MS;
  report('ResponsibilityAccepted', at, 'hospital', { from: 'primary-care', to: 'spine-clinic' });
}
