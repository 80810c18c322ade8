/**
 * What versions of organisations, as somebody states them, change in a directory: nothing where
 * it says so already. All of them are looked at together, since they may refer to each other.
 */
import { formatValue } from '../text/format-value.js';
import { nameOf } from './organisation-schema.js';
import type { Organisation } from './organisation.js';
import { OrganisationVersions, type VersionSpan } from './organisation-versions.js';

/** `registered`: an id that was not known; `added`: another version; `corrected`: a version that says something else now. */
export interface OrganisationChange {
  readonly change: 'registered' | 'added' | 'corrected';
  readonly organisation: Organisation;
}

/** Something that cannot be true beside what else is stated or known. */
export interface OrganisationProblem {
  /** Of the version among those stated, from 0. */
  readonly index: number;
  readonly field: keyof Organisation;
  readonly message: string;
}

export interface OrganisationChanges {
  readonly changes: readonly OrganisationChange[];
  /** How many of those stated were known already. */
  readonly unchanged: number;
  readonly problems: readonly OrganisationProblem[];
}

/** @param known in the order in which they became known */
export function changesBy(
  stated: readonly Organisation[],
  known: readonly Organisation[],
): OrganisationChanges {
  const before = new Map(known.map((version) => [keyOf(version), version]));
  const ids = new Set(known.map(({ id }) => id));
  const changes: OrganisationChange[] = [];
  for (const organisation of stated) {
    const key = keyOf(organisation);
    const earlier = before.get(key);
    if (earlier !== undefined && isSame(earlier, organisation)) continue;
    const isNew = !ids.has(organisation.id);
    ids.add(organisation.id);
    before.set(key, organisation);
    changes.push({
      change: isNew ? 'registered' : earlier === undefined ? 'added' : 'corrected',
      organisation,
    });
  }
  const problems = [
    ...statedTwice(stated),
    ...unknownSuccessors(stated, ids),
    ...sharedIdentifiers(stated, known),
  ].sort((a, b) => a.index - b.index);
  return { changes, unchanged: stated.length - changes.length, problems };
}

function keyOf({ id, validFrom = '' }: Organisation): string {
  return `${id} ${validFrom}`;
}

/** Both as `readOrganisation` gives them, with their lists in order. */
function isSame(a: Organisation, b: Organisation): boolean {
  return textOf(a) === textOf(b);
}

function textOf(organisation: Organisation): string {
  const { name, kind, level, municipalities, services, identifiers } = organisation;
  const { validTo = '', replacedBy = '' } = organisation;
  const names = identifiers.map(nameOf);
  return JSON.stringify([
    ...[name, kind, level, validTo, replacedBy],
    ...[municipalities, services, names],
  ]);
}

function* statedTwice(stated: readonly Organisation[]): Generator<OrganisationProblem> {
  const seen = new Set<string>();
  for (const [index, organisation] of stated.entries()) {
    const key = keyOf(organisation);
    const { id, validFrom } = organisation;
    const version = validFrom === undefined ? 'without validFrom' : `valid from ${validFrom}`;
    if (seen.has(key))
      yield { index, field: 'id', message: `${id} has a version ${version} above already` };
    seen.add(key);
  }
}

function* unknownSuccessors(
  stated: readonly Organisation[],
  ids: ReadonlySet<string>,
): Generator<OrganisationProblem> {
  for (const [index, { replacedBy }] of stated.entries()) {
    if (replacedBy === undefined || ids.has(replacedBy)) continue;
    const message = `no organisation ${formatValue(replacedBy)} is known, nor is it in this file`;
    yield { index, field: 'replacedBy', message };
  }
}

/** An identifier means one organisation on any day: an event that names it must not be ambiguous. */
function* sharedIdentifiers(
  stated: readonly Organisation[],
  known: readonly Organisation[],
): Generator<OrganisationProblem> {
  const holders = new Map<string, VersionSpan[]>();
  for (const [, versions] of Map.groupBy([...known, ...stated], ({ id }) => id)) {
    for (const span of new OrganisationVersions(versions).spans)
      for (const identifier of span.organisation.identifiers) {
        const name = nameOf(identifier);
        const spans = holders.get(name);
        if (spans === undefined) holders.set(name, [span]);
        else spans.push(span);
      }
  }
  const spanOf = new Map([...holders.values()].flat().map((span) => [span.organisation, span]));
  for (const [index, organisation] of stated.entries()) {
    const own = spanOf.get(organisation);
    if (own === undefined) continue;
    for (const identifier of organisation.identifiers) {
      const name = nameOf(identifier);
      const other = holders.get(name)?.find((span) => isRival(span, own));
      if (other === undefined) continue;
      const message = `${name} is also an identifier of ${other.organisation.id} on the same days`;
      yield { index, field: 'identifiers', message };
    }
  }
}

function isRival(one: VersionSpan, other: VersionSpan): boolean {
  const apart = one.organisation.id !== other.organisation.id;
  return apart && one.from <= other.to && other.from <= one.to;
}
