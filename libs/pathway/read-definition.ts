/** From the YAML text of a pathway definition to the definition, or to all that is wrong with it. */
import type { JsonObject } from './care-event.js';
import type {
  DeclaredType,
  Definition,
  DutyRule,
  MilestoneRule,
  Origin,
  Problem,
  Service,
  StageRule,
} from './definition.js';
import { addMeaningProblems } from './definition-checks.js';
import { definitionSchema } from './definition-schema.js';
import type { DefinitionForm } from './definition-schema.js';
import { parseLimit } from './limit.js';
import type { Limit } from './limit.js';
import { addShapeProblems } from './shape-problems.js';
import { readYaml } from './yaml-document.js';

/**
 * Reads a definition. Never throws, whatever the text; all problems come at once, sorted
 * by place, at most 1,000. Limits: 256 KiB of text, 100,000 values and signs, 64 levels, 10,000
 * values by way of aliases, one document.
 */
export function readDefinition(
  text: string,
): { readonly definition: Definition } | { readonly problems: readonly Problem[] } {
  const { value, problems, broken } = readYaml(text);
  if (!broken) {
    addShapeProblems(definitionSchema, value, [], problems);
    addMeaningProblems(value, problems);
  }
  if (broken || problems.size > 0) return { problems: problems.sorted() };
  return { definition: definitionOf(value as DefinitionForm) };
}

function definitionOf(form: DefinitionForm): Definition {
  return {
    id: form.pathway,
    version: form.version,
    title: form.title ?? form.pathway,
    ...originOf(form),
    zone: form.zone,
    services: new Map(Object.entries(form.services).map(([id, it]) => [id, serviceOf(id, it)])),
    declared: new Map(
      Object.entries(form.events ?? {}).map(([type, it]) => [type, declaredOf(type, it)]),
    ),
    entry: form.entry === 'any' ? 'any' : new Set(listOf(form.entry.events)),
    closes: new Set(listOf(form.closes)),
    stages: form.stages.map(stageOf),
    milestones: (form.milestones ?? []).map(milestoneOf),
    duties: (form.duties ?? []).map(dutyOf),
  };
}

function serviceOf(id: string, form: DefinitionForm['services'][string]): Service {
  return { id, name: form.name ?? id, level: form.level, ...originOf(form) };
}

function declaredOf(
  type: string,
  form: NonNullable<DefinitionForm['events']>[string],
): DeclaredType {
  return {
    type,
    ...(form.publisher !== undefined && { publisher: form.publisher }),
    ...(form.data !== undefined && { schema: form.data as JsonObject }),
    ...originOf(form),
  };
}

function stageOf(form: DefinitionForm['stages'][number]): StageRule {
  const expected = form['expected-p90'];
  return {
    id: form.id,
    title: form.title ?? form.id,
    holder: form.holder,
    opens: listOf(form.opens),
    ...(expected !== undefined && { expectedP90: limitOf(expected) }),
    ...originOf(form),
  };
}

function milestoneOf(form: NonNullable<DefinitionForm['milestones']>[number]): MilestoneRule {
  return {
    id: form.id,
    title: form.title ?? form.id,
    reachedBy: listOf(form['reached-by']),
    ...originOf(form),
  };
}

function dutyOf(form: NonNullable<DefinitionForm['duties']>[number]): DutyRule {
  return {
    id: form.id,
    title: form.title ?? form.id,
    from: listOf(form.from),
    until: listOf(form.until),
    within: limitOf(form.within),
    owner: form.owner,
    ...originOf(form),
  };
}

function originOf({ source, note }: { source?: string; note?: string }): Origin {
  return { ...(source !== undefined && { source }), ...(note !== undefined && { note }) };
}

function listOf(types: string | readonly string[] | undefined): readonly string[] {
  return types === undefined ? [] : typeof types === 'string' ? [types] : types;
}

/** Only asked about limits that the checks have passed. */
function limitOf(text: string): Limit {
  const limit = parseLimit(text);
  if (limit === undefined) throw new RangeError(`${text} is no limit`);
  return limit;
}
