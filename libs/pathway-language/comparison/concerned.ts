/** Whom an element of a definition is about: patients in which stages, and which services. */
import {
  isHolderOfScope,
  type Definition,
  type EventPattern,
  type HolderOf,
  type OwnerRef,
} from '#pathway';
import { formatPatterns, serviceId } from '../drawing/format-rules.js';
import type { ComparedElement } from './compared-element.js';
import { stageTitle } from './rule-elements.js';

export interface Concerned {
  /** Ids of the stages whose patients it is about; none: it is about patients in any stage. */
  readonly stages: readonly string[];
  /** Ids of the services. */
  readonly services: readonly string[];
  /** Which patients, in words. */
  readonly words: string;
}

const EVERYBODY: Concerned = { stages: [], services: [], words: 'every patient on the pathway' };

export function concernedBy(
  { kind, id }: Pick<ComparedElement, 'kind' | 'id'>,
  definition: Definition,
): Concerned {
  switch (kind) {
    case 'stage':
      return inStage(id, definition);
    case 'exit':
      return inStage(id.split('/')[0] ?? '', definition);
    case 'duty':
      return ofDuty(id, definition);
    case 'handover':
      return ofHandover(id, definition);
    case 'interrupt': {
      const on = definition.interrupts.find((rule) => rule.id === id)?.on ?? [];
      return { ...EVERYBODY, words: `patients with ${formatPatterns(on)}, in any stage` };
    }
    case 'milestone':
    case 'guard':
    case 'sequence':
    case 'queue':
      return { ...EVERYBODY, words: `patients with ${formatPatterns(onOf(kind, id, definition))}` };
    case 'service':
      return ofService(id, definition);
    case 'parameter':
      return ofUsers(usersOf('parameter', id, definition));
    case 'clock':
      return ofUsers(usersOf('clock', id, definition));
    case 'scope': {
      const holder = definition.scopes?.find((scope) => scope.id === id)?.holder;
      return { ...EVERYBODY, services: serviceIds(holder, definition) };
    }
    case 'measure':
      return { ...EVERYBODY, words: 'figures only; for patients nothing differs' };
    case 'event':
      return { ...EVERYBODY, words: `whoever publishes ${id}` };
    case 'entry':
      return { ...EVERYBODY, words: 'whoever enters or leaves the pathway' };
    case 'pathway':
      return EVERYBODY;
  }
}

function inStage(id: string, definition: Definition): Concerned {
  const stages = definition.stages.filter((stage) => stage.id === id || stage.parent === id);
  return {
    stages: stages.map((stage) => stage.id),
    services: [...new Set(stages.flatMap(({ holder }) => serviceIds(holder, definition)))],
    words: `patients in ${stageTitle(id, definition)}`,
  };
}

function ofDuty(id: string, definition: Definition): Concerned {
  const duty = definition.duties.find((rule) => rule.id === id);
  if (duty === undefined) return EVERYBODY;
  const { from, fromAccumulated, owner } = duty;
  const clock = definition.clocks.find((rule) => rule.id === fromAccumulated?.clock);
  return {
    stages: stagesAfter(from, definition),
    services: serviceIds(owner, definition),
    words: `patients with ${from.length > 0 ? formatPatterns(from) : `the clock "${clock?.title}"`}`,
  };
}

function ofHandover(id: string, definition: Definition): Concerned {
  const handover = definition.handovers.find((rule) => rule.id === id);
  if (handover === undefined) return EVERYBODY;
  const { from, to, when, accepted } = handover;
  const before = definition.stages.filter(
    ({ holder }) => from === 'holder' || sameService(holder, from, definition),
  );
  const opened = accepted.opens === undefined ? [] : [accepted.opens];
  return {
    stages: [...new Set([...before.map((stage) => stage.id), ...opened])],
    services: [...serviceIds(from, definition), ...serviceIds(to, definition)],
    words: `patients offered by ${formatPatterns(when)}`,
  };
}

function ofService(id: string, definition: Definition): Concerned {
  const held = definition.stages.filter(({ holder }) => sameService(holder, id, definition));
  return {
    stages: held.map((stage) => stage.id),
    services: [id],
    words: held.length === 0 ? 'what it owes or is offered' : 'patients that it holds',
  };
}

/** What names a parameter or a clock, and is what it is about. */
interface User extends Pick<Concerned, 'stages' | 'services'> {
  readonly title: string;
}

function ofUsers(users: readonly User[]): Concerned {
  const all = (key: 'stages' | 'services') => [...new Set(users.flatMap((user) => user[key]))];
  const titles = [...new Set(users.map(({ title }) => `"${title}"`))];
  // Where one of them is about patients in any stage, so is this.
  const anywhere = users.some(({ stages }) => stages.length === 0);
  return {
    stages: anywhere ? [] : all('stages'),
    services: all('services'),
    words: titles.length === 0 ? 'nothing that uses it' : `what uses it: ${titles.join(', ')}`,
  };
}

/** Whatever names `id` under that key. */
function usersOf(key: 'parameter' | 'clock', id: string, definition: Definition): readonly User[] {
  const { stages, duties, handovers, clocks, scopes = [], measures } = definition;
  const using = <T>(rules: readonly T[]): readonly T[] =>
    rules.filter((rule) => mentions(rule, key, id));
  const about = (kind: 'stage' | 'duty' | 'handover' | 'scope', rules: readonly Titled[]) =>
    using(rules).map((rule): User => ({
      ...concernedBy({ kind, id: rule.id }, definition),
      title: rule.title,
    }));
  const { looksBack, episodes, title } = definition;
  const others = [...clocks, ...measures.waits, { title, looksBack, episodes }];
  return [
    ...about('stage', stages),
    ...about('duty', duties),
    ...about('handover', handovers),
    ...about('scope', scopes),
    ...using(others).map((each): User => ({ title: each.title, stages: [], services: [] })),
  ];
}

interface Titled {
  readonly id: string;
  readonly title: string;
}

function mentions(value: unknown, key: string, id: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, part]) => (name === key && part === id) || mentions(part, key, id),
  );
}

/** Where an event of one of these types leads; none where it may happen anywhere. */
function stagesAfter(patterns: readonly EventPattern[], definition: Definition): readonly string[] {
  const types = new Set(patterns.map(({ type }) => type));
  const named = (others: readonly EventPattern[]) => others.some(({ type }) => types.has(type));
  const { entry, stages, handovers, interrupts } = definition;
  const first = entry !== 'any' && named(entry) ? stages[0]?.id : undefined;
  const found = [
    ...(first === undefined ? [] : [first]),
    ...stages.filter(({ opens }) => named(opens)).map(({ id }) => id),
    ...handovers.flatMap(({ accepted }) => (named(accepted.by) ? [accepted.opens ?? ''] : [])),
    ...interrupts.filter(({ on }) => named(on)).map(({ to }) => to),
  ];
  return [...new Set(found.filter(Boolean))];
}

function onOf(
  kind: 'milestone' | 'guard' | 'sequence' | 'queue',
  id: string,
  { milestones, guards, sequences, queues }: Definition,
): readonly EventPattern[] {
  const byId = <T extends { readonly id: string }>(rules: readonly T[]): T | undefined =>
    rules.find((rule) => rule.id === id);
  switch (kind) {
    case 'milestone':
      return byId(milestones)?.reachedBy ?? [];
    case 'guard':
      return byId(guards)?.on ?? [];
    case 'sequence':
      return byId(sequences)?.flag ?? [];
    case 'queue':
      return byId(queues)?.joins ?? [];
  }
}

function sameService(a: OwnerRef, b: OwnerRef, definition: Definition): boolean {
  return serviceId(a, definition) === serviceId(b, definition);
}

/** Empty for whoever holds the patient or a scope: that is nobody in particular. */
function serviceIds(
  ref: OwnerRef | HolderOf | undefined,
  definition: Definition,
): readonly string[] {
  if (ref === undefined || ref === 'holder' || isHolderOfScope(ref)) return [];
  return [serviceId(ref, definition)];
}
