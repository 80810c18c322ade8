/** A definition's text in which every key of the language stands at least once. */
export const WHOLE_LANGUAGE = `
pathway: whole
version: 3
language: en
title: { en: The whole language, nb: Hele språket, sv: Hela språket, fi: Koko kieli }
source: a paper
note: { en: a note, nb: et notat, sv: en anteckning, fi: huomautus }
zone: Europe/Helsinki
responsibility: { en: Treatment, nb: Behandling, sv: Behandling, fi: Hoito }
calendar:
  holidays: FI
  eves: [christmas-eve, midsummer-eve]
  closures: [{ from: 2026-07-13, to: 2026-07-17, note: summer }, { from: 2026-05-15 }]
  benefit-days: monday-to-saturday
  source: s
regions: { west: ["4601", "1103"] }
parameters:
  plan-limit: { title: Time for a plan, default: 6 weeks, background: true, note: n, local: { "0301": 4 weeks, west: 5 weeks, "1103": 3 weeks } }
  assessor: { service: clinic, source: s, local: { west: hospital } }
  name: { text: { en: A place, nb: Et sted, sv: En plats, fi: Paikka }, source: s }
services:
  gp: { name: { en: General practice, nb: Fastlege, sv: Vårdcentral, fi: Terveysasema }, level: municipal, organisation: municipality-of-patient }
  clinic: { name: { parameter: name }, level: specialist, address: { parameter: name }, zone: Europe/Stockholm, calendar: { holidays: none, benefit-days: every-day }, organisation: { addressee-of: [ReferralSent, ReferralReceived] } }
  hospital: { level: other, organisation: { sender-of: ReferralAssessed } }
  outpatients: { level: specialist, organisation: previous-holder }
  register: { level: other, organisation: { fixed: national-register } }
events:
  Triage: { publisher: ward }
entry:
  events:
    - { event: ReferralReceived, where: { icd10: { codes: [M40-M54, M99.1] }, patient-age: { at-least: 18 } } }
    - SymptomOnsetReported
  custody-from: [VisitCompleted, ReferralReceived]
  unfiltered: Whoever has symptoms is to be seen within the limit.
about:
  - { event: VisitCompleted, where: { service: { not: [eye-clinic], or-missing: true } } }
about-by: referral
looks-back: 12 months
episodes:
  key: [referral, sickLeave]
  keyless: { every: [PatientDied, { event: PatientMoved, where: { municipality: { present: true } } }] }
  reopens-within: 16 days
  out-of-sight: { after: 6 months, begins-anew: SymptomOnsetReported }
  lapses: { after: 16 days, without: sick-leave, unless-breached: plan }
  recurrent: { within: 36 months, clock: sick-leave, any-of: [{ episodes: 5, of-days: 16, days: 100 }] }
  source: s
closes: PathwayClosed
stages:
  - id: assessment
    title: { en: Assessment, nb: Utredning, sv: Utredning, fi: Arviointi }
    source: s
    holder: gp
    role: physiotherapist
    limit: { parameter: plan-limit }
    expected-p90: 4 weeks
    severity: normal
    exits:
      - { id: recovered, title: { en: Well again, nb: Frisk igjen, sv: Frisk igen, fi: Terve jälleen }, on: ReturnedToWork, to: closed, source: s }
      - { id: planned, on: RehabPlanAgreed, to: care }
    stages:
      - { id: talking, opens: VisitCompleted }
      - id: looking
        holder: { parameter: assessor }
        opens: [{ event: [AssessmentStarted, TreatmentStarted], where: { icd10: { present: true } } }, Triage]
  - { id: care, holder: { parameter: assessor }, takes-over: true, opens: { event: SickLeaveChanged, where: { grade: { below: 100 } }, valid-from: from }, while: { clock: sick-leave, grade: { at-least: 50, above: 40, at-most: 100, below: 120 } } }
milestones:
  - { id: seen, reached-by: VisitCompleted }
duties:
  - id: plan
    title: { en: Plan, nb: Plan, sv: Plan, fi: Suunnitelma }
    source: s
    note: n
    from: SymptomOnsetReported
    until: [RehabPlanAgreed, { event: RehabPlanRevised, where: { consent: true }, valid-from: reviewDate }]
    within: { parameter: plan-limit }
    owner: holder
    applies: { patient-age: { above: 17, below: 90 } }
    exempt: [{ on: { event: CareDeclined, where: { reason: { not: [rest, talk], or-missing: true } } }, code: patient-declined, stands: true, lifted-by: CoordinatorEnded }]
    not-applicable: PatientDied
    applies-again: EpisodeRecurred
    clock: wait
    escalate: [{ to: gp }, { after: 2 weeks, to: { parameter: assessor } }]
    attributable-from: VisitCompleted
    attributable-later: { on: FunctionMeasured, after: 2 weeks }
    not-before: 1 week
    severity: critical
    warn: [{ before: 10 benefit days, source: s }, { before: { parameter: plan-limit }, to: { parameter: assessor } }]
  - { id: assessed, from: ReferralReceived, until: ReferralAssessed, within: { limit: 10 working days, first-day: counts }, owner: clinic, per: occurrence, matching: referral }
  - { id: started, from: ReferralAssessed, until: AssessmentStarted, within: { date-in: latestStart, otherwise: 12 benefit days }, owner: { parameter: assessor } }
  - id: urgent
    from: ReferralReceived
    until: ReferralAssessed
    owner: clinic
    within:
      cases:
        - { when: { patient-age: { below: 23 } }, limit: 14 days, first-day: counts }
        - { when: { urgency: [stat, asap] }, limit: { parameter: plan-limit } }
        - { latest: { event: RedFlagScreened, where: { result: positive }, within: { parameter: plan-limit } }, limit: 1 week }
      otherwise: { limit: 3 months }
  - id: meeting
    from: RehabPlanAgreed
    until: { all-of: [CollaborationMeetingHeld, [EmployerPlanShared, { event: DialogueMeetingHeld, where: { number: { present: true } } }]] }
    within: 4 weeks
    owner: gp
    applies-if-latest: { all-of: [SickLeaveIssued, { event: DiagnosisCoded, where: { icd10: { codes: M54 } } }] }
  - { id: report, from: TreatmentStarted, until: VisitCompleted, within: 14 days, owner: clinic, per: period, ends: PathwayClosed }
  - { id: ninety, from: SickLeaveIssued, until: DialogueMeetingHeld, within: { accumulated: sick-leave, days: 90 benefit days }, owner: gp }
  - { id: sixty, from: { accumulated: sick-leave, days: 60 benefit days }, until: DialogueMeetingCalled, within: 2 weeks, owner: gp, warn: [{ before: 3 days }] }
  - { id: told, from: SickLeaveIssued, until: EmployerPlanShared, within: { limit: 4 weeks, first-day: counts, from: from }, owner: gp }
  - { id: exercised, from: CoordinatorAppointed, until: IndividualPlanOffered, within: 4 weeks, owner: { holder-of: daily-life } }
  - id: warned
    from: SickLeaveIssued
    until: DialogueMeetingCalled
    owner: gp
    within: { cases: [{ when: { grade: 100 }, limit: 7 weeks, from: from }], otherwise: { limit: 3 months, from: from } }
  - { id: prepared, from: ReferralAssessed, until: AppointmentBooked, within: { date-in: latestStart, minus: 10 working days, otherwise: { limit: 2 weeks, from: latestStart } }, owner: clinic, per: occurrence }
  - { id: followed, from: ReferralAssessed, until: VisitCompleted, within: { date-in: latestStart, plus: { parameter: plan-limit }, otherwise: 4 weeks }, owner: clinic }
clocks:
  - id: wait
    start: ReferralReceived
    pause: AppointmentDeclined
    resume: AppointmentBooked
    stop: TreatmentStarted
    nullify: { event: SickLeaveChanged, valid-from: from }
    nullify-unless: { on: AppointmentMissed, after: [VisitCompleted, AssessmentStarted] }
    pause-reason: reason
    counts: working-days
  - id: sick-leave
    over: patient
    counts: benefit-days
    deductible: { days: 10 benefit days, again-after: 30 days }
    window: 24 months
    resets: { after: 26 weeks }
    spans: [{ on: SickLeaveIssued, from: from, to: to, grade: grade, certificate: sickLeave }]
  - { id: away, start: SickLeaveIssued, stop: ReturnedToWork, cuts: SickLeaveEnded, counts: days }
guards:
  - id: prepared
    on: RehabPlanAgreed
    requires: { all-of: [{ event: RedFlagScreened, within: 2 weeks }, [WorkloadAssessed, { event: FunctionMeasured, within: 3 months }]] }
  - { id: screened, on: RehabPlanAgreed, requires: { event: RedFlagScreened, where: { result: negative } } }
  - { id: with-version, on: FunctionMeasured, needs: [instrument, instrumentVersion], forbids: { event: PatientDied, within: 2 weeks } }
interrupts:
  - { id: red-flag, on: RedFlagEscalated, to: care }
sequences:
  - { id: too-early, flag: LowValueCareFlagged, before: RehabPlanAgreed, unless: RedFlagEscalated }
handovers:
  - id: to-clinic
    when: ReferralSent
    received: ReferralReceived
    from: holder
    to: clinic
    matching: referral
    answer-within: 10 working days
    severity: high
    clock: wait
    accepted: { by: { event: ReferralAssessed, where: { outcome: accepted } }, opens: care }
    refused: { by: { event: ReferralAssessed, where: { outcome: rejected } }, then: return-to-sender }
    silent:
      then: { escalate: hospital }
      next: [{ after: 2 weeks, then: remind, source: s }, { after: { parameter: plan-limit }, then: { offer: hospital } }]
    information: { requested: InformationRequested, supplied: InformationSupplied, within: 5 working days }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    overtaken: [RedFlagEscalated, { event: CareDeclined, where: { what: assessment } }]
  - id: to-hospital
    when: ResponsibilityOffered
    from: gp
    to: hospital
    answer-within: { limit: 5 days, first-day: counts }
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: { offer: { parameter: assessor } } }
    silent: { then: remind }
  - id: daily-life-on
    scope: daily-life
    when: { event: ResponsibilityOffered, where: { scope: daily-life } }
    from: holder
    to: clinic
    answer-within: 5 days
    accepted: { by: { event: ResponsibilityAccepted, where: { scope: daily-life } } }
    refused: { by: { event: ResponsibilityRefused, where: { scope: daily-life } }, then: return-to-sender }
    silent: { then: remind }
scopes:
  - { id: daily-life, title: Daily life, source: s, holder: gp, begins: RehabPlanAgreed, ends: [ReturnedToWork, RehabPlanRevised] }
queues:
  - { id: clinic-queue, joins: ReferralReceived, served: AssessmentStarted, leaves: PathwayClosed, urgency: { field: urgency, order: [stat, asap, urgent, routine] } }
measures:
  waits: [{ id: to-assessment, from: ReferralReceived, to: AssessmentStarted, standard: { within: 3 weeks, share: 92 % } }]
  instruments: [{ id: odi, instrument: ODI, version: "2.1a", better: lower, smallest-important-change: 10, lowest: 0, highest: 100 }]
  money: [{ id: visit, on: VisitCompleted, payer: municipality, kind: cost, amount: 850, currency: NOK, basis: modelled }]
`.trimStart();
