/** A definition's text with everything in it, and ways to spoil it. */
import { expect } from '@jest/globals';
import type { Problem } from '../definition/problem.js';
import { readDefinition } from '#pathway-language';

export const GOOD = `pathway: hip
version: 2
title: Hip
source: a paper
note: a note
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: s, note: n }
  clinic: { level: specialist }
events:
  ER Triage: { publisher: hospital, data: { type: object, required: [score], properties: { score: { type: integer } } } }
entry: { events: FirstContactMade }
closes: [PathwayClosed]
stages:
  - { id: first, holder: gp, expected-p90: P6W }
  - { id: second, title: Second, holder: clinic, opens: ER Triage }
milestones:
  - { id: seen, reached-by: VisitCompleted }
duties:
  - { id: plan, from: FirstContactMade, until: [RehabPlanAgreed, RehabPlanRevised], within: 60m, owner: holder }
`;

export function problemsOf(text: string): readonly Problem[] {
  const result = readDefinition(text);
  return 'problems' in result ? result.problems : [];
}

/** The good text with one change, which has to hit. */
export function changed(from: string, to: string): string {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, () => to);
}

/** A definition without fault or doubt, in 8 lines; a test adds its own lines below. */
export const SMALL = `pathway: small
version: 1
zone: Europe/Oslo
source: a paper
services: { gp: { level: municipal } }
entry: any
closes: PathwayClosed
stages: [{ id: one, holder: gp, limit: 6 weeks, source: s }]
`;

/** Path and code of each problem in a small definition with these lines added. */
export function foundWith(lines: string): readonly string[] {
  return problemsOf(`${SMALL}${lines}\n`).map((one) => `${one.path} ${one.code}`);
}
