/**
 * The text of a first definition: a referral from general practice to a clinic. It has one of
 * each thing that nearly every pathway needs, and lint finds nothing in it.
 */
import { stringify } from 'yaml';

interface DefinitionDraft {
  readonly id: string;
  readonly title: string;
  readonly zone: string;
  readonly holidays: string | undefined;
  readonly key: string | undefined;
}

const SOURCE = 'source: "Template: put document, section and date here"';
const NOTE = 'note: From the template. Put the time of your document here, and its source.';

export function definitionDraft(draft: DefinitionDraft): string {
  const clinic = scalar(`${draft.id}-clinic`);
  return [
    head(draft),
    PARAMETERS,
    SERVICES,
    entry(draft, clinic),
    STAGES,
    duties(clinic),
    INTERRUPTS,
    handovers(clinic),
  ].join('\n');
}

function head({ id, title, zone, holidays }: DefinitionDraft): string {
  const calendar = holidays === undefined ? '' : `calendar: { holidays: ${holidays} }\n`;
  return `# A first draft: patients who are referred by general practice to a clinic. Change it until it
# says what your document says. Ids are for programs and stay; titles are what people read.
pathway: ${scalar(id)}
version: 1
title: ${JSON.stringify(title)}
${SOURCE}
zone: ${scalar(zone)}
${calendar}`;
}

/** In quotes where it could be taken for something else, such as a number. */
export function scalar(text: string): string {
  return stringify(text).trim() === text ? text : JSON.stringify(text);
}

const PARAMETERS = `# Times that may differ from place to place. \`background: true\`: nobody has looked them up yet.
parameters:
  answer-limit:
    title: From the referral to the answer of the clinic
    default: 10 working days
    background: true
    ${NOTE}
  visit-limit:
    title: From the acceptance to the first visit
    default: 6 weeks
    background: true
    ${NOTE}
  red-flag-limit:
    title: From a red flag to the answer of the clinic
    default: 24 hours
    background: true
    ${NOTE}
`;

const SERVICES = `# Who takes part.
services:
  gp: { name: General practice, level: municipal }
  clinic: { name: Clinic, level: specialist }
  coordinator: { name: Coordinator, level: municipal }
`;

function entry({ key }: DefinitionDraft, clinic: string): string {
  const episodes =
    key === undefined
      ? ''
      : `
# A patient may be here several times at once, with times of its own for each.
episodes:
  key: ${key}
  keyless: { every: [PatientDied, PatientMoved] }
`;
  return `# Who is on this pathway: whoever is referred to this clinic.
entry:
  events: { event: ReferralSent, where: { to: ${clinic} } }
closes: [PathwayClosed, PatientDied]
${episodes}`;
}

const STAGES = `# Where the patient can be, and who answers for the patient there. The first is where everybody begins.
stages:
  - id: referred
    title: Referred, not yet accepted
    holder: gp
    ${SOURCE}
  # Whoever sends a patient on for a red flag has the patient until the clinic has answered.
  - id: red-flag
    title: Red flag, to be seen at once
    holder: gp
    takes-over: true
    ${SOURCE}
  # Nobody comes here by a referral alone: the clinic has to accept.
  - id: at-clinic
    title: At the clinic
    holder: clinic
    limit: 6 months
    ${SOURCE}
`;

function duties(clinic: string): string {
  return `# What is owed, by whom and by when.
duties:
  - id: first-visit
    title: First visit at the clinic
    from:
      - { event: ReferralAssessed, where: { outcome: accepted } }
      - { event: ResponsibilityAccepted, where: { to: ${clinic} } }
    until: { event: VisitCompleted, where: { service: ${clinic} } }
    within: { parameter: visit-limit }
    owner: clinic
    ${SOURCE}
`;
}

const INTERRUPTS = `# What breaks off whatever goes on.
interrupts:
  - id: red-flag
    title: Sent on for a red flag
    on: RedFlagEscalated
    to: red-flag
    ${SOURCE}
`;

function handovers(clinic: string): string {
  return `# How the patient is handed over: who offers, what is a yes, what is a no, and what if nobody answers.
handovers:
  - id: to-clinic
    title: To the clinic, by referral
    when: { event: ReferralSent, where: { to: ${clinic} } }
    from: gp
    to: clinic
    matching: referral
    answer-within: { parameter: answer-limit }
    accepted: { by: { event: ReferralAssessed, where: { outcome: accepted } }, opens: at-clinic }
    refused:
      by: { event: ReferralAssessed, where: { outcome: [rejected, redirected] } }
      then: return-to-sender
    overtaken: RedFlagEscalated
    silent:
      then: remind
      next:
        - after: 1 week
          then: { escalate: coordinator }
          ${SOURCE}
    ${SOURCE}
  - id: at-once
    title: To the clinic at once, for a red flag
    when: RedFlagEscalated
    from: gp
    to: clinic
    answer-within: { parameter: red-flag-limit }
    accepted: { by: { event: ResponsibilityAccepted, where: { to: ${clinic} } }, opens: at-clinic }
    refused:
      by: { event: ResponsibilityRefused, where: { to: ${clinic} } }
      then: { escalate: coordinator }
    silent: { then: { escalate: coordinator } }
    # Where it is overdue it stands before everything that is not critical, however long that has waited.
    severity: critical
    ${SOURCE}
`;
}
