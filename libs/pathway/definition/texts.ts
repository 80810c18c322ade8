/** What people read of a definition, by id: titles, names and notes. */
import type { Definition, Service } from './definition.js';
import type { Element, Parameter } from './element.js';
import { inLanguage, languageOf, languagesOf } from './languages.js';
import type { StageRule } from './stage-rule.js';

/** Plain data, ready for JSON. */
export type PathwayTexts = ReturnType<typeof textsOf>;

export interface TitledElement {
  readonly id: string;
  readonly title: string;
  readonly note: string | null;
}

/** @param languages BCP 47 tags, most wanted first */
export function textsOf(inAll: Definition, languages: readonly string[]) {
  const definition = inLanguage(inAll, languages);
  const { parameters, services, stages, measures } = definition;
  return {
    id: definition.id,
    version: definition.version,
    language: languageOf(definition),
    languages: languagesOf(inAll),
    title: definition.title,
    note: definition.note ?? null,
    responsibility: definition.responsibility ?? null,
    scopes: (definition.scopes ?? []).map(titled),
    services: [...services.values()].map((service) => ({
      id: service.id,
      name: nameOf(service, parameters),
      note: service.note ?? null,
    })),
    stages: stages.map((stage: StageRule) => ({
      ...titled(stage),
      exits: stage.exits.map(titled),
    })),
    milestones: definition.milestones.map(titled),
    duties: definition.duties.map(titled),
    clocks: definition.clocks.map(titled),
    guards: definition.guards.map(titled),
    interrupts: definition.interrupts.map(titled),
    sequences: definition.sequences.map(titled),
    handovers: definition.handovers.map(titled),
    queues: definition.queues.map(titled),
    waits: measures.waits.map(titled),
    instruments: measures.instruments.map(titled),
    money: measures.money.map(titled),
    parameters: [...parameters.values()].map(titled),
  };
}

function titled({ id, title, note }: Element): TitledElement {
  return { id, title, note: note ?? null };
}

/** One that differs from place to place is called what it is by default. */
function nameOf({ id, name }: Service, parameters: ReadonlyMap<string, Parameter>): string {
  if (typeof name === 'string') return name;
  const value = parameters.get(name.parameter)?.default;
  return value?.kind === 'text' ? value.text : id;
}
