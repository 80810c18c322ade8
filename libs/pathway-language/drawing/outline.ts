/**
 * What is drawn of a definition, before it is known how: lanes, stages with their ways in
 * and out, handovers in their place among the stages, and who owes what where. The
 * drawing and the text in a terminal are both made from it.
 */
import {
  type Definition,
  type DutyRule,
  type HandoverRule,
  isHolderOfScope,
  type Level,
  type ScopeRule,
  type StageRule,
} from '#pathway';
import { dutyRows, formatGrade, handoverRows, patternRows, labelled } from './rule-rows.js';
import { severityRows } from './rule-rows.js';
import { legendOf } from './legend.js';
import { END } from './outline-blocks.js';
import type {
  DutyBlock,
  HandoverBlock,
  Swimlane,
  Outline,
  OwedBlock,
  Row,
  StageBlock,
} from './outline-blocks.js';
import {
  formatLimitRef,
  formatPatterns,
  formatScope,
  serviceId,
  formatService,
  formatBinding,
  formatText,
} from './format-rules.js';

const LANES: ReadonlyMap<Level, string> = new Map([
  ['municipal', 'Municipal care'],
  ['specialist', 'Specialist care'],
  ['other', 'Others'],
]);

export function outlineOf(definition: Definition): Outline {
  const { id, version, zone, source, title } = definition;
  const blocks = blocksOf(definition);
  return {
    title,
    facts: [
      `${id}, version ${version}; days begin and end in ${zone}`,
      ...(source === undefined ? [] : [`Source: ${source}`]),
    ],
    entry: entryOf(definition),
    closes: definition.closes.length === 0 ? undefined : formatPatterns(definition.closes),
    lanes: lanesOf(definition, blocks),
    blocks,
    owed: owedOf(definition),
    legend: legendOf(definition),
  };
}

/** Where entry events lead: to the stages that they may open, else to the first. */
function entryOf(definition: Definition): Outline['entry'] {
  const { entry, stages } = definition;
  const first = stages[0]?.id ?? END;
  if (entry === 'any') {
    const text = 'any event that is addressed to the pathway or declared by it';
    return { ...labelled('Entry', text), to: [first] };
  }
  const to = new Set(entry.flatMap(({ type }) => openedBy(type, first, definition)));
  const inOrder = stages.map(({ id }) => id).filter((id) => to.has(id));
  return { ...labelled('Entry', formatPatterns(entry)), to: inOrder };
}

/** The first stage is left out only where the type surely opens another, or a part of it. */
function openedBy(type: string, first: string, definition: Definition): readonly string[] {
  const opened: string[] = [];
  for (const { id, opens } of definition.stages) {
    const patterns = opens.filter((pattern) => pattern.type === type);
    if (patterns.length === 0) continue;
    opened.push(id);
    if (patterns.some(({ where }) => where.length === 0)) return opened;
  }
  return opened.some((id) => topOf(id, definition) === first) ? opened : [...opened, first];
}

function lanesOf(definition: Definition, blocks: Outline['blocks']): readonly Swimlane[] {
  const used = new Set(
    blocks.flatMap((block) => {
      if (block.kind === 'handover') return [block.fromLevel, block.toLevel];
      return block.kind === 'stage' ? [block.level] : [];
    }),
  );
  const services = [...definition.services.values()];
  return [...LANES].flatMap(([level, title]) => {
    const own = services.filter((service) => service.level === level);
    const lines = own.map(({ name, address, organisation }) => {
      const where = address === undefined ? '' : `, ${formatText(address, definition)}`;
      const whose = organisation === undefined ? '' : `, ${formatBinding(organisation)}`;
      return `${formatText(name, definition)}${where}${whose}`;
    });
    return own.length === 0 ? [] : [{ level, title, services: lines, used: used.has(level) }];
  });
}

/**
 * Top-level stages in their order; a handover stands before the stage that it opens, what
 * a service owes after the last stage that it holds.
 */
function blocksOf(definition: Definition): Outline['blocks'] {
  const tops = definition.stages.filter(({ parent }) => parent === undefined);
  const before = new Map<string, HandoverBlock[]>();
  for (const handover of definition.handovers) {
    const next = stageAfter(handover, tops, definition);
    before.set(next, [...(before.get(next) ?? []), handoverBlock(handover, definition)]);
  }
  return [
    ...tops.flatMap((stage) => [
      ...(before.get(stage.id) ?? []),
      stageBlock(stage, definition),
      ...servicesLastIn(stage, definition).flatMap((service) => owedBy(service, definition)),
    ]),
    ...(before.get(END) ?? []),
  ];
}

/** Services of which no later stage is held. */
function servicesLastIn(top: StageRule, definition: Definition): readonly string[] {
  const last = new Map<string, string>();
  for (const stage of definition.stages) {
    last.set(serviceId(stage.holder, definition), topOf(stage.id, definition));
  }
  return [...last].flatMap(([service, id]) => (id === top.id ? [service] : []));
}

function stageAfter(
  { accepted, from }: HandoverRule,
  tops: readonly StageRule[],
  definition: Definition,
): string {
  if (accepted.opens !== undefined) return topOf(accepted.opens, definition);
  if (from === 'holder') return END;
  const sender = serviceId(from, definition);
  const last = tops.findLastIndex(({ holder }) => serviceId(holder, definition) === sender);
  return last < 0 ? END : (tops[last + 1]?.id ?? END);
}

function topOf(id: string, definition: Definition): string {
  const parent = definition.stages.find((stage) => stage.id === id)?.parent;
  return parent === undefined ? id : topOf(parent, definition);
}

function stageBlock(stage: StageRule, definition: Definition): StageBlock {
  const holder = formatService(stage.holder, definition);
  return {
    kind: 'stage',
    id: stage.id,
    number: stageNumber(stage, definition),
    level: levelOf(serviceId(stage.holder, definition), definition),
    title: stage.title,
    held: stage.role === undefined ? `Held by ${holder}` : `Held by ${holder} (${stage.role})`,
    source: stage.source,
    rows: stageRows(stage, definition),
    parts: definition.stages
      .filter(({ parent }) => parent === stage.id)
      .map((part) => stageBlock(part, definition)),
  };
}

function stageRows(stage: StageRule, definition: Definition): readonly Row[] {
  const { stages, interrupts, handovers } = definition;
  return [
    ...patternRows('Opens on', stage.opens).map((row) => ({
      ...row,
      comesFrom: 'any-stage' as const,
    })),
    ...(stage.while === undefined ? [] : [labelled('While', formatGrade(stage.while, definition))]),
    ...handovers
      .filter(({ accepted }) => accepted.opens === stage.id)
      .map(({ title }) => labelled('Entered', `by the handover "${title}"`)),
    ...(stage.takesOver === true && handovers.length > 0
      ? [labelled('Takes over', 'entering it makes its holder accountable')]
      : []),
    ...interrupts
      .filter(({ to }) => to === stage.id)
      .map(({ title, on }) => ({
        ...labelled('Interrupt', `${title}: on ${formatPatterns(on)}`),
        comesFrom: 'interrupt' as const,
      })),
    ...stage.exits.map(({ id, title, on, to }) => {
      const words = `${title === id ? '' : `${title}, `}on ${formatPatterns(on)}`;
      const target = stages.find((other) => other.id === to);
      if (target === undefined) return { ...labelled('To the end', words), to: END };
      const label = `To ${stageNumber(target, definition)}`;
      return { ...labelled(label, `${target.title}: ${words}`), to: target.id };
    }),
    ...(stage.limit === undefined
      ? []
      : [labelled('Limit', formatLimitRef(stage.limit, definition))]),
    ...(stage.expectedP90 === undefined
      ? []
      : [labelled('Nine in ten within', formatLimitRef(stage.expectedP90, definition))]),
    ...severityRows(stage),
  ];
}

function handoverBlock(handover: HandoverRule, definition: Definition): HandoverBlock {
  const { id, title, from, to, source, accepted, scope } = handover;
  const sender = from === 'holder' && scope !== undefined ? { holderOf: scope } : from;
  const opened = definition.stages.find((stage) => stage.id === accepted.opens);
  const opens =
    opened === undefined ? undefined : `${stageNumber(opened, definition)} ${opened.title}`;
  return {
    kind: 'handover',
    id,
    fromLevel: from === 'holder' ? undefined : levelOf(serviceId(from, definition), definition),
    toLevel: levelOf(serviceId(to, definition), definition),
    title,
    from: formatService(sender, definition),
    to: formatService(to, definition),
    source,
    rows: handoverRows(handover, opens, definition).map((row) =>
      row.label === 'Accepted by' && opened !== undefined ? { ...row, to: opened.id } : row,
    ),
  };
}

/** What is owed by services that hold no stage, then by the holder. */
function owedOf(definition: Definition): readonly OwedBlock[] {
  const holding = new Set(definition.stages.map(({ holder }) => serviceId(holder, definition)));
  const without = [...definition.services.keys()].filter((id) => !holding.has(id));
  const duties = definition.duties
    .filter(({ owner }) => owner === 'holder')
    .map((duty) => dutyBlock(duty, definition));
  const title = 'Duties of whoever holds the patient';
  return [
    ...without.flatMap((service) => owedBy(service, definition)),
    ...(duties.length === 0 ? [] : [{ kind: 'owed' as const, level: undefined, title, duties }]),
    ...(definition.scopes ?? []).flatMap((scope) => owedWith(scope, definition)),
  ];
}

/** All that whoever holds the scope owes; nothing where there is nothing. */
function owedWith({ id }: ScopeRule, definition: Definition): readonly OwedBlock[] {
  const duties = definition.duties
    .filter(({ owner }) => isHolderOfScope(owner) && owner.holderOf === id)
    .map((duty) => dutyBlock(duty, definition));
  const title = `Duties of whoever holds ${formatScope(id, definition)}`;
  return duties.length === 0 ? [] : [{ kind: 'owed', level: undefined, title, duties }];
}

/** All that a service owes; nothing where there is nothing. */
function owedBy(service: string, definition: Definition): readonly OwedBlock[] {
  const duties = definition.duties
    .filter(
      ({ owner }) =>
        owner !== 'holder' && !isHolderOfScope(owner) && serviceId(owner, definition) === service,
    )
    .map((duty) => dutyBlock(duty, definition));
  if (duties.length === 0) return [];
  const level = levelOf(service, definition);
  return [
    { kind: 'owed', level, title: `Duties of ${formatService(service, definition)}`, duties },
  ];
}

/** `2` for the second stage, `2.1` for its first part. */
function stageNumber(stage: StageRule, definition: Definition): string {
  const siblings = definition.stages.filter(({ parent }) => parent === stage.parent);
  const own = String(siblings.indexOf(stage) + 1);
  const parent = definition.stages.find(({ id }) => id === stage.parent);
  return parent === undefined ? own : `${stageNumber(parent, definition)}.${own}`;
}

function dutyBlock(duty: DutyRule, definition: Definition): DutyBlock {
  return { title: duty.title, source: duty.source, rows: dutyRows(duty, definition) };
}

function levelOf(service: string, definition: Definition): Level {
  return definition.services.get(service)?.level ?? 'other';
}
