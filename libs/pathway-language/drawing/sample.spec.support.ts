/** A definition with every kind of element, for what draws them. */
import type { Definition } from '#pathway';
import { readDefinition } from '../parsing/read-definition.js';

export const SAMPLE = `
pathway: knee
version: 3
title: Knee pain, from the first visit to the clinic
source: Local agreement, 2026-01-15
zone: Europe/Oslo
regions: { west: ["4601", "1103"] }
parameters:
  plan-limit: { title: Time to a plan, default: 6 weeks, background: true, local: { "0301": 4 weeks, west: 5 weeks } }
services:
  gp: { name: General practice, level: municipal }
  rehab: { name: Rehabilitation unit, level: municipal }
  clinic: { name: Knee clinic, level: specialist, address: Storgata 1 }
  employer: { name: Employer, level: other }
entry: { events: { event: DiagnosisCoded, where: { icd10: { codes: M17-M23 } } } }
looks-back: 12 months
episodes:
  reopens-within: 4 weeks
closes: [PathwayClosed, PatientDied]
stages:
  - id: first-care
    title: First care
    holder: gp
    role: GP
    limit: 8 weeks
    expected-p90: 30 days
    opens: DischargedToMunicipality
    exits:
      - { id: recovered, title: Recovered, on: { event: FunctionMeasured, where: { score: { at-most: 10 } } }, to: closed }
    stages:
      - { id: waiting, title: Waits for a visit, exits: [{ id: seen, on: VisitCompleted, to: assessment }] }
      - { id: assessment, title: Assessment }
  - id: training
    title: Training
    holder: rehab
    opens: { event: RehabPlanAgreed, where: { consent: true } }
    takes-over: true
  - id: at-clinic
    title: At the clinic
    holder: clinic
    exits: [{ id: back, title: Sent back, on: TreatmentEnded, to: training }]
milestones:
  - { id: screened, title: Screened, reached-by: RedFlagScreened }
duties:
  - id: planned
    title: Training planned
    from: SymptomOnsetReported
    until: RehabPlanAgreed
    within: { parameter: plan-limit }
    owner: gp
    exempt: [{ on: { event: CareDeclined, where: { what: rehabilitation } }, code: patient-declined }]
    not-applicable: RedFlagEscalated
    applies-again: DischargedToMunicipality
    escalate: [{ to: rehab }, { after: 2 weeks, to: clinic }]
  - id: seen
    title: Seen within the time for the age
    from: FirstContactMade
    until: VisitCompleted
    within: { cases: [{ when: { patient-age: { below: 23 } }, limit: 14 days, first-day: counts }], otherwise: 3 months }
    owner: holder
  - id: treated
    title: Treated by the day that was promised
    from: ReferralAssessed
    until: TreatmentStarted
    within: { date-in: latestStart, otherwise: 12 weeks }
    per: occurrence
    matching: referral
    owner: clinic
    clock: waiting-time
  - id: told
    title: Told after 30 days of sick leave
    from: SickLeaveIssued
    until: EmployerPlanShared
    within: { accumulated: sick-leave, days: 30 days }
    owner: employer
  - id: followed
    title: Function followed
    from: RehabPlanAgreed
    until: FunctionMeasured
    within: 3 months
    per: period
    ends: TreatmentEnded
    owner: rehab
clocks:
  - { id: waiting-time, title: Waiting time, start: ReferralReceived, pause: ClockPaused, pause-reason: reason, resume: ClockResumed, stop: TreatmentStarted, source: Rules for waiting times }
  - { id: sick-leave, title: Sick leave, spans: [{ on: SickLeaveIssued, from: from, to: to }], over: patient }
guards:
  - { id: screened-first, title: No plan before a screening, on: RehabPlanAgreed, requires: { event: RedFlagScreened, where: { result: negative } } }
interrupts:
  - { id: red-flag, title: Red flag, on: RedFlagEscalated, to: at-clinic }
sequences:
  - { id: imaging-first, title: Imaging first, flag: { event: LowValueCareFlagged, where: { kind: imaging } }, before: RehabPlanAgreed }
handovers:
  - id: to-clinic
    title: To the clinic
    when: ReferralSent
    from: gp
    to: clinic
    matching: referral
    answer-within: 10 working days
    accepted: { by: { event: ReferralAssessed, where: { outcome: accepted } }, opens: at-clinic }
    refused: { by: { event: ReferralAssessed, where: { outcome: rejected } }, then: return-to-sender }
    information: { requested: InformationRequested, supplied: InformationSupplied, within: 5 working days }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    overtaken: CareDeclined
    silent:
      then: remind
      next:
        - { after: 1 week, then: { escalate: rehab } }
queues:
  - { id: clinic-queue, title: Queue of the clinic, joins: ReferralReceived, served: VisitCompleted, urgency: { field: urgency, order: [urgent, routine] } }
measures:
  waits: [{ id: to-visit, title: To the visit, from: ReferralReceived, to: VisitCompleted, standard: { within: 3 weeks, share: 92 % } }]
  instruments: [{ id: koos, title: KOOS, instrument: KOOS, version: "1.0", better: higher, smallest-important-change: 8 }]
  money: [{ id: visit, title: A visit, on: VisitCompleted, payer: municipality, kind: cost, amount: 850, currency: NOK, basis: modelled }]
`;

/** @throws Error that says why, where it does not read */
export function definitionFrom(yaml: string): Definition {
  const read = readDefinition(yaml);
  if ('definition' in read) return read.definition;
  const [first] = read.problems;
  throw new Error(`line ${first?.line}: ${first?.path} ${first?.message}`);
}
