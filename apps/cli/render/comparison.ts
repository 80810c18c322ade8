/** Two definitions compared, in words: what differs, for whom, and who owes more or less. */
import type { PathwayTexts } from '#pathway';
import type { DefinitionComparison, ElementChange, OwedEffect } from '#pathway-language';
import type { OpenEpisodesAnswer } from '#projections';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { titlesOf, type Titles } from './titles.js';

export type ComparisonAnswer = DefinitionComparison & { readonly open: OpenEpisodesAnswer | null };

type Kind = ElementChange['kind'];

/** One and many of each kind. */
const KINDS: Readonly<Record<Kind, readonly [string, string]>> = {
  pathway: ['pathway', 'The pathway as a whole'],
  entry: ['entry', 'Entry and close'],
  service: ['service', 'Services'],
  parameter: ['parameter', 'Parameters'],
  event: ['event', 'Declared events'],
  stage: ['stage', 'Stages'],
  exit: ['exit', 'Exits of stages'],
  milestone: ['milestone', 'Milestones'],
  duty: ['duty', 'Duties'],
  handover: ['handover', 'Handovers'],
  clock: ['clock', 'Clocks'],
  guard: ['guard', 'Guards'],
  interrupt: ['interrupt', 'Interrupts'],
  sequence: ['sequence', 'Sequences'],
  queue: ['queue', 'Queues'],
  scope: ['part of the responsibility', 'Parts of the responsibility'],
  measure: ['measure', 'Measures'],
};

/** A longer difference is shown on two lines. */
const LINE_CHARACTERS = 72;
/** Of what an element is about; with --json, all. */
const WORDS_CHARACTERS = 120;
const STAGES_LISTED = 3;

/** @param texts of the definitions, the later one first */
export function renderComparison(
  page: Page,
  answer: ComparisonAnswer,
  texts: readonly PathwayTexts[],
): Page {
  const { before, after, changes, translations, owed } = answer;
  const [one, other] = [before, after].map(({ id, version }) => `${id} version ${version}`);
  page.title(`What differs between ${one} and ${other}`);
  if (answer.same) return page.line('Nothing but the version, comments or layout.');
  if (before.id !== after.id) {
    page.line('These are two pathways; elements of the same id are compared with each other.');
  }
  page.line(`${counted(changes.length + translations.length, 'difference')}.`).gap();
  const names = namesIn(texts);
  for (const [kind, ofKind] of Map.groupBy(changes, (change) => change.kind)) {
    page.line(page.tone('bold', KINDS[kind][1]));
    for (const change of ofKind) changeLines(page, change, answer, names);
    page.gap();
  }
  if (translations.length > 0) {
    page.line(page.tone('bold', 'Translations'));
    for (const { language, change, texts: number } of translations) {
      page.line(`  ${language}: ${counted(number, 'text')} ${change}`);
    }
    page.gap();
  }
  owedLines(page, owed, names);
  return openLines(page, answer);
}

function changeLines(
  page: Page,
  { kind, id, title, change, differences, concerns }: ElementChange,
  { open }: ComparisonAnswer,
  names: Titles,
): void {
  const tone = change === 'added' ? 'green' : change === 'removed' ? 'red' : 'yellow';
  const called =
    title === id || kind === 'entry' || kind === 'pathway' ? title : `${title} (${id})`;
  page.line(`  ${page.tone(tone, change)}  ${called}`);
  for (const { what, before, after } of differences) {
    const parts = before === null || after === null ? undefined : changedParts(before, after);
    if (before === null || after === null) {
      const only = change === 'changed' ? (before === null ? 'now ' : 'no longer ') : '';
      page.line(`      ${what}: ${only}${before ?? after}`);
    } else if (what.length + before.length + after.length <= LINE_CHARACTERS) {
      page.line(`      ${what}: ${before} → ${after}`);
    } else if (parts !== undefined) page.line(`      ${what}: ${parts}`);
    else page.line(`      ${what}: ${before}`).line(`        → ${after}`);
  }
  const stages = kind === 'stage' || kind === 'exit' ? [] : concerns.stages;
  const concerned = [
    shortened(concerns.words),
    ...(stages.length > STAGES_LISTED
      ? [counted(stages.length, 'stage')]
      : stages.map((stage) => `stage "${names.stage(stage)}"`)),
    ...concerns.services.map((service) => names.service(service)),
  ];
  const now = open === null ? undefined : openNow(kind, id, open);
  page.line(page.tone('dim', `      for ${[...new Set(concerned)].join('; ')}${now ?? ''}`));
}

/** Of a long list of which most stays: what is no longer in it, and what is. Undefined for others. */
function changedParts(before: string, after: string): string | undefined {
  const [was, is] = [partsOf(before), partsOf(after)];
  const [gone, come] = [
    was.filter((part) => !is.includes(part)),
    is.filter((part) => !was.includes(part)),
  ];
  if (gone.length + come.length === 0 || gone.length + come.length > was.length - gone.length) {
    return undefined;
  }
  return [
    ...(gone.length === 0 ? [] : [`no longer ${gone.join(', ')}`]),
    ...(come.length === 0 ? [] : [`now also ${come.join(', ')}`]),
  ].join('; ');
}

/** `A or B (x: 1, 2), C or D` has three: conditions may be those of all types before them. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let open = '';
  for (const each of text.split(/(?:, | or )(?![^(]*\))/)) {
    open = open === '' ? each : `${open} or ${each}`;
    if (!each.endsWith(')')) continue;
    parts.push(open);
    open = '';
  }
  return [...parts, ...open.split(' or ').filter(Boolean)];
}

function shortened(words: string): string {
  return words.length <= WORDS_CHARACTERS ? words : `${words.slice(0, WORDS_CHARACTERS - 1)}…`;
}

/** Undefined where nothing is counted that fits. */
function openNow(kind: Kind, id: string, open: OpenEpisodesAnswer): string | undefined {
  const episodes = (n: number): string => counted(n, 'open episode');
  switch (kind) {
    case 'stage':
      return `; ${episodes(open.stages[id] ?? 0)} there now`;
    case 'exit':
      return `; ${episodes(open.stages[id.split('/')[0] ?? ''] ?? 0)} in that stage now`;
    case 'duty':
      return `; ${episodes(open.duties[id] ?? 0)} with it still to be done`;
    case 'handover':
      return `; ${episodes(open.handovers[id] ?? 0)} with an unanswered offer`;
    default:
      return undefined;
  }
}

const EFFECTS: Readonly<
  Record<OwedEffect['effect'], Readonly<Record<OwedEffect['what'], string>>>
> = {
  more: { duty: 'owes anew', answer: 'owes anew the answer', stage: 'has patients in' },
  less: {
    duty: 'no longer owes',
    answer: 'no longer owes the answer',
    stage: 'no longer has patients in',
  },
  sooner: { duty: 'owes sooner', answer: 'has to answer sooner', stage: 'has less time in' },
  later: {
    duty: 'has more time for',
    answer: 'has more time to answer',
    stage: 'has more time in',
  },
  otherwise: { duty: 'owes otherwise', answer: 'has to answer otherwise', stage: 'has otherwise' },
};

function owedLines(page: Page, owed: readonly OwedEffect[], names: Titles): void {
  if (owed.length === 0) return;
  page.line(page.tone('bold', 'Who owes more or less'));
  for (const [service, effects] of Map.groupBy(owed, (each) => each.service)) {
    page.line(`  ${ownerText(service, names)}`);
    for (const { effect, what, title, before, after } of effects) {
      page.line(`      ${EFFECTS[effect][what]}: ${title}${timeText(before, after)}`);
    }
  }
  page.gap();
}

function ownerText(service: string, names: Titles): string {
  if (service === 'holder') return 'Whoever holds the patient';
  const [, scope] = /^holder-of (.*)$/.exec(service) ?? [];
  return scope === undefined ? names.service(service) : `Whoever holds ${scope}`;
}

function timeText(before: string | null, after: string | null): string {
  if (before !== null && after !== null) {
    return before === after ? '' : `, ${after} instead of ${before}`;
  }
  const only = after ?? before;
  return only === null ? '' : ` (${only})`;
}

/** The version they are on stays: whoever wants to know what else would differ tries a migration. */
function openLines(page: Page, { open, before, after }: ComparisonAnswer): Page {
  if (open === null) return page;
  const versions = open.versions.map(({ version, open: n }) => `${count(n)} on version ${version}`);
  const which = versions.length === 0 ? '' : ` (${versions.join(', ')})`;
  page.line(
    `${counted(open.open, 'episode')} of ${after.id} ${open.open === 1 ? 'is' : 'are'} open now${which}; open episodes keep their version.`,
  );
  if (open.open === 0 || before.version === after.version) return page;
  return page.line(
    `Once version ${after.version} is published, stafett pathway migrate ${after.id} --to ${after.version} --dry-run shows what moving them would change.`,
  );
}

/** Of what only the earlier one has, as that calls it. */
function namesIn(texts: readonly PathwayTexts[]): Titles {
  const [later = titlesOf(null), earlier = later] = texts.map((each) => titlesOf(each));
  const either = (what: 'service' | 'stage') => (id: string) => {
    const name = later[what](id);
    return name === id ? earlier[what](id) : name;
  };
  return { ...later, service: either('service'), stage: either('stage') };
}
