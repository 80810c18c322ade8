/** From the YAML text of a pathway definition to the definition, or to all that is wrong with it. */
import type { JsonObject } from '#care-event';
import { clockOf, guardOf, sequenceOf } from './clock-form.js';
import type { DeclaredType, Definition, Problem } from '#pathway';
import { addMeaningProblems } from './definition-checks.js';
import { definitionSchema } from './definition-schema.js';
import type { DefinitionForm } from './definition-schema.js';
import { dutyOf } from './duty-form.js';
import { episodesOf } from './episode-form.js';
import { originOf } from './form-parts.js';
import { handoverOf, queueOf } from './handover-form.js';
import { limitRefOf } from './limit-form.js';
import { measuresFrom } from './measure-form.js';
import { Mentions } from './mentions.js';
import { patternsOf } from './pattern-form.js';
import { calendarOf, parameterOf, serviceOf } from './place-form.js';
import type { ProblemList } from './problem-list.js';
import { addShapeProblems } from './shape-problems.js';
import { interruptOf, milestoneOf, stagesOf } from './stage-form.js';
import { readYaml } from './yaml-document.js';

/**
 * Reads a definition. Never throws, whatever the text; all problems come at once, sorted
 * by place, at most 1,000. Limits: 256 KiB of text, 100,000 values and signs, 64 levels, 10,000
 * values by way of aliases, one document. What was once accepted stays accepted: definitions
 * in logs are read again and again.
 */
export function readDefinition(
  text: string,
): { readonly definition: Definition } | { readonly problems: readonly Problem[] } {
  const { form, problems } = readForm(text);
  if (form === undefined) return { problems: problems.sorted() };
  return { definition: definitionOf(form) };
}

export interface ReadForm {
  /** Undefined where there are problems. */
  readonly form: DefinitionForm | undefined;
  readonly mentions: Mentions;
  /** All problems so far; whoever looks further adds to them. */
  readonly problems: ProblemList;
}

/** The text as a form that `definitionOf` can read. */
export function readForm(text: string): ReadForm {
  const { value, problems, broken } = readYaml(text);
  const mentions = new Mentions();
  if (!broken) {
    addShapeProblems(definitionSchema, value, [], problems, mentions);
    addMeaningProblems(value, mentions, problems);
  }
  const good = !broken && problems.size === 0;
  return { form: good ? (value as DefinitionForm) : undefined, mentions, problems };
}

/** Only for forms without problems. */
export function definitionOf(form: DefinitionForm): Definition {
  const { pathway, version, title, zone, episodes, 'looks-back': looksBack } = form;
  const regions = new Map(Object.entries(form.regions ?? {}));
  return {
    id: pathway,
    version,
    title: title ?? pathway,
    ...originOf(form),
    zone,
    calendar: calendarOf(form.calendar, zone),
    parameters: byKey(form.parameters, (id, it) => parameterOf(id, it, regions)),
    services: byKey(form.services, (id, it) => serviceOf(id, it, zone)),
    declared: byKey(form.events, declaredOf),
    entry: form.entry === 'any' ? 'any' : patternsOf(form.entry.events),
    ...(looksBack !== undefined && { looksBack: limitRefOf(looksBack) }),
    ...(episodes !== undefined && { episodes: episodesOf(episodes) }),
    closes: patternsOf(form.closes),
    stages: stagesOf(form.stages),
    milestones: (form.milestones ?? []).map(milestoneOf),
    duties: (form.duties ?? []).map(dutyOf),
    clocks: (form.clocks ?? []).map(clockOf),
    guards: (form.guards ?? []).map(guardOf),
    interrupts: (form.interrupts ?? []).map(interruptOf),
    sequences: (form.sequences ?? []).map(sequenceOf),
    handovers: (form.handovers ?? []).map(handoverOf),
    queues: (form.queues ?? []).map(queueOf),
    measures: measuresFrom(form.measures),
  };
}

function byKey<Form, Element>(
  forms: Readonly<Record<string, Form>> | undefined,
  read: (key: string, form: Form) => Element,
): ReadonlyMap<string, Element> {
  return new Map(Object.entries(forms ?? {}).map(([key, form]) => [key, read(key, form)]));
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
