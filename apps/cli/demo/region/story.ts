/**
 * What happens to one patient with back pain, and who reports it when. The
 * stories are drawn by chance so that every way in which a pathway stalls occurs: plans late
 * or never, referrals and discharges unanswered, screening left out.
 */
import type { JsonObject } from '#care-event';
import type { Chance } from './chance.js';
import type { Municipality } from './municipalities.js';
import { answerDischarge, answerRedFlag, askSender, giveUpReferral } from './answers.js';
import type { Reporting } from './answers.js';
import type { Publisher } from './publisher.js';
import type { StoryEvent } from './story-event.js';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Writes one story, day by day, from the first contact on. */
export class Story {
  readonly events: StoryEvent[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly municipality: Municipality,
    private readonly contactAt: number,
  ) {
    this.begin();
    if (this.screen()) return;
    this.assess();
    this.plan();
    this.refer();
    this.work();
  }

  private reporting(): Reporting {
    return {
      chance: this.chance,
      report: (...event) => this.report(...event),
      after: (at, days) => this.after(at, days),
    };
  }

  private report(type: string, at: number, publisher: Publisher, data: JsonObject): void {
    this.events.push({
      type,
      at,
      publisher,
      data,
      precision: 'instant',
      reportedAt: this.reportedAfter(at),
    });
  }

  /** Most reports come within the hour, some only when the week's backlog is cleared, or later. */
  private reportedAfter(at: number): number {
    const { chance } = this;
    if (chance.happens(this.municipality.lateShare)) return at + chance.between(8, 40) * DAY_MS;
    if (chance.happens(0.1)) return at + chance.between(1, 6) * DAY_MS;
    return at + chance.between(0, HOUR_MS);
  }

  /** In working hours, so many days later. */
  private after(at: number, days: number): number {
    const day = Math.floor(at / DAY_MS + days) * DAY_MS;
    return Math.max(at + HOUR_MS / 4, day + this.chance.between(7, 14) * HOUR_MS);
  }

  private begin(): void {
    const { chance, contactAt } = this;
    const onset = contactAt - chance.around(9, 1) * DAY_MS;
    const precision = chance.happens(0.12) ? 'month' : chance.happens(0.8) ? 'day' : 'instant';
    // Symptoms begin at home: they are reported at the first contact, back-dated.
    this.events.push({
      type: 'SymptomOnsetReported',
      at: onset,
      precision,
      reportedAt: this.reportedAfter(contactAt),
      publisher: chance.happens(0.3) ? 'patient' : 'general-practice',
      data: { precision, icpc2: chance.oneOf(['L02', 'L03']), recurrence: chance.happens(0.4) },
    });
    const channel = chance.oneOf(['visit', 'visit', 'telephone', 'video']);
    this.report('FirstContactMade', contactAt, 'general-practice', { channel, urgency: 'routine' });
    if (chance.happens(0.9)) {
      const icd10 = chance.oneOf(['M54.5', 'M54.4', 'M51.1', 'M54.9']);
      this.report('DiagnosisCoded', contactAt + HOUR_MS / 2, 'general-practice', {
        icd10,
        certainty: 'provisional',
      });
    }
  }

  /** True when a red flag took the patient off this pathway. */
  private screen(): boolean {
    const { chance } = this;
    if (!chance.happens(0.91)) return false;
    const at = this.after(this.contactAt, chance.happens(0.8) ? 0 : chance.between(1, 12));
    if (!chance.happens(0.03)) {
      this.report('RedFlagScreened', at, 'general-practice', { result: 'negative', flags: [] });
      return false;
    }
    const flags = [chance.oneOf(['cauda-equina', 'cancer', 'fracture', 'infection'])];
    this.report('RedFlagScreened', at, 'general-practice', { result: 'positive', flags });
    const escalation = { destination: 'spine-clinic', urgency: 'stat' };
    this.report('RedFlagEscalated', at + HOUR_MS, 'general-practice', escalation);
    answerRedFlag(this.reporting(), at + HOUR_MS);
    return true;
  }

  private assess(): void {
    const { chance } = this;
    const at = this.after(this.contactAt, chance.around(8, 0.6));
    if (!chance.happens(0.7)) return;
    const score = chance.whole(0, 9);
    const psychosocialScore = Math.min(score, chance.whole(0, 5));
    const stratum = score <= 3 ? 'low' : psychosocialScore >= 4 ? 'high' : 'medium';
    const instrument = { instrument: 'STarT Back', instrumentVersion: '9-item' };
    this.report('RiskStratified', at, 'physiotherapy', {
      ...instrument,
      score,
      psychosocialScore,
      stratum,
    });
    this.measure(at + HOUR_MS / 2, 'baseline', chance.whole(24, 60));
  }

  private measure(at: number, occasion: string, score: number): void {
    const instrument = { instrument: 'ODI', instrumentVersion: '2.1a', unit: '%' };
    this.report('FunctionMeasured', at, 'patient', {
      ...instrument,
      score,
      icf: ['d450', 'd850'],
      occasion,
    });
  }

  private plan(): void {
    const { chance, municipality } = this;
    if (!chance.happens(municipality.planShare)) return;
    const at = this.after(this.contactAt, chance.around(municipality.planMedianDays, 0.55));
    this.report('RehabPlanAgreed', at, 'physiotherapy', {
      goals: ['d450', 'd850', 'd920'],
      services: ['rehabilitation'],
      consent: true,
    });
    let visit = at;
    for (let number = 1; number <= 5 && chance.happens(0.85); number++) {
      visit = this.after(visit, chance.between(5, 12));
      this.report('VisitCompleted', visit, 'physiotherapy', {
        profession: 'physiotherapist',
        number,
      });
    }
    if (chance.happens(0.45)) this.measure(this.after(visit, 2), 'end', chance.whole(6, 40));
    if (chance.happens(0.55)) {
      this.report('PathwayClosed', this.after(visit, chance.between(7, 30)), 'physiotherapy', {});
    }
  }

  /** A third is referred; some referrals are never received, some never answered. */
  private refer(): void {
    const { chance } = this;
    if (!chance.happens(0.33)) return;
    const referral = `r-${chance.whole(100_000, 999_999)}`;
    const sent = this.after(this.contactAt, chance.around(14, 0.8));
    const way = { referral, from: 'primary-care', to: 'spine-clinic', urgency: 'routine' };
    this.report('ReferralSent', sent, 'general-practice', way);
    if (!chance.happens(0.88)) return;
    const received = this.after(sent, chance.between(0, 4));
    this.report('ReferralReceived', received, 'hospital', way);
    askSender(this.reporting(), referral, received);
    if (!chance.happens(0.75)) return giveUpReferral(this.reporting(), received);
    const assessed = this.after(received, chance.around(9, 0.6));
    const outcome = chance.happens(0.7) ? 'accepted' : 'rejected';
    const rightToCare = outcome === 'accepted';
    this.report('ReferralAssessed', assessed, 'hospital', { referral, outcome, rightToCare });
    if (!rightToCare || !chance.happens(0.8)) return;
    const started = this.after(assessed, chance.around(45, 0.6));
    this.report('AssessmentStarted', started, 'hospital', { kind: 'outpatient' });
    if (!chance.happens(0.7)) return;
    const discharged = this.after(started, chance.between(1, 40));
    this.report('DischargedToMunicipality', discharged, 'hospital', {
      to: 'primary-care',
      summarySent: true,
    });
    answerDischarge(this.reporting(), discharged);
  }

  private work(): void {
    const { chance } = this;
    if (!chance.happens(0.4)) return;
    const issued = this.after(this.contactAt, chance.between(0, 5));
    const grade = chance.oneOf([50, 80, 100, 100]);
    this.report('SickLeaveIssued', issued, 'general-practice', { grade, icpc2: 'L84' });
    if (!chance.happens(0.7)) return;
    const back = this.after(issued, chance.around(30, 0.8));
    this.report('ReturnedToWork', back, 'patient', {
      percent: chance.oneOf([50, 100, 100]),
      icf: 'd850',
    });
  }
}
