/** From the YAML text of a pathway definition to the definition, or to all that is wrong with it. */
import type { JsonObject } from '#care-event';
import { clockOf, guardOf, sequenceOf } from './clock-schema.js';
import type { DeclaredType, Definition, Problem } from '#pathway';
import { addMeaningProblems } from './definition-checks.js';
import { definitionSchema } from './definition-schema.js';
import type { DefinitionYaml } from './definition-schema.js';
import { dutyOf } from './duty-schema.js';
import { episodesOf } from './episode-schema.js';
import { originOf } from './schema-parts.js';
import { handoverOf, queueOf } from './handover-schema.js';
import { limitRefOf } from './limit-ref-schema.js';
import { measuresFrom } from './measure-schema.js';
import { Mentions } from './mentions.js';
import { patternsOf } from './pattern-schema.js';
import { calendarOf, parameterOf, serviceOf } from './local-settings-schema.js';
import type { ProblemList } from './problem-list.js';
import { addShapeProblems } from './shape-problems.js';
import { scopeOf } from './scope-schema.js';
import { interruptOf, milestoneOf, stagesOf } from './stage-schema.js';
import { formIn, languagesIn, ownLanguage } from './translations.js';
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
  const { yaml, mentions, problems } = parseDefinition(text);
  if (yaml === undefined) return { problems: problems.sorted() };
  return { definition: definitionOf(yaml, mentions) };
}

export interface ParsedDefinition {
  /** Undefined where there are problems. */
  readonly yaml: DefinitionYaml | undefined;
  readonly mentions: Mentions;
  /** All problems so far; whoever looks further adds to them. */
  readonly problems: ProblemList;
}

/** The text as a form that `definitionOf` can read; its texts may still be in many languages. */
export function parseDefinition(text: string): ParsedDefinition {
  const { value, problems, broken } = readYaml(text);
  const mentions = new Mentions();
  if (!broken) {
    addShapeProblems(definitionSchema, value, [], problems, mentions);
    addMeaningProblems(value, mentions, problems);
  }
  const good = !broken && problems.size === 0;
  return { yaml: good ? (value as DefinitionYaml) : undefined, mentions, problems };
}

/** Only for forms without problems. */
export function definitionOf(yaml: DefinitionYaml, mentions: Mentions): Definition {
  const own = ownLanguage(yaml);
  const definitionIn = (language: string) => ({
    ...oneDefinitionOf(formIn(language, yaml, mentions)),
    language,
  });
  const languages = languagesIn(mentions);
  if (languages.length === 0 && yaml.language === undefined) return oneDefinitionOf(yaml);
  const others = languages.filter((language) => language !== own);
  const translations = new Map(others.map((language) => [language, definitionIn(language)]));
  return { ...definitionIn(own), ...(others.length > 0 && { translations }) };
}

function oneDefinitionOf(yaml: DefinitionYaml): Definition {
  const { pathway, version, title, zone, episodes, 'looks-back': looksBack } = yaml;
  const regions = new Map(Object.entries(yaml.regions ?? {}));
  return {
    id: pathway,
    version,
    title: title ?? pathway,
    ...originOf(yaml),
    zone,
    calendar: calendarOf(yaml.calendar, zone),
    parameters: byKey(yaml.parameters, (id, it) => parameterOf(id, it, regions)),
    services: byKey(yaml.services, (id, it) => serviceOf(id, it, zone)),
    declared: byKey(yaml.events, declaredOf),
    entry: yaml.entry === 'any' ? 'any' : patternsOf(yaml.entry.events),
    ...unfilteredOf(yaml.entry),
    ...(yaml.about !== undefined && { about: patternsOf(yaml.about) }),
    ...(yaml['about-by'] !== undefined && { aboutBy: [yaml['about-by']].flat() }),
    ...custodyFromOf(yaml.entry),
    ...(looksBack !== undefined && { looksBack: limitRefOf(looksBack) }),
    ...(episodes !== undefined && { episodes: episodesOf(episodes) }),
    closes: patternsOf(yaml.closes),
    stages: stagesOf(yaml.stages),
    milestones: (yaml.milestones ?? []).map(milestoneOf),
    duties: (yaml.duties ?? []).map(dutyOf),
    clocks: (yaml.clocks ?? []).map(clockOf),
    guards: (yaml.guards ?? []).map(guardOf),
    interrupts: (yaml.interrupts ?? []).map(interruptOf),
    sequences: (yaml.sequences ?? []).map(sequenceOf),
    handovers: (yaml.handovers ?? []).map(handoverOf),
    queues: (yaml.queues ?? []).map(queueOf),
    ...(yaml.responsibility !== undefined && { responsibility: yaml.responsibility }),
    ...(yaml.scopes !== undefined && { scopes: yaml.scopes.map(scopeOf) }),
    measures: measuresFrom(yaml.measures),
  };
}

function byKey<Form, Element>(
  byId: Readonly<Record<string, Form>> | undefined,
  read: (key: string, yaml: Form) => Element,
): ReadonlyMap<string, Element> {
  return new Map(Object.entries(byId ?? {}).map(([key, yaml]) => [key, read(key, yaml)]));
}

function declaredOf(
  type: string,
  yaml: NonNullable<DefinitionYaml['events']>[string],
): DeclaredType {
  return {
    type,
    ...(yaml.publisher !== undefined && { publisher: yaml.publisher }),
    ...(yaml.data !== undefined && { schema: yaml.data as JsonObject }),
    ...originOf(yaml),
  };
}

function unfilteredOf(entry: DefinitionYaml['entry']): Pick<Definition, 'unfiltered'> {
  const reason = entry === 'any' ? undefined : entry.unfiltered;
  return reason === undefined ? {} : { unfiltered: reason };
}

function custodyFromOf(entry: DefinitionYaml['entry']): Pick<Definition, 'custodyFrom'> {
  const from = entry === 'any' ? undefined : entry['custody-from'];
  return from === undefined ? {} : { custodyFrom: patternsOf(from) };
}
