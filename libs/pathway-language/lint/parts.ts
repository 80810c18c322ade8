/**
 * Evidence that there can never be, and parts of `all-of` that add nothing: wherever a rule
 * needs several parts or looks at what came before.
 */
import type { DutyRule, Evidence, EvidencePattern } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import { disputedType } from './disputed-evidence.js';
import type { LintSubject } from './lint-subject.js';
import { isPartWithin, isWithin } from './pattern-logic.js';

interface PlacedEvidence {
  readonly path: DocumentPath;
  readonly parts: Evidence;
}

/** Code `contradictory-evidence`: two parts demand different things of one latest event. */
export function lintContradictoryEvidence(subject: LintSubject): void {
  for (const { path, parts } of evidenceIn(subject)) {
    for (const [earlier, later] of pairsOf(parts)) {
      const type = disputedType(earlier.part, later.part, subject);
      if (type === undefined) continue;
      subject.error([...path, 'all-of', later.index], {
        code: 'contradictory-evidence',
        message: `the parts ${earlier.index + 1} and ${later.index + 1} can never hold together: they require different things of the latest ${type}`,
        advice: 'use a list where one of them is enough',
      });
    }
  }
}

/** Code `redundant-part`: whatever fits one part of `all-of` fits another too. */
export function lintRedundantParts(subject: LintSubject): void {
  const untils = subject.rules('duties').map(({ rule, path }) => {
    return { path: [...path, 'until'], parts: rule.untilAllOf ?? [] };
  });
  for (const { path, parts } of [...untils, ...evidenceIn(subject)]) {
    for (const [earlier, later] of pairsOf(parts)) {
      if (!subject.mayCompare(2 * earlier.part.length * later.part.length)) return;
      const isLaterFree = isPartWithin(earlier.part, later.part);
      if (!isLaterFree && !isPartWithin(later.part, earlier.part)) continue;
      const [free, given] = isLaterFree ? [later, earlier] : [earlier, later];
      subject.warn([...path, 'all-of', free.index], {
        code: 'redundant-part',
        message: `part ${free.index + 1} adds nothing: whatever fits part ${given.index + 1} fits it too`,
        advice: 'remove it, or give it other events or conditions',
      });
    }
  }
}

/**
 * Code `nothing-earlier`: the duty begins with what opens the pathway, which looks back on
 * nothing, and asks for something earlier.
 */
export function lintNothingEarlier(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('duties')) {
    const asked = recalledBy(rule, path);
    if (asked.length === 0 || !beginsWithEntry(rule, subject)) continue;
    for (const { path: place } of asked) {
      subject.error(place, {
        code: 'nothing-earlier',
        message: `this never holds: the duty ${rule.id} begins with what opens the pathway, and nothing before that counts`,
        advice: 'let the pathway look back with `looks-back`, or begin the duty later',
      });
    }
  }
}

/** A duty with a clock may begin anew; one per occurrence begins again later. */
function beginsWithEntry({ from, per, clock }: DutyRule, subject: LintSubject): boolean {
  const { entry, looksBack } = subject.definition;
  if (looksBack !== undefined || entry === 'any') return false;
  if (per !== 'episode' || clock !== undefined) return false;
  if (!subject.mayCompare(entry.length * from.length)) return false;
  return entry.every((opening) => from.some((start) => isWithin(opening, start)));
}

function evidenceIn(subject: LintSubject): readonly PlacedEvidence[] {
  return [
    ...subject.rules('guards').map(({ rule, path }) => {
      return { path: [...path, 'requires'], parts: rule.requiresAllOf ?? [] };
    }),
    ...subject.rules('duties').flatMap(({ rule, path }) => recalledBy(rule, path)),
  ];
}

function recalledBy(rule: DutyRule, path: DocumentPath): readonly PlacedEvidence[] {
  const { due, appliesIfLatest } = rule;
  const cases = due.kind === 'cases' ? due.cases : [];
  return [
    ...cases.flatMap(({ latest }, at) =>
      latest === undefined
        ? []
        : [{ path: [...path, 'within', 'cases', at, 'latest'], parts: latest }],
    ),
    ...(appliesIfLatest === undefined
      ? []
      : [{ path: [...path, 'applies-if-latest'], parts: appliesIfLatest }]),
  ];
}

interface PlacedPart {
  readonly index: number;
  readonly part: readonly EvidencePattern[];
}

/** Each pair of parts once; none where there is only one part. */
function* pairsOf(parts: Evidence): Generator<readonly [PlacedPart, PlacedPart]> {
  for (const [index, part] of parts.entries()) {
    for (let before = 0; before < index; before += 1) {
      yield [
        { index: before, part: parts[before] ?? [] },
        { index, part },
      ];
    }
  }
}
