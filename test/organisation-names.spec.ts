/** What people read names organisations; what programs read has ids. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openWriter } from '../apps/composition/index.js';
import { runStafett, temporaryFolder } from './data-folder.js';

const PATIENT = 'pdobqacznmiztvyp7wu7tcmgn6v';
const BY = { author: 'A. Berg', reason: 'a test' };
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const municipality = (id: string, name: string, number: string) => ({
  ...{ id, name, kind: 'municipality', level: 'municipal' },
  ...{ municipalities: [number], services: ['rehabilitation', 'coordinator'] },
});
const PATHWAY = `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services:
  rehabilitation: { name: Rehab, level: municipal, organisation: municipality-of-patient }
  coordinator: { name: Coordinator, level: municipal, organisation: municipality-of-patient }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages: [{ id: training, title: Training, holder: rehabilitation }]
duties:
  - id: plan
    title: A plan
    from: SymptomOnsetReported
    until: RehabPlanAgreed
    within: 1 day
    owner: rehabilitation
    escalate: [{ to: coordinator }]
handovers:
  - id: to-new-home
    title: Moved
    when: PatientMoved
    from: rehabilitation
    to: rehabilitation
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: { escalate: coordinator } }
`;

describe('Organisations go by their names', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    const writer = await openWriter(folder.path, { clock: () => START_MS + 40 * 86_400_000 });
    const published = await writer.engine.publishDefinition(PATHWAY, BY);
    expect(published.status).toBe('published');
    await writer.engine.importOrganisations(
      [municipality('nordvik', 'Nord', '9901'), municipality('storvik', 'Stor', '9910')],
      BY,
    );
    const at = (days: number) => new Date(START_MS + days * 86_400_000).toISOString();
    const fact = { source: 'urn:test', version: 1 };
    await writer.engine.recordFacts(PATIENT, [
      {
        ...fact,
        id: 'a',
        type: 'SymptomOnsetReported',
        occurredAt: at(0),
        municipality: '9901',
        data: {},
      },
      { ...fact, id: 'b', type: 'PatientMoved', occurredAt: at(1), data: { municipality: '9910' } },
    ]);
    await writer.close();
  });
  afterEach(() => folder.remove());

  it.each([
    [
      'stalls --pathway back',
      ['Rehab of Nord', 'Rehab of Stor', 'escalated to Coordinator of Stor'],
    ],
    ['custody --pathway back', ['Nord ', 'Rehab of Nord', 'Rehab of Stor']],
    [`custody --patient ${PATIENT}`, ['Rehab of Nord', 'Rehab of Stor']],
    [`replay ${PATIENT}`, ['Rehab of Nord', 'Rehab of Stor', 'escalated to Coordinator of Stor']],
    ['census --pathway back --evidence 10', ['Rehab of Nord']],
  ])('on the page of %s', async (command, names) => {
    const args = [...command.split(' '), '--as-of', '2026-04-01T08:00:00Z', '--data', folder.path];
    const page = await runStafett(...args, '--wide');
    for (const name of names) expect(page.stdout).toContain(name);
    expect(page.stdout).not.toMatch(/\b(nordvik|storvik)\b/);
    const json = await runStafett(...args, '--json');
    expect(json.stdout).toContain('"nordvik"');
  });
});
