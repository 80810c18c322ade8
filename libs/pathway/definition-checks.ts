/**
 * What the shape of a definition cannot say: names that have to exist and be unique,
 * limits and zones that have to mean something. Looks at whatever has the right shape,
 * so that one reading finds everything.
 */
import { isZone } from './calendar-day.js';
import type { JsonObject } from './care-event.js';
import { CATALOGUE } from './catalogue/catalogue.js';
import { schemaFault } from './data-schema.js';
import { parseLimit } from './limit.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape-problems.js';
import { shown } from './shown.js';

type Fields = Readonly<Record<string, unknown>>;

interface Element {
  readonly path: DocumentPath;
  readonly fields: Fields;
}

interface Name {
  readonly path: DocumentPath;
  readonly text: string;
}

export function addMeaningProblems(value: unknown, problems: ProblemList): void {
  if (!isRecord(value)) return;
  const definition = { path: [], fields: value };
  const stages = elementsOf(definition, 'stages');
  const duties = elementsOf(definition, 'duties');
  const milestones = elementsOf(definition, 'milestones');
  addZoneProblem(definition, problems);
  addDeclarationProblems(value, problems);

  for (const list of [stages, duties, milestones]) addRepeatedIds(list, problems);
  const services = Object.keys(fieldsOf(value['services']));
  addServiceProblems(stages, 'holder', services, problems);
  addServiceProblems(duties, 'owner', [...services, 'holder'], problems);
  for (const stage of stages) addLimitProblem(stage, 'expected-p90', problems);
  for (const duty of duties) addLimitProblem(duty, 'within', problems);

  const opening = stages.flatMap((stage) => namesIn(stage, 'opens'));
  const closing = namesIn(definition, 'closes');
  addAmbiguousTypes(opening, closing, problems);
  const types = [
    ...namesIn({ path: ['entry'], fields: fieldsOf(value['entry']) }, 'events'),
    ...closing,
    ...opening,
    ...milestones.flatMap((milestone) => namesIn(milestone, 'reached-by')),
    ...duties.flatMap((duty) => [...namesIn(duty, 'from'), ...namesIn(duty, 'until')]),
  ];
  addUnknownTypes(types, fieldsOf(value['events']), problems);
}

function addZoneProblem({ fields }: Element, problems: ProblemList): void {
  const zone = fields['zone'];
  if (typeof zone !== 'string' || isZone(zone)) return;
  const message = `there is no time zone ${shown(zone)}`;
  const advice = problems.nearest(zone, Intl.supportedValuesOf('timeZone'));
  problems.add(['zone'], {
    code: 'unknown-zone',
    message,
    ...{ advice: 'use an IANA name such as Europe/Oslo', ...advice },
  });
}

function addDeclarationProblems(definition: Fields, problems: ProblemList): void {
  if (Object.hasOwn(fieldsOf(definition['services']), 'holder')) {
    const message =
      'no service can be called holder: an owner of that name is whoever holds the patient';
    problems.add(['services', 'holder'], { code: 'reserved-name', message }, 'key');
  }
  for (const [type, declared] of Object.entries(fieldsOf(definition['events']))) {
    const path = ['events', type];
    if (CATALOGUE.has(type)) {
      const message = `the catalogue has ${type} already`;
      const advice = 'leave the declaration out, or give your type another name';
      problems.add(path, { code: 'type-in-catalogue', message, advice }, 'key');
    }
    if (/\.v\d+$/.test(type)) {
      const message = 'the name of a type cannot end like a version';
      problems.add(path, { code: 'reserved-name', message }, 'key');
    }
    const data = fieldsOf(declared)['data'];
    const fault = isRecord(data) ? schemaFault(data as JsonObject) : undefined;
    if (fault !== undefined) {
      problems.add([...path, 'data'], { code: 'invalid-schema', message: fault });
    }
  }
}

function addRepeatedIds(elements: readonly Element[], problems: ProblemList): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const id = element.fields['id'];
    if (typeof id !== 'string') continue;
    const message = `the id ${shown(id)} is taken`;
    if (seen.has(id)) problems.add([...element.path, 'id'], { code: 'duplicate-id', message });
    seen.add(id);
  }
}

function addServiceProblems(
  elements: readonly Element[],
  key: string,
  services: readonly string[],
  problems: ProblemList,
): void {
  const known = new Set(services);
  for (const { path, text } of elements.flatMap((element) => namesIn(element, key))) {
    if (known.has(text)) continue;
    const message = `there is no service ${shown(text)}`;
    const { advice = 'list it under services' } = problems.nearest(text, services);
    problems.add(path, { code: 'unknown-service', message, advice });
  }
}

function addLimitProblem({ path, fields }: Element, key: string, problems: ProblemList): void {
  const limit = fields[key];
  if (typeof limit !== 'string' || parseLimit(limit) !== undefined) return;
  problems.add([...path, key], {
    code: 'invalid-limit',
    message: `${shown(limit)} is no length of time`,
    advice:
      'a whole number and seconds, minutes, hours, days, weeks or months, such as `60 minutes` or `6 weeks`; or ISO 8601 of one unit, such as PT60M or P6W',
  });
}

/** A fact of one type can only do one thing to the stage. */
function addAmbiguousTypes(
  opening: readonly Name[],
  closing: readonly Name[],
  problems: ProblemList,
): void {
  const opens = new Map<string, DocumentPath>();
  for (const { path, text } of opening) {
    const other = opens.get(text);
    const stage = path[1];
    if (other !== undefined && other[1] !== stage) {
      const message = `${shown(text)} opens stages[${other[1]}] already`;
      problems.add(path, { code: 'ambiguous-type', message });
    } else opens.set(text, path);
  }
  for (const { path, text } of closing) {
    if (!opens.has(text)) continue;
    const message = `${shown(text)} opens a stage and cannot close the pathway`;
    problems.add(path, { code: 'ambiguous-type', message });
  }
}

function addUnknownTypes(types: readonly Name[], declared: Fields, problems: ProblemList): void {
  const known = [...CATALOGUE.keys(), ...Object.keys(declared)];
  for (const { path, text } of types) {
    if (CATALOGUE.has(text) || Object.hasOwn(declared, text)) continue;
    const message = `${shown(text)} is neither in the catalogue nor declared under events`;
    const { advice = 'declare it under events' } = problems.nearest(text, known);
    problems.add(path, { code: 'unknown-event-type', message, advice });
  }
}

function elementsOf(parent: Element, key: string): readonly Element[] {
  const list = parent.fields[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, at) => {
    return isRecord(item) ? [{ path: [...parent.path, key, at], fields: item }] : [];
  });
}

/** One name or a list of names, whatever else is there left out. */
function namesIn(parent: Element, key: string): readonly Name[] {
  const value = parent.fields[key];
  const path = [...parent.path, key];
  if (typeof value === 'string') return [{ path, text: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, at) => {
    return typeof item === 'string' ? [{ path: [...path, at], text: item }] : [];
  });
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
