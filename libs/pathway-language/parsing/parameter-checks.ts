/** Parameters have to exist, be of the kind that their place asks for, and vary by places that exist. */
import type { Mentions } from './mentions.js';
import { addUnknownNames } from './name-checks.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { addLimitProblem } from './limit-checks.js';
import { isRecord } from './shape.js';
import { formatValue } from '#care-event';

type Fields = Readonly<Record<string, unknown>>;
type Kind = 'limit' | 'service' | 'text';

const KIND_OF_KEY = { default: 'limit', service: 'service', text: 'text' } as const;
const KINDS_IN_WORDS = { limit: 'a duration', service: 'a service', text: 'a text' } as const;

export function addParameterProblems(
  definition: Fields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  const parameters = isRecord(definition['parameters']) ? definition['parameters'] : {};
  for (const kind of ['limit', 'service', 'text'] as const) {
    addReferenceProblems(kind, parameters, mentions, problems);
  }
  const services = isRecord(definition['services']) ? Object.keys(definition['services']) : [];
  const regions = isRecord(definition['regions']) ? definition['regions'] : {};
  for (const [id, parameter] of Object.entries(parameters)) {
    if (!isRecord(parameter)) continue;
    const path = ['parameters', id];
    const values = textsIn(parameter['local'], [...path, 'local']);
    const kind = kindOf(parameter);
    if (kind === 'limit') for (const one of values) addLimitProblem(one, problems);
    if (kind === 'service') {
      const names = [...textsIn({ service: parameter['service'] }, path), ...values];
      addUnknownNames(names, services, 'service', problems);
    }
    addPlaceProblems(parameter['local'], regions, [...path, 'local'], problems);
  }
}

function kindOf(parameter: Fields): Kind | undefined {
  for (const key of ['default', 'service', 'text'] as const) {
    if (Object.hasOwn(parameter, key)) return KIND_OF_KEY[key];
  }
  return undefined;
}

function addReferenceProblems(
  kind: Kind,
  parameters: Fields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  for (const { path, value: id } of mentions.texts(`${kind}-parameter`)) {
    const parameter = Object.hasOwn(parameters, id) ? parameters[id] : undefined;
    const found = isRecord(parameter) ? kindOf(parameter) : undefined;
    if (parameter === undefined) {
      const known = Object.keys(parameters);
      const { advice = 'list it under parameters' } = problems.nearest(id, known);
      const message = `there is no parameter ${formatValue(id)}`;
      problems.add(path, { code: 'unknown-parameter', message, advice });
    } else if (found !== undefined && found !== kind) {
      const message = `the parameter ${formatValue(id)} holds ${KINDS_IN_WORDS[found]}, but ${KINDS_IN_WORDS[kind]} is needed here`;
      problems.add(path, { code: 'wrong-parameter', message });
    }
  }
}

/** Keys are regions or numbers of municipalities, and no municipality has two values. */
function addPlaceProblems(
  local: unknown,
  regions: Fields,
  path: DocumentPath,
  problems: ProblemList,
): void {
  if (!isRecord(local)) return;
  const regionOf = new Map<string, string>();
  for (const key of Object.keys(local)) {
    if (!Object.hasOwn(regions, key)) {
      // Every country's numbers of municipalities hold a digit.
      if (/\d/.test(key) && key.length <= 16) continue;
      const message = `${formatValue(key)} is neither a region nor the number of a municipality`;
      const { advice = 'list it under regions' } = problems.nearest(key, Object.keys(regions));
      problems.add([...path, key], { code: 'unknown-region', message, advice }, 'key');
      continue;
    }
    const members = regions[key];
    for (const municipality of Array.isArray(members) ? new Set<unknown>(members) : []) {
      if (typeof municipality !== 'string' || Object.hasOwn(local, municipality)) continue;
      const other = regionOf.get(municipality);
      regionOf.set(municipality, key);
      if (other === undefined) continue;
      const message = `the municipality ${formatValue(municipality)} is in the regions ${other} and ${key}, which both have a value`;
      const advice = 'give the municipality a value of its own';
      problems.add([...path, key], { code: 'ambiguous-municipality', message, advice }, 'key');
    }
  }
}

function textsIn(map: unknown, path: DocumentPath) {
  return Object.entries(isRecord(map) ? map : {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ path: [...path, key], value }] : [],
  );
}
