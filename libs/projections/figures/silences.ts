/** Silences: what several rules notice of one patient is one stall where they await the same. */
import { compareTexts } from '#care-event';
import {
  type EventPattern,
  matches,
  type Matching,
  meets,
  PATIENT_AGE,
  type Severity,
} from '#pathway';
import { byDanger, SEVERITIES } from './stall.js';
import { KINDS, type FoundStall } from './stall-kinds.js';

/**
 * The silences of one episode, from all that its duties, handovers and stages notice.
 *
 * Duties and handovers come first, the most severe first, then the longest overdue, then by kind,
 * id and number; stays follow in the same order. Each joins the first silence before it that
 *
 * - is owed by the same service (and organisation, where both know it) in the same scope,
 * - is noticed by no instance of the same rule: each of those wants an event of its own,
 * - began with a notice that one event could settle together with it: patterns that fit one event,
 *   and no two values of the field that they match by;
 *
 * otherwise it is a silence of its own. A stay names nobody who owes an event: it joins the first
 * silence that awaits one of the events which would end it, whoever owes that.
 */
export function silencesOf(notices: readonly FoundStall[]): readonly FoundStall[] {
  if (notices.length < 2) return notices;
  const silences: FoundStall[][] = [];
  for (const notice of notices.toSorted(inOrder)) {
    const known = silences.find((silence) => isNoticedBy(silence, notice));
    if (known === undefined) silences.push([notice]);
    else known.push(notice);
  }
  return silences.map(oneOf);
}

function inOrder(a: FoundStall, b: FoundStall): number {
  return (
    Number(a.kind === 'stage') - Number(b.kind === 'stage') ||
    byDanger(a, b) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareTexts(idOf(a), idOf(b)) ||
    a.ordinal - b.ordinal
  );
}

/** What is quick to tell comes first: one rule may have noticed hundreds of silences of its own. */
function isNoticedBy(silence: readonly FoundStall[], notice: FoundStall): boolean {
  const [first] = silence;
  if (first === undefined) return false;
  const mayJoin =
    notice.kind === 'stage' ||
    (!silence.some((one) => one.kind === notice.kind && idOf(one) === idOf(notice)) &&
      isOwedBySame(first, notice));
  return mayJoin && mayBeSettledTogether(first, notice);
}

function isOwedBySame(a: FoundStall, b: FoundStall): boolean {
  return (
    a.from === b.from &&
    a.scope === b.scope &&
    (a.fromOrganisation ?? b.fromOrganisation) === (b.fromOrganisation ?? a.fromOrganisation)
  );
}

function mayBeSettledTogether(a: FoundStall, b: FoundStall): boolean {
  if (!mayMatch(a.matching, b.matching)) return false;
  const [ofA, ofB] = [a.parts.flat(), b.parts.flat()];
  return ofA.some((one) => ofB.some((other) => mayBeOneEvent(one, other)));
}

function mayMatch(a: Matching | undefined, b: Matching | undefined): boolean {
  return a?.field !== b?.field || matches(a?.value, b?.value);
}

/** False only where what one of them names is what the other rules out. */
function mayBeOneEvent(a: EventPattern, b: EventPattern): boolean {
  return a.type === b.type && allows(a, b) && allows(b, a);
}

function allows(a: EventPattern, b: EventPattern): boolean {
  return a.where.every((condition) => {
    if (condition.is !== 'one-of' || condition.field === PATIENT_AGE) return true;
    const { field, values } = condition;
    const others = b.where.filter((other) => other.field === field);
    return values.some((value) => meets(others, { [field]: value }, undefined));
  });
}

/** What is said of it is of the longest notice; what is awaited, of the first and the narrowest. */
function oneOf(silence: readonly FoundStall[]): FoundStall {
  const [first] = silence;
  const longest = silence.toSorted((a, b) => b.excessSeconds - a.excessSeconds || inOrder(a, b))[0];
  if (first === undefined || longest === undefined) throw new Error('A silence without a notice.');
  if (silence.length === 1) return first;
  const owed = silence.filter(({ kind }) => kind !== 'stage');
  const awaiting = owed.length === 0 ? silence : owed;
  const notified = silence.flatMap((one) => one.notified ?? []).sort((a, b) => a.at - b.at);
  const which = awaiting.find((one) => one.fromOrganisation !== undefined)?.fromOrganisation;
  return {
    ...ownOf(longest),
    severity: highest(silence),
    noticedBy: silence
      .flatMap((one) => one.noticedBy)
      .sort((a, b) => b.excessSeconds - a.excessSeconds),
    parts: narrowest(awaiting),
    from: first.from,
    ...(which !== undefined && { fromOrganisation: which }),
    ...(notified.length > 0 && { notified }),
    ...(owed.length > 0 &&
      owed.every(({ attributable }) => attributable === false) && {
        attributable: false as const,
      }),
  };
}

/** What is said of one notice, without what all of them have a say in. */
function ownOf({ attributable: _a, notified: _n, fromOrganisation: _f, ...own }: FoundStall) {
  return own;
}

/** Of the notices with the fewest types to wait for, the first. */
function narrowest(awaiting: readonly FoundStall[]): FoundStall['parts'] {
  const size = ({ parts }: FoundStall) => new Set(parts.flat().map(({ type }) => type)).size;
  return awaiting.toSorted((a, b) => size(a) - size(b))[0]?.parts ?? [];
}

function highest(silence: readonly FoundStall[]): Severity {
  const found = new Set(silence.map(({ severity }) => severity));
  return SEVERITIES.find((severity) => found.has(severity)) ?? 'normal';
}

function idOf({ noticedBy }: FoundStall): string {
  return noticedBy[0]?.id ?? '';
}
