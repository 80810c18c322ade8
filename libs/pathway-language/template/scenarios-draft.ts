/** The text of the scenarios beside a first definition: one for each way that it can go. */
import { scalar } from './definition-draft.js';

/** The field that tells episodes apart, and two of its values. */
interface DraftKey {
  readonly field: string;
  readonly values: readonly [string, string];
}

export function scenariosDraft(id: string, key: DraftKey | undefined): string {
  return [
    `# Examples: given these events, expect this. Change them together with the definition.
pathway: ${scalar(id)}
scenarios:
`,
    answered(id, key),
    unanswered(id, key),
    redFlags(id, key),
    ...(key === undefined ? [] : [twoAtOnce(id, key)]),
  ].join('');
}

function answered(id: string, key: DraftKey | undefined): string {
  const { sent, assessed, visited, closed } = eventsOf(id, key);
  return `  - id: accepted-and-seen
    title: Accepted after three days and seen in time
    given:
      - { on: 2026-03-02 09:00, ${sent} }
      - { on: 2026-03-05 09:00, ${assessed('accepted')} }
      - { on: 2026-03-20 09:00, ${visited} }
      - { on: 2026-04-01 09:00, ${closed} }
    expect:
      - { at: 2026-03-03 12:00, stage: referred, holder: gp, handovers: { to-clinic: offered } }
      - at: 2026-03-06 12:00
        stage: at-clinic
        holder: clinic
        duties: { first-visit: { state: not-yet-due, due: 2026-04-16 } }
      - { at: 2026-03-21 12:00, duties: { first-visit: met } }
      - { at: 2026-04-02 12:00, state: closed, custody: [gp, clinic] }
  - id: seen-too-late
    title: Not seen within six weeks of the acceptance
    given:
      - { on: 2026-03-02 09:00, ${sent} }
      - { on: 2026-03-05 09:00, ${assessed('accepted')} }
    expect:
      - { at: 2026-04-16 23:59, duties: { first-visit: not-yet-due } }
      - { at: 2026-04-17 00:00, duties: { first-visit: breached } }
  - id: rejected
    title: Rejected; the general practice still has the patient
    given:
      - { on: 2026-03-02 09:00, ${sent} }
      - { on: 2026-03-04 09:00, ${assessed('rejected')} }
    expect:
      - { at: 2026-03-05 12:00, stage: referred, holder: gp, handovers: { to-clinic: refused } }
`;
}

function unanswered(id: string, key: DraftKey | undefined): string {
  const { sent } = eventsOf(id, key);
  return `  - id: nobody-answers
    title: The clinic does not answer; it is reminded, and the coordinator is told a week later
    given:
      - { on: 2026-03-02 09:00, ${sent} }
    expect:
      - { at: 2026-03-16 23:59, handovers: { to-clinic: offered } }
      - { at: 2026-03-17 00:00, holder: gp, handovers: { to-clinic: { state: silent, reminded: 1 } } }
      - at: 2026-03-24 12:00
        holder: gp
        handovers: { to-clinic: { state: silent, escalated-to: [coordinator] } }
`;
}

function redFlags(id: string, key: DraftKey | undefined): string {
  const { sent } = eventsOf(id, key);
  const given = `      - { on: 2026-03-02 09:00, ${sent} }
      - { on: 2026-03-03 10:00, event: RedFlagEscalated }`;
  return `  - id: red-flag
    title: A red flag while the referral waits; the clinic takes the patient over at once
    given:
${given}
      - { on: 2026-03-03 14:00, event: ResponsibilityAccepted, data: { to: ${scalar(`${id}-clinic`)} } }
    expect:
      - at: 2026-03-03 12:00
        stage: red-flag
        holder: gp
        interrupts: [red-flag]
        handovers: { to-clinic: overtaken, at-once: offered }
      - { at: 2026-03-03 15:00, stage: at-clinic, holder: clinic, custody: [gp, clinic] }
  - id: red-flag-refused
    title: The clinic refuses a red flag; the coordinator is told
    given:
${given}
      - { on: 2026-03-03 14:00, event: ResponsibilityRefused, data: { to: ${scalar(`${id}-clinic`)} } }
    expect:
      - { at: 2026-03-03 15:00, stage: red-flag, holder: gp, handovers: { at-once: refused } }
  - id: red-flag-unanswered
    title: Nobody answers a red flag within a day; the coordinator is told
    given:
${given}
    expect:
      - at: 2026-03-04 10:01
        holder: gp
        handovers: { at-once: { state: silent, severity: critical, escalated-to: [coordinator] } }
`;
}

function twoAtOnce(id: string, { field, values }: DraftKey): string {
  const [one, other] = values.map((value) => eventsOf(id, { field, values: [value, value] }));
  return `  - id: two-at-once
    title: Two at once; one of them is closed, and the patient dies during the other
    given:
      - { on: 2026-03-02 09:00, ${one?.sent} }
      - { on: 2026-03-03 09:00, ${other?.sent} }
      - { on: 2026-03-04 09:00, ${one?.closed} }
      - { on: 2026-03-06 09:00, event: PatientDied }
    expect:
      - { at: 2026-03-05 12:00, key: ${values[0]}, state: closed }
      - { at: 2026-03-05 12:00, key: ${values[1]}, state: open, stage: referred }
      - { at: 2026-03-07 12:00, key: ${values[1]}, state: closed }
  - id: the-same-again
    title: The same again after the close is another episode
    given:
      - { on: 2026-03-02 09:00, ${one?.sent} }
      - { on: 2026-03-04 09:00, ${one?.closed} }
      - { on: 2026-03-09 09:00, ${one?.sent} }
    expect:
      - { at: 2026-03-10 12:00, key: ${values[0]}, state: open, stage: referred }
`;
}

/** Events of the draft as scenarios write them, each with the key. */
function eventsOf(id: string, key: DraftKey | undefined) {
  const clinic = scalar(`${id}-clinic`);
  const keyed = key === undefined ? '' : `${key.field}: ${key.values[0]}`;
  const data = (...parts: readonly string[]): string => {
    const all = [...parts, keyed].filter(Boolean);
    return all.length === 0 ? '' : `, data: { ${all.join(', ')} }`;
  };
  return {
    sent: `event: ReferralSent${data(`to: ${clinic}`)}`,
    assessed: (outcome: string) => `event: ReferralAssessed${data(`outcome: ${outcome}`)}`,
    visited: `event: VisitCompleted${data(`service: ${clinic}`)}`,
    closed: `event: PathwayClosed${data()}`,
  };
}
