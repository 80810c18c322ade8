/** Definitions for properties that are made up of everything the language has. */
import fc from 'fast-check';
import type { Definition, QueueRule, Service } from '../definition/definition.js';
import type { DueCase, DueRule, DutyRule, PlainDueRule } from '../definition/duty-rule.js';
import type { GuardRule, SequenceRule } from '../definition/order-rules.js';
import type { HandoverAction, HandoverRule } from '../definition/handover-rule.js';
import type { GradeRule, InterruptRule, StageRule } from '../definition/stage-rule.js';
import type { Parameter } from '../definition/element.js';
import type { EventPattern } from '../definition/pattern.js';
import { clock } from './clock-rules.js';
import { begunByClock, type MadeUpDuty } from './counting.js';
import { episodes } from './episode-rules.js';
import { bindings } from './organisations.js';
import { dutyOf, handoverOf, scope } from './scope-rules.js';
import { BASE } from './plain-definitions.js';
import {
  about,
  condition,
  dated,
  datedUntil,
  contacts,
  evidence,
  exempt,
  few,
  field,
  limits,
  maybe,
  services,
  some,
} from './rule-parts.js';

const titled = { title: 't' };

const grade: fc.Arbitrary<GradeRule | undefined> = fc.constantFrom<(GradeRule | undefined)[]>(
  ...[undefined, undefined, undefined, undefined],
  { clock: 'own', atLeast: 2 },
  { clock: 'whole', below: 3 },
);

const plainDue: fc.Arbitrary<PlainDueRule> = fc
  .record({
    limit: limits,
    firstDayCounts: fc.boolean(),
    from: fc.constantFrom(undefined, undefined, 'from'),
  })
  .map(({ from, ...rest }) => ({ kind: 'limit' as const, ...rest, ...maybe('from', from) }));

const shift = fc.option(
  fc.record({ by: fc.constantFrom('plus' as const, 'minus' as const), limit: limits }),
  { nil: undefined },
);

const maybeEvidence = fc.option(evidence, { nil: undefined });

const dueCase: fc.Arbitrary<DueCase> = fc
  .record({ when: fc.array(condition, { maxLength: 1 }), latest: maybeEvidence, then: plainDue })
  .map(({ latest, ...rest }) => ({ ...rest, ...maybe('latest', latest) }));

const due: fc.Arbitrary<DueRule> = fc.oneof(
  { weight: 3, arbitrary: plainDue },
  fc.tuple(plainDue, shift).map(([otherwise, by]) => ({
    kind: 'field' as const,
    field: 'to',
    otherwise,
    ...maybe('shift', by),
  })),
  fc
    .tuple(fc.array(dueCase, { minLength: 1, maxLength: 2 }), plainDue)
    .map(([cases, otherwise]) => {
      return { kind: 'cases' as const, cases, otherwise };
    }),
  fc.constantFrom('own', 'whole').map((clock) => {
    return { kind: 'accumulated' as const, clock, days: { amount: 2, unit: 'day' as const } };
  }),
);

const plainDuty: fc.Arbitrary<MadeUpDuty> = fc
  .record({
    from: some,
    until: datedUntil,
    due,
    owner: fc.oneof(
      { weight: 2, arbitrary: fc.constant('holder' as const) },
      { weight: 2, arbitrary: services },
      { weight: 1, arbitrary: fc.constant({ holderOf: 'beside' }) },
    ),
    per: fc.constantFrom<DutyRule['per'][]>('episode', 'occurrence', 'period'),
    matching: field,
    ends: few,
    applies: fc.option(condition, { nil: undefined }),
    latest: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: evidence },
    ),
    exempt,
    notApplicable: dated(few),
    appliesAgain: dated(few),
    clock: fc.constantFrom(undefined, undefined, 'own', 'whole'),
    escalate: fc.array(fc.record({ after: fc.option(limits, { nil: undefined }), to: services }), {
      maxLength: 2,
    }),
    contacts,
    warn: fc.array(fc.record({ before: limits, to: fc.option(services, { nil: undefined }) }), {
      maxLength: 2,
    }),
  })
  .map(({ until: met, matching, applies, latest, clock, contacts: attributable, ...rest }) => ({
    ...rest,
    ...met,
    ...attributable,
    ...titled,
    // A time that the start does not follow from does not make periods.
    per: rest.due.kind === 'limit' ? rest.per : ('occurrence' as const),
    ...maybe('matching', matching),
    ...maybe('applies', applies && [applies]),
    ...maybe('appliesIfLatest', latest),
    ...maybe('clock', clock),
  }));

const byClock = fc.option(fc.record({ clock: fc.constantFrom('own', 'whole'), days: fc.nat(3) }), {
  nil: undefined,
  freq: 3,
});

const duty = fc.tuple(plainDuty, byClock).map(([rule, begun]) => {
  return begun === undefined ? rule : begunByClock(rule, begun.clock, begun.days + 1);
});

/** Events that are made for answering say themselves who answers. */
const answering = (type: string) =>
  fc.oneof(
    { weight: 3, arbitrary: some },
    { weight: 1, arbitrary: fc.constant<EventPattern[]>([{ type, where: [] }]) },
  );

const action: fc.Arbitrary<HandoverAction> = fc.oneof(
  fc.constantFrom<HandoverAction[]>({ kind: 'return-to-sender' }, { kind: 'remind' }),
  fc.tuple(fc.constantFrom('escalate' as const, 'offer' as const), services).map(([kind, to]) => {
    return { kind, to };
  }),
);

const within = fc.record({ limit: limits, firstDayCounts: fc.boolean() });

const information: fc.Arbitrary<NonNullable<HandoverRule['information']>> = fc
  .record({ requested: some, supplied: some, within: fc.option(within, { nil: undefined }) })
  .map(({ requested, supplied, within: time }) => ({
    requested,
    supplied,
    ...maybe('within', time),
  }));

const handover = fc
  .record({
    when: fc.oneof(
      { weight: 4, arbitrary: some },
      { weight: 1, arbitrary: fc.constant<EventPattern[]>([{ type: 'PatientMoved', where: [] }]) },
    ),
    scope: fc.constantFrom(undefined, undefined, 'beside'),
    from: fc.oneof(fc.constant('holder' as const), services),
    to: services,
    matching: field,
    answerWithin: within,
    clock: fc.constantFrom(undefined, undefined, undefined, 'own', 'whole'),
    accepts: answering('ResponsibilityAccepted'),
    opens: fc.constantFrom(undefined, 's2', 's1'),
    refuses: fc.oneof(few, answering('ResponsibilityRefused')),
    onRefusal: action,
    silent: fc.record({
      then: action,
      next: fc.array(fc.record({ after: limits, then: action }), { maxLength: 2 }),
    }),
    information: fc.option(information, { nil: undefined }),
    withdrawn: fc.option(fc.record({ by: some, answered: some }), { nil: undefined }),
    overtaken: few,
    received: fc.option(some, { nil: undefined }),
  })
  .map(
    ({
      matching,
      clock,
      accepts,
      opens,
      refuses,
      onRefusal,
      information: asked,
      withdrawn,
      received,
      scope,
      ...rest
    }): Omit<HandoverRule, 'id'> => ({
      ...titled,
      ...rest,
      ...maybe('scope', scope),
      ...maybe('matching', matching),
      ...maybe('clock', clock),
      accepted: { by: accepts, ...maybe('opens', scope === undefined ? opens : undefined) },
      refused: { by: refuses, then: onRefusal },
      ...maybe('information', asked),
      ...maybe('withdrawn', withdrawn),
      ...maybe('received', received),
    }),
  );

const queue = fc
  .record({ joins: some, served: few, leaves: few, matching: field })
  .map(({ matching, ...rest }): QueueRule => ({
    ...rest,
    ...titled,
    id: 'queue',
    ...maybe('matching', matching),
    urgency: { field: 'ref', order: ['s', 'r'] },
  }));

const exits = fc
  .array(fc.record({ on: dated(some), to: fc.constantFrom('s0', 's1', 's2', undefined) }), {
    maxLength: 1,
  })
  .map((list) => list.map((exit) => ({ ...exit, ...titled, id: 'exit' })));

/** `s0`; `s1` with the sub-stages `s1a` and `s1b`; `s2`. */
const stages: fc.Arbitrary<StageRule[]> = fc
  .array(
    fc.record({ opens: dated(few), grade, exits, holder: services, takesOver: fc.boolean() }),
    {
      minLength: 5,
      maxLength: 5,
    },
  )
  .map((rules) =>
    rules.map(({ takesOver, grade: bounds, ...rule }, at) => ({
      ...rule,
      ...maybe('while', bounds),
      ...(takesOver && { takesOver }),
      ...titled,
      id: ['s0', 's1', 's1a', 's1b', 's2'][at] ?? '',
      ...((at === 2 || at === 3) && { parent: 's1' }),
    })),
  );

const guard: fc.Arbitrary<GuardRule> = fc
  .record({
    on: some,
    required: maybeEvidence,
    forbidden: maybeEvidence,
    needs: fc.constantFrom([], ['k']),
  })
  .map(({ required = [], forbidden, ...rest }) => ({
    ...titled,
    id: 'guard',
    ...rest,
    ...maybe('forbids', forbidden),
    requires: required.flat(),
    ...(required.length > 1 && { requiresAllOf: required }),
  }));

const interrupt: fc.Arbitrary<InterruptRule> = fc.record({
  id: fc.constant('interrupt'),
  title: fc.constant('t'),
  on: some,
  to: fc.constantFrom('s1', 's2', 's1b'),
});

const sequence: fc.Arbitrary<SequenceRule> = fc.record({
  id: fc.constant('sequence'),
  title: fc.constant('t'),
  flag: some,
  before: some,
  unless: few,
});

const PARAMETERS = new Map<string, Parameter>([
  [
    'time',
    {
      id: 'time',
      title: 't',
      background: true,
      default: { kind: 'limit', limit: { amount: 2, unit: 'day' } },
      local: new Map([['0301', { kind: 'limit', limit: { amount: 4, unit: 'hour' } }]]),
    },
  ],
  [
    'place',
    {
      id: 'place',
      title: 't',
      background: false,
      default: { kind: 'service', service: 'ward' },
      local: new Map([['4601', { kind: 'service', service: 'abroad' }]]),
    },
  ],
]);

const service = (id: string): Service => ({ id, name: id, level: 'other' });

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 1 });

/** With everything that the language has. */
export const richDefinitions: fc.Arbitrary<Definition> = fc
  .record({
    entry: fc.oneof(
      { weight: 1, arbitrary: fc.constant('any' as const) },
      { weight: 3, arbitrary: some },
    ),
    about: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, about),
    custodyFrom: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, some),
    looksBack: fc.option(limits, { nil: undefined }),
    episodes: fc.option(episodes, { nil: undefined }),
    closes: some,
    stages,
    reachedBy: some,
    duties: fc.array(duty, { maxLength: 3 }),
    clocks: fc.tuple(clock('own', 'episode'), clock('whole', 'patient')),
    guards: optional(guard),
    interrupts: optional(interrupt),
    sequences: optional(sequence),
    handovers: fc.array(handover, { maxLength: 2 }),
    queues: optional(queue),
    scopes: optional(scope),
    wardIs: fc.option(bindings, { nil: undefined }),
    abroadIs: fc.option(bindings, { nil: undefined }),
  })
  .map(
    ({
      looksBack,
      about: relevant,
      custodyFrom,
      episodes: rules,
      reachedBy,
      duties,
      handovers,
      scopes,
      wardIs,
      abroadIs,
      ...rest
    }) => ({
      ...BASE,
      ...rest,
      parameters: PARAMETERS,
      services: new Map([
        ['ward', { ...service('ward'), ...maybe('organisation', wardIs) }],
        [
          'abroad',
          { ...service('abroad'), zone: 'America/New_York', ...maybe('organisation', abroadIs) },
        ],
      ]),
      milestones: [{ ...titled, id: 'reached', reachedBy }],
      duties: duties.map((rule, at) => dutyOf(rule, `duty-${at}`, scopes)),
      handovers: handovers.map((rule, at) => handoverOf(rule, `handover-${at}`, scopes)),
      ...maybe('scopes', scopes.length === 0 ? undefined : scopes),
      ...maybe('looksBack', looksBack),
      ...maybe('about', relevant),
      ...maybe('custodyFrom', custodyFrom),
      ...maybe('episodes', rules),
    }),
  );
