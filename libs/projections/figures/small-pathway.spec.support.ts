/** A small pathway with a duty, two stages and four types, for the figures' tests. */
export const DEFINITION = `
pathway: test
version: 1
zone: Europe/Oslo
services:
  gp: { level: municipal }
  hospital: { level: specialist }
events:
  Referred: { publisher: doctor at the practice }
  Seen: { publisher: hospital desk }
  Treated: {}
  Died: {}
entry: any
closes: [Treated, Died]
stages:
  - { id: waiting, holder: gp, expected-p90: 10 days }
  - { id: in-care, holder: hospital, opens: Seen }
duties:
  - { id: seen-in-time, from: Referred, until: Seen, within: 7 days, owner: hospital }
`;
const SECOND = DEFINITION.replace('version: 1', 'version: 2').replace(
  'events:',
  'events:\n  Accepted: {}\n  Refused: {}\n  Paused: {}\n  Resumed: {}',
);

/** The second version offers the patient to the hospital. */
export const WITH_HANDOVER = `${SECOND}
handovers:
  - id: to-hospital
    when: Referred
    from: gp
    to: hospital
    matching: referral
    answer-within: 3 days
    accepted: { by: Accepted }
    refused: { by: Refused, then: return-to-sender }
    silent: { then: remind }
`;

/** The second version has a clock that can be paused. */
export const WITH_CLOCK = `${SECOND.replace('owner: hospital }', 'owner: hospital, clock: wait }')}
clocks:
  - { id: wait, start: Referred, pause: Paused, resume: Resumed, stop: Seen }
`;

/** In the second version only the urgent are owed it, and the capital has less time. */
export const WITH_CONDITIONS = SECOND.replace(
  'from: Referred, until: Seen, within: 7 days',
  'from: { event: Referred, where: { urgency: urgent } }, until: Seen, within: { parameter: limit }',
).replace(
  'services:',
  "parameters:\n  limit: { default: 7 days, local: { '0301': 2 days } }\nservices:",
);

/** The second version has sub-stages in its first stage, with limits for them, for the whole, and by municipality. */
export const WITH_LIMITS = SECOND.replace(
  '  - { id: waiting, holder: gp, expected-p90: 10 days }',
  `  - id: waiting
    holder: gp
    limit: { parameter: whole }
    stages:
      - { id: asked, limit: 4 working days, expected-p90: 2 days }
      - { id: checked, opens: Accepted, limit: 30 days }`,
).replace(
  'services:',
  "parameters:\n  whole: { default: 10 days, local: { '0301': 5 days } }\nservices:",
);

/** An instant in January 2026 in Oslo. */
export const OSLO = (day: number, time = '10:00:00') =>
  `2026-01-${String(day).padStart(2, '0')}T${time}+01:00`;
export const DAY = 86_400;

/** A pathway on which the baton passes by acceptance alone, and all that may come of an offer. */
export const WITH_BATON = `
pathway: test
version: 1
zone: Europe/Oslo
services:
  gp: { level: municipal }
  hospital: { level: specialist }
  clinic: { level: specialist }
events:
  Referred: {}
  Offered: {}
  InformationRequested: {}
  InformationSupplied: {}
  OfferWithdrawn: {}
  LetGo: {}
  Recovered: {}
  Visited: {}
  Died: {}
entry: { events: Referred }
closes: Died
stages:
  - { id: with-gp, holder: gp }
  - { id: in-care, holder: hospital, opens: Visited }
handovers:
  - id: to-hospital
    when: Offered
    from: holder
    to: hospital
    answer-within: 3 days
    accepted: { by: ResponsibilityAccepted, opens: in-care }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
    information: { requested: InformationRequested, supplied: InformationSupplied, within: 1 days }
    withdrawn: { by: OfferWithdrawn, answered: LetGo }
    overtaken: Recovered
`;
