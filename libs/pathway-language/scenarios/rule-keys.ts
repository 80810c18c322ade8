/**
 * The rules of a definition by the keys under which the fold reports that it used them.
 * What no scenario touches nobody has looked at.
 */
import type { Definition, DutyRule, HandoverRule, LimitRef } from '#pathway';

/**
 * Every key that a definition has, in the order in which it is read; each once. Parameters
 * that are texts are for people: no rule hangs on them.
 */
export function ruleKeys(definition: Definition): readonly string[] {
  const { episodes, stages, milestones, guards, interrupts, sequences } = definition;
  const { handovers, queues, scopes = [], parameters, measures } = definition;
  return [
    'entry',
    ...only(definition.about ?? [], 'about'),
    ...when(definition.aboutBy !== undefined, 'about-by'),
    ...when(definition.custodyFrom !== undefined, 'entry/custody-from'),
    ...only(definition.closes, 'closes'),
    ...when(definition.looksBack !== undefined, 'looks-back'),
    ...when(episodes !== undefined, 'episodes/new'),
    ...when(episodes?.reopensWithin !== undefined, 'episodes/reopens'),
    ...when(episodes?.lapses !== undefined, 'episodes/lapses'),
    ...when(episodes?.lapses?.unlessBreached !== undefined, 'episodes/unless-breached'),
    ...when(episodes?.outOfSight !== undefined, 'episodes/out-of-sight'),
    ...only(episodes?.outOfSight?.beginsAnew ?? [], 'episodes/begins-anew'),
    ...when(hasKeyless(definition), 'episodes/keyless'),
    ...when(episodes?.recurrent !== undefined, 'episodes/recurrent'),
    ...stages.flatMap(({ id, exits }) => [
      `stages/${id}`,
      ...exits.map((exit) => `stages/${id}/exits/${exit.id}`),
    ]),
    ...milestones.map(({ id }) => `milestones/${id}`),
    ...definition.duties.flatMap(dutyKeys),
    ...definition.clocks.flatMap(({ id, ...clock }) => [
      ...(['start', 'pause', 'resume', 'stop', 'nullify', 'spans'] as const).flatMap((part) =>
        only(clock[part], `clocks/${id}/${part}`),
      ),
      ...only(clock.cuts ?? [], `clocks/${id}/cuts`),
      ...only(clock.nullifyUnless?.on ?? [], `clocks/${id}/nullify-unless`),
    ]),
    ...guards.flatMap(({ id }) => [`guards/${id}/kept`, `guards/${id}/broken`]),
    ...interrupts.map(({ id }) => `interrupts/${id}`),
    ...sequences.map(({ id }) => `sequences/${id}`),
    ...handovers.flatMap(handoverKeys),
    ...queues.map(({ id }) => `queues/${id}`),
    ...scopes.flatMap(({ id, ends }) => [`scopes/${id}`, ...only(ends, `scopes/${id}/ends`)]),
    ...[...parameters.values()]
      .filter((parameter) => parameter.default.kind !== 'text')
      .map(({ id }) => `parameters/${id}`),
    ...measures.waits.map(({ id }) => `measures/waits/${id}`),
    ...measures.instruments.map(({ id }) => `measures/instruments/${id}`),
    ...measures.money.map(({ id }) => `measures/money/${id}`),
  ];
}

/**
 * Keys of the parameters that go with a rule without the fold asking for them: they are
 * touched as soon as the rule is.
 */
export function keysAlong(definition: Definition): ReadonlyMap<string, readonly string[]> {
  const { looksBack, stages, measures } = definition;
  const along: [string, readonly (LimitRef | undefined)[]][] = [
    ['looks-back', [looksBack]],
    ...stages.map((stage): (typeof along)[number] => [
      `stages/${stage.id}`,
      [stage.limit, stage.expectedP90],
    ]),
    ...measures.waits.map((wait): (typeof along)[number] => [
      `measures/waits/${wait.id}`,
      [wait.standard?.within],
    ]),
  ];
  return new Map(along.map(([key, limits]) => [key, limits.flatMap(parameterKey)]));
}

function parameterKey(limit: LimitRef | undefined): readonly string[] {
  return limit !== undefined && 'parameter' in limit ? [`parameters/${limit.parameter}`] : [];
}

function dutyKeys(duty: DutyRule): readonly string[] {
  const { due, exempt, applies = duty.appliesIfLatest, notApplicable } = duty;
  const codes = [...new Set(exempt.map(({ code }) => code))];
  const keys = [
    'met',
    'breached',
    ...codes.map((code) => `exempt/${code}`),
    ...when(applies !== undefined || notApplicable.length > 0, 'not-applicable'),
    ...only(duty.appliesAgain, 'applies-again'),
    ...when(
      exempt.some(({ liftedBy }) => liftedBy !== undefined),
      'lifted',
    ),
    ...only(duty.ends, 'ends'),
    ...(due.kind === 'cases' ? due.cases.map((_case, index) => `cases/${index}`) : []),
    ...when(due.kind === 'cases' || due.kind === 'field', 'otherwise'),
    ...duty.escalate.map((_step, index) => `escalate/${index}`),
    ...when(asksWhose(duty), 'not-attributable'),
    ...duty.warn.map((_warning, index) => `warn/${index}`),
  ];
  return keys.map((key) => `duties/${duty.id}/${key}`);
}

function asksWhose({ attributableFrom, attributableLater }: DutyRule): boolean {
  return attributableFrom !== undefined || attributableLater !== undefined;
}

function handoverKeys({ id, information, withdrawn, overtaken, received, silent }: HandoverRule) {
  const keys = [
    ...['accepted', 'refused', 'silent'],
    ...silent.next.map((_step, index) => `silent/${index + 1}`),
    ...when(information !== undefined, 'information'),
    ...when(information?.within !== undefined, 'information-overdue'),
    ...when(withdrawn !== undefined, 'withdrawn'),
    ...only(overtaken, 'overtaken'),
    ...when(received !== undefined, 'received'),
  ];
  return keys.map((key) => `handovers/${id}/${key}`);
}

/** Whether events without a key may act in every episode. */
function hasKeyless({ episodes }: Definition): boolean {
  const every = episodes?.key?.every ?? [];
  return every === 'any' || every.length > 0;
}

function only(list: readonly unknown[], key: string): readonly string[] {
  return when(list.length > 0, key);
}

function when(holds: boolean, key: string): readonly string[] {
  return holds ? [key] : [];
}
