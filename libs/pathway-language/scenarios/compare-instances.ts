/** Holds duties and handovers against a scenario, instance by instance. */
import type { Assessment, Definition, DutyInstance, HandoverInstance, Severity } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import { formatTypes } from './compare-position.js';
import type { Comparison } from './comparison.js';
import { formatList, partyText } from './comparison.js';
import type { DutyExpected, HandoverExpected } from './expectation-schema.js';

/** @param voids how many instances of each duty were decided on and taken back */
export function compareDuties(
  assessment: Assessment,
  definition: Definition,
  voids: ReadonlyMap<string, number>,
  comparison: Comparison,
): void {
  for (const [id, yaml] of Object.entries(comparison.expectation.yaml.duties ?? {})) {
    const expected = expectedOf<DutyExpected>(yaml);
    const instances = assessment.duties.filter(({ duty }) => duty === id);
    const states: string[] = instances.map(({ state }) => state);
    // Those taken back are no instances any more; they are counted where they are expected.
    if (expected.some(({ state }) => state === 'void')) {
      states.push(...Array.from({ length: voids.get(id) ?? 0 }, () => 'void'));
    }
    const path = ['duties', id];
    if (expected.length !== states.length) {
      comparison.fail(path, statesText(expected), formatList(states), () =>
        instances.length === 0
          ? noDuty(id, definition, voids.get(id) ?? 0)
          : instances.flatMap((one) => dutyReasons(one, comparison)),
      );
      continue;
    }
    expected.forEach((one, index) => {
      const at = Array.isArray(yaml) ? [...path, index] : path;
      compareDuty(one, instances[index], states[index], at, comparison);
      compareSeverity(
        one,
        definition.duties.find((rule) => rule.id === id),
        at,
        comparison,
      );
    });
  }
}

function compareDuty(
  expected: DutyExpected,
  instance: DutyInstance | undefined,
  state: string | undefined,
  path: DocumentPath,
  comparison: Comparison,
): void {
  const because = () => (instance === undefined ? [] : dutyReasons(instance, comparison));
  comparison.value(inner(path, 'state', comparison), expected.state, state, because);
  comparison.time([...path, 'due'], expected.due, instance?.dueAt, because);
  comparison.value(
    [...path, 'owner'],
    expected.owner,
    partyText(expected.owner, instance?.owner, instance?.organisation),
    because,
  );
  comparison.time([...path, 'met'], expected.met, instance?.metAt, because);
  comparison.value([...path, 'reason'], expected.reason, instance?.reason, because);
  comparison.value([...path, 'open'], expected.open, instance?.open, because);
  comparison.value([...path, 'paused'], expected.paused, instance?.paused, because);
  const escalated = instance?.escalations.map(({ to }) => to) ?? [];
  comparison.sequence([...path, 'escalated-to'], expected['escalated-to'], escalated, because);
  const attributable = instance?.attributable ?? true;
  comparison.value([...path, 'attributable'], expected.attributable, attributable, because);
  const warned = instance?.warnings.map(({ to }) => to) ?? [];
  comparison.sequence([...path, 'warned'], expected.warned, warned, because);
  comparison.sequence([...path, 'awaits'], expected.awaits, instance?.awaits ?? [], because);
}

export function compareHandovers(
  assessment: Assessment,
  definition: Definition,
  comparison: Comparison,
): void {
  for (const [id, yaml] of Object.entries(comparison.expectation.yaml.handovers ?? {})) {
    const expected = expectedOf<HandoverExpected>(yaml);
    const instances = assessment.handovers.filter(({ handover }) => handover === id);
    const path = ['handovers', id];
    if (expected.length !== instances.length) {
      const found = formatList(instances.map(({ state }) => state));
      comparison.fail(path, statesText(expected), found, () => {
        if (instances.length > 0) {
          return instances.flatMap((one) => handoverReasons(one, comparison));
        }
        const when = definition.handovers.find((rule) => rule.id === id)?.when ?? [];
        return [`no event had offered it; it is offered by ${formatTypes(when)}`];
      });
      continue;
    }
    expected.forEach((one, index) => {
      const at = Array.isArray(yaml) ? [...path, index] : path;
      compareHandover(one, instances[index], at, comparison);
      compareSeverity(
        one,
        definition.handovers.find((rule) => rule.id === id),
        at,
        comparison,
      );
    });
  }
}

function compareHandover(
  expected: HandoverExpected,
  instance: HandoverInstance | undefined,
  path: DocumentPath,
  comparison: Comparison,
): void {
  const because = () => (instance === undefined ? [] : handoverReasons(instance, comparison));
  comparison.value(inner(path, 'state', comparison), expected.state, instance?.state, because);
  const { from, fromOrganisation, to, toOrganisation } = instance ?? {};
  const sender = partyText(expected.from, from, fromOrganisation);
  const asked = partyText(expected.to, to, toOrganisation);
  comparison.value([...path, 'from'], expected.from, sender, because);
  comparison.value([...path, 'to'], expected.to, asked, because);
  comparison.time([...path, 'answer-due'], expected['answer-due'], instance?.answerDueAt, because);
  comparison.value([...path, 'late'], expected.late, instance?.late, because);
  comparison.value([...path, 'attempt'], expected.attempt, instance?.attempt, because);
  const turns = instance?.events ?? [];
  const reminded = turns.filter(({ kind }) => kind === 'reminded').length;
  comparison.value([...path, 'reminded'], expected.reminded, reminded, because);
  const escalatedTo = turns.flatMap(({ kind, service = '' }) =>
    kind === 'escalated' ? [service] : [],
  );
  comparison.sequence([...path, 'escalated-to'], expected['escalated-to'], escalatedTo, because);
}

function compareSeverity(
  expected: { readonly severity?: Severity | undefined },
  rule: { readonly severity?: Severity } | undefined,
  path: DocumentPath,
  comparison: Comparison,
): void {
  const severity = rule?.severity ?? 'normal';
  comparison.value([...path, 'severity'], expected.severity, severity, () => [
    'it is what the rule of the definition says',
  ]);
}

type Instances<Details> = string | Details | readonly (string | Details)[];

/** Every form as a list of maps; `none` is the list without any. */
function expectedOf<Details extends { readonly state?: string | undefined }>(
  yaml: Instances<Details>,
): readonly Details[] {
  const list = (Array.isArray(yaml) ? yaml : [yaml]) as readonly (string | Details)[];
  const maps = list.map((one) => (typeof one === 'string' ? ({ state: one } as Details) : one));
  return maps.filter(({ state }) => state !== 'none');
}

function statesText(expected: readonly { readonly state?: string | undefined }[]): string {
  return formatList(expected.map(({ state }) => state ?? 'an instance'));
}

/** A state may stand alone where the map of details would. */
function inner(path: DocumentPath, key: string, { expectation }: Comparison): DocumentPath {
  let value: unknown = expectation.yaml;
  for (const part of path) value = (value as Readonly<Record<string | number, unknown>>)[part];
  return typeof value === 'string' ? path : [...path, key];
}

function dutyReasons(instance: DutyInstance, { formatter }: Comparison): readonly string[] {
  const { armedBy, dueAt, paused, metBy, metAt, endedBy, reason, owner } = instance;
  const { partsMet = [] } = instance;
  const standing = paused ? 'its clock is paused, so it cannot fall due' : 'it has no due time';
  return [
    `began with ${formatter.fact(armedBy)}, owed by ${owner}`,
    dueAt === undefined ? standing : `due until ${formatter.instant(dueAt)}`,
    ...partsMet.map(({ part, at, by }) => {
      return `part ${part} met ${formatter.instant(at)} by ${formatter.fact(by)}`;
    }),
    ...(metBy === undefined || metAt === undefined
      ? []
      : [`met ${formatter.instant(metAt)} by ${formatter.fact(metBy)}`]),
    ...(endedBy === undefined ? [] : [`ended by ${formatter.fact(endedBy)} (${reason ?? ''})`]),
    ...instance.warnings.map(({ to, at }) => `warned ${to} at ${formatter.instant(at)}`),
    ...instance.escalations.map(({ to, at }) => `escalated to ${to} at ${formatter.instant(at)}`),
  ];
}

function noDuty(id: string, definition: Definition, voids: number): readonly string[] {
  const from = definition.duties.find((rule) => rule.id === id)?.from ?? [];
  return [
    `no event had started it; it starts with ${formatTypes(from)}`,
    ...(voids === 0 ? [] : ['a correction removed the event that had started it: that is `void`']),
  ];
}

function handoverReasons(instance: HandoverInstance, { formatter }: Comparison): readonly string[] {
  const { offeredBy, from, to, answerDueAt, events: turns } = instance;
  return [
    `offered by ${formatter.fact(offeredBy)}, from ${from} to ${to}`,
    ...(answerDueAt === undefined ? [] : [`answer due until ${formatter.instant(answerDueAt)}`]),
    ...turns
      .filter(({ kind }) => kind !== 'offered')
      .map(({ kind, at, by, service }) => {
        const who = service === undefined ? '' : ` (${service})`;
        const how = by === undefined ? '' : ` by ${formatter.fact(by)}`;
        return `${kind.replace('-', ' ')}${who} ${formatter.instant(at)}${how}`;
      }),
  ];
}
