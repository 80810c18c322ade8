/** A small definition and ways to run scenarios against it. */
import type { Definition, Problem } from '#pathway';
import { readDefinition } from '../parsing/read-definition.js';
import type { Failure } from './comparison.js';
import { readScenarios } from './read-scenarios.js';
import { runScenarios } from './run-scenarios.js';
import type { Coverage } from './run-scenarios.js';

const SMALL = `pathway: back
version: 1
title: Back pain
zone: Europe/Helsinki
services:
  gp: { name: General practice, level: municipal }
  rehab: { name: Rehabilitation, level: municipal }
  clinic: { name: Spine clinic, level: specialist }
entry: { events: [SymptomOnsetReported, FirstContactMade] }
closes: PathwayClosed
stages:
  - { id: first-care, title: First care, holder: gp }
  - { id: rehabilitation, title: Rehabilitation, holder: rehab, opens: RehabPlanAgreed }
milestones:
  - { id: planned, reached-by: RehabPlanAgreed }
duties:
  - { id: plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: gp }
  - id: answer
    from: ReferralSent
    until: ReferralReceived
    within: 10 days
    owner: clinic
    per: occurrence
guards:
  - id: screened
    title: Screened before the plan
    on: RehabPlanAgreed
    requires: { event: RedFlagScreened, where: { result: negative } }
`;

export function definitionIn(text: string): Definition {
  const read = readDefinition(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.definition;
}

export const small = (): Definition => definitionIn(SMALL);

/** One scenario with these events and expectations, each a line of YAML. */
export function file(given: readonly string[], expected: readonly string[], more = ''): string {
  const list = (key: string, items: readonly string[]): string =>
    items.length === 0
      ? `    ${key}: []\n`
      : `    ${key}:\n${items.map((item) => `      - ${item}\n`).join('')}`;
  return (
    `pathway: back\nscenarios:\n  - id: one\n    title: One\n${more}` +
    list('given', given) +
    list('expect', expected)
  );
}

export function problemsOf(text: string): readonly Problem[] {
  const read = readScenarios(text, small());
  return 'problems' in read ? read.problems : [];
}

export interface Ran {
  readonly failures: readonly Failure[];
  readonly coverage: Coverage;
}

/** @throws Error when the text is malformed */
export function run(text: string, definition = small()): Ran {
  const read = readScenarios(text, definition);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 2));
  const failures: Failure[] = [];
  const running = runScenarios(definition, read.scenarios);
  let next = running.next();
  for (; next.done !== true; next = running.next()) failures.push(...next.value.failures);
  return { failures, coverage: next.value };
}
