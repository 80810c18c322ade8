/**
 * Golden histories of definitions: what was decided on the scenarios of one version. A file holds,
 * a line each, the texts with their hash, and the decisions on every scenario.
 */
import { createHash } from 'node:crypto';
import {
  decide,
  decisionFromStored,
  type Definition,
  Journey,
  type RecordedDecision,
  storedDecision,
  withDirectory,
} from '#pathway';
import type { JsonObject } from '#care-event';
import { readDefinition, readScenarios } from '#pathway-language';

export interface GoldenTexts {
  readonly sha256: string;
  readonly definition: string;
  readonly scenarios: string;
}

export interface GoldenScenario {
  readonly scenario: string;
  readonly decisions: readonly { readonly type: string; readonly data: JsonObject }[];
}

type Scenario = Extract<
  ReturnType<typeof readScenarios>,
  { readonly scenarios: unknown }
>['scenarios'][number];

export function hashOf({ definition, scenarios }: Omit<GoldenTexts, 'sha256'>): string {
  return createHash('sha256').update(definition).update('\0').update(scenarios).digest('hex');
}

/** Of each scenario what the engine would have decided while it went on, with time passing. */
export function goldenScenarios(texts: Omit<GoldenTexts, 'sha256'>): readonly GoldenScenario[] {
  const { definition, scenarios } = read(texts);
  return scenarios.map((scenario) => ({
    scenario: scenario.id,
    decisions: decisionsOn(definition, scenario),
  }));
}

export function read(texts: Omit<GoldenTexts, 'sha256'>): {
  readonly definition: Definition;
  readonly scenarios: readonly Scenario[];
} {
  const found = readDefinition(texts.definition);
  if ('problems' in found) throw new Error(found.problems[0]?.message);
  const { definition } = found;
  const asked = readScenarios(texts.scenarios, definition);
  if ('problems' in asked) throw new Error(asked.problems[0]?.message);
  return { definition, scenarios: asked.scenarios };
}

/** At each instant at which something was reported or asked. */
export function decisionsOn(
  definition: Definition,
  { facts, expectations, directory }: Pick<Scenario, 'facts' | 'expectations' | 'directory'>,
): GoldenScenario['decisions'] {
  const journey = new Journey(withDirectory(definition, directory));
  const recorded: RecordedDecision[] = [];
  const made: GoldenScenario['decisions'][number][] = [];
  const instants = [
    ...facts.map(({ recordedAt }) => recordedAt),
    ...expectations.map(({ at }) => at),
  ];
  for (const at of [...new Set(instants)].sort((a, b) => a - b)) {
    for (const fact of facts) if (fact.recordedAt === at) journey.add(fact);
    for (const decision of decide(journey.assessAll(at), recorded)) {
      const stored = storedDecision(decision);
      made.push(contentOf(stored));
      const kept = decisionFromStored({ ...stored, recordedAt: at });
      if (kept !== undefined) recorded.push(kept);
    }
  }
  return made;
}

/** Without the pathway and its version, which are those of the file. */
function contentOf({
  type,
  data: { pathway: _pathway, version: _version, ...data },
}: {
  readonly type: string;
  readonly data: JsonObject;
}): GoldenScenario['decisions'][number] {
  return { type, data };
}
