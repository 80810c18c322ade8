/** Sentences on handovers of the language's page that a second program, written from the page, read otherwise. */
import { describe, expect, it } from '@jest/globals';
import { assess } from './assess.js';
import { at, facts, pathway, standing } from './journey-story.spec.support.js';

const OVER = `
handovers:
  - id: over
    when: Treated
    from: gp
    to: physio
    answer-within: 2 hours
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: { offer: { parameter: place } } }
    silent: { then: remind }
parameters:
  place: { service: clinic, local: { '0301': gp } }
`;

const ONE = '\nstages: [{ id: first, holder: gp }]\n';
const over = (more: string) => pathway(more, ONE);

const CAME = '2026-03-02 Came';
const ACCEPTED = 'ResponsibilityAccepted { to: physio }';

describe('The service that is asked after a refusal', () => {
  const offered = [CAME, '2026-03-05T09:00:00Z Treated'];

  it('has its time from the end of the day where the refusal is known only to the day', () => {
    const story = [...offered, '2026-03-06 ResponsibilityRefused { to: physio }'];
    const { handovers } = standing(over(OVER), '2026-03-07', ...story);
    const next = { to: 'clinic', offeredAt: at('2026-03-06T00:00:00Z') };
    expect(handovers[1]).toMatchObject({ ...next, answerDueAt: at('2026-03-07T01:59:59.999Z') });
  });

  it('is the one of where the patient lived at the offer', () => {
    const moved = '2026-03-05T10:00:00Z PatientMoved { municipality: "0301" }';
    const story = [...offered, moved, '2026-03-05T10:30:00Z ResponsibilityRefused'];
    const { handovers } = standing(over(OVER), '2026-03-07', ...story);
    expect(handovers.map(({ to }) => to)).toEqual(['physio', 'clinic']);
  });

  it('is asked once, where the event that refuses also sends the patient again', () => {
    const again = OVER.replace('by: ResponsibilityRefused', 'by: Treated').replace(
      'when: Treated',
      'when: Treated\n    received: Told',
    );
    const story = facts(...offered, '2026-03-05T10:00:00Z Treated');
    // Its name sorts before that of the offer.
    const named = story.map(({ sequence: _, ...fact }, index) => ({
      ...fact,
      id: String(9 - index),
    }));
    const { handovers } = assess(over(again), named, at('2026-03-07'));
    expect(handovers.map(({ to }) => to)).toEqual(['physio', 'clinic']);
  });
});

describe('An answer known only to the day', () => {
  const twice = [
    '2026-03-05T09:00:00Z Treated',
    '2026-03-05T10:00:00Z ResponsibilityRefused',
    '2026-03-05T11:00:00Z Treated',
  ];
  const alone = OVER.replace('{ offer: { parameter: place } }', 'return-to-sender');

  it('may answer a later offer of that day, also where it contradicted an answer before it', () => {
    const story = ['2026-03-04T09:00:00Z Treated', '2026-03-04T10:00:00Z ResponsibilityRefused'];
    const { handovers, deviations } = standing(
      ...([over(alone), '2026-03-07', CAME] as const),
      ...[...story, `2026-03-05 ${ACCEPTED}`, '2026-03-05T11:00:00Z Treated'],
    );
    expect(handovers.map(({ state }) => state)).toEqual(['refused', 'accepted']);
    expect(deviations).toEqual([]);
  });

  it('answers nothing that was offered to another service than it names', () => {
    const story = ['2026-03-05 ResponsibilityAccepted { to: clinic }', twice[0] ?? ''];
    const { handovers, deviations } = standing(over(alone), '2026-03-07', CAME, ...story);
    expect(handovers).toMatchObject([{ state: 'silent' }]);
    expect(deviations).toMatchObject([{ kind: 'answer-without-offer' }]);
  });

  it('answers one offer only', () => {
    const { handovers } = standing(
      ...([over(alone), '2026-03-07', CAME] as const),
      ...[`2026-03-05 ${ACCEPTED}`, ...twice],
    );
    expect(handovers.map(({ state }) => state)).toEqual(['accepted', 'silent']);
  });
});

const BESIDE = `${OVER.slice(0, OVER.indexOf('parameters:'))}
  - id: beside
    when: Trained
    from: gp
    to: clinic
    answer-within: 2 hours
    accepted: { by: [ResponsibilityAccepted, Told] }
    refused: { by: Screened, then: return-to-sender }
    silent: { then: remind }
`.replace('{ offer: { parameter: place } }', 'return-to-sender');

describe('The same answer once more', () => {
  it('is a repeat also where it does not say who gives it', () => {
    const story = ['2026-03-05T09:00:00Z Treated', '2026-03-05T10:00:00Z ResponsibilityAccepted'];
    const { deviations } = standing(
      ...([over(BESIDE), '2026-03-07', CAME] as const),
      ...[...story, '2026-03-05T11:00:00Z ResponsibilityAccepted'],
    );
    expect(deviations).toEqual([]);
  });
});

describe('A second acceptance', () => {
  it('is named after the answer, where that came before its offer', () => {
    const both = BESIDE.replace('when: Trained', 'when: Treated');
    const story = ['2026-03-05 Told', `2026-03-05 ${ACCEPTED}`, '2026-03-05T11:00:00Z Treated'];
    const { deviations } = standing(over(both), '2026-03-07', CAME, ...story);
    expect(deviations).toMatchObject([
      { kind: 'second-acceptance', rule: 'beside', fact: 'urn:x 2' },
    ]);
  });
});

describe('The time to supply information', () => {
  it('is that of where the patient lived at the offer', () => {
    const asking = OVER.replace(
      'silent: { then: remind }',
      `silent: { then: remind }
    information: { requested: Told, supplied: Done, within: { parameter: time } }`,
    ).replace('parameters:', "parameters:\n  time: { default: 9 days, local: { '0301': 1 day } }");
    const moved = '2026-03-05T09:10:00Z PatientMoved { municipality: "0301" }';
    const story = ['2026-03-05T09:00:00Z Treated', moved, '2026-03-05T09:20:00Z Told'];
    const { handovers } = standing(over(asking), '2026-03-10', CAME, ...story);
    const events = handovers[0]?.events.map(({ kind }) => kind);
    expect(events).not.toContain('information-overdue');
  });
});
