/** What an import would record, or why it cannot: decided before anything is recorded. */
import { setImmediate as turn } from 'node:timers/promises';
import {
  changesBy,
  readOrganisation,
  type JsonObject,
  type Organisation,
  type OrganisationChange,
} from '#care-event';

export const ORGANISATION_IMPORT_LIMITS = {
  /** Versions in one import. */
  versions: 5_000,
  /** Versions that a directory has in all. */
  versionsInAll: 50_000,
  /** Problems that are named; more would only bury the first. */
  problems: 1_000,
  authorCharacters: 256,
  reasonCharacters: 2_000,
} as const;

/** One of the versions that cannot be recorded, and why. */
export interface VersionProblem {
  /** Of the version among those stated, from 0. */
  readonly index: number;
  /** JSON pointer into it, such as `/identifiers/0/value`. */
  readonly path: string;
  readonly message: string;
}

export interface ImportRefusal {
  readonly status: 'refused';
  readonly code: 'invalid' | 'too-many';
  readonly message: string;
  /** By index. */
  readonly problems: readonly VersionProblem[];
}

export interface CheckedOrganisations {
  readonly status: 'checked';
  readonly changes: readonly OrganisationChange[];
  /** How many of the versions are known already. */
  readonly unchanged: number;
}

/** @param known in the order in which they became known */
export async function checkOrganisations(
  stated: readonly JsonObject[],
  known: readonly Organisation[],
): Promise<CheckedOrganisations | ImportRefusal> {
  const { versions, versionsInAll } = ORGANISATION_IMPORT_LIMITS;
  if (stated.length > versions) {
    return tooMany(`${stated.length} organisations are more than one import takes, ${versions}.`);
  }
  const { organisations, problems } = await readAll(stated);
  if (problems.length > 0) return invalid(problems);
  const { changes, unchanged, problems: contradictions } = changesBy(organisations, known);
  if (contradictions.length > 0) {
    return invalid(contradictions.map(({ field, ...rest }) => ({ ...rest, path: `/${field}` })));
  }
  if (known.length + changes.length > versionsInAll) {
    return tooMany(
      `The directory has ${known.length} versions of organisations and can have ${versionsInAll}.`,
    );
  }
  return { status: 'checked', changes, unchanged };
}

/** Versions after which others have their turn: each takes some 30 µs. */
const READ_AT_ONCE = 250;

async function readAll(stated: readonly JsonObject[]) {
  const organisations: Organisation[] = [];
  const problems: VersionProblem[] = [];
  for (const [index, version] of stated.entries()) {
    if (index % READ_AT_ONCE === 0) await turn();
    const read = readOrganisation(version);
    if ('organisation' in read) organisations.push(read.organisation);
    else problems.push(...read.faults.map((fault) => ({ index, ...fault })));
  }
  return { organisations, problems };
}

function invalid(all: readonly VersionProblem[]): ImportRefusal {
  const problems = all.slice(0, ORGANISATION_IMPORT_LIMITS.problems);
  const message = 'Some of the organisations cannot be as they are stated; nothing was recorded.';
  return { status: 'refused', code: 'invalid', message, problems };
}

function tooMany(message: string): ImportRefusal {
  return { status: 'refused', code: 'too-many', message, problems: [] };
}
