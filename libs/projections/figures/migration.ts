/**
 * What a migration would change: every open episode that is pinned to another version, as
 * it is now and as it would be under the new one, and the totals by who is concerned.
 */
import { QueryRefused } from '../models/errors.js';
import type { ReadModels } from '../port/read-models.js';
import { eachPatient, omissions, type Omissions } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { changeOf, type EpisodeChange } from './migration-changes.js';
import { MigrationTotals, type PartyTotals } from './migration-totals.js';
import { openQuestion, requireAsOf, type AnswerHead, type PathwayQuery } from './question.js';

export interface MigrationQuery extends PathwayQuery {
  /** The instant at which it would be migrated. */
  readonly asOf: string;
  /** A published version. */
  readonly version: number;
  /** Maximum episodes to list; default all. Totals are not affected. */
  readonly limit?: number;
}

export interface MigrationAnswer extends AnswerHead, Omissions {
  readonly to: number;
  /** Open episodes, and how many of them are pinned to another version. */
  readonly open: number;
  readonly moved: number;
  /** Of the moved ones, those for which something differs. */
  readonly changed: number;
  /** By service and organisation, those for whom nothing differs left out. */
  readonly totals: readonly PartyTotals[];
  /** The episodes for which something differs, by patient. */
  readonly changes: readonly EpisodeChange[];
}

/** @throws QueryRefused unknown pathway or version, no as-of instant */
export function migration(models: ReadModels, query: MigrationQuery): Promise<MigrationAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const at = requireAsOf(question);
    const { versions } = question;
    if (!versions.definitions().some(({ version }) => version === query.version)) {
      const known = versions.definitions().map(({ version }) => version);
      throw new QueryRefused(
        'unknown-version',
        `Pathway ${query.pathway} has no version ${query.version}; published: ${known.join(', ')}.`,
        'version',
      );
    }
    const limit = readCount(query.limit, 'limit');
    const after = versions.migrated({ version: query.version, at });
    let open = 0;
    let moved = 0;
    let changed = 0;
    const totals = new MigrationTotals();
    const changes: EpisodeChange[] = [];
    const unreadable = await eachPatient(view, question, (patient, facts) => {
      for (const now of versions.assessAll(facts, at)) {
        if (now.state !== 'open') continue;
        const isMoved = now.version !== query.version;
        const change = isMoved ? changeOf(patient, now, after.assessAll(facts, at)) : undefined;
        open++;
        if (isMoved) moved++;
        if (change === undefined) continue;
        changed++;
        totals.add(change);
        if (limit === undefined || changes.length < limit) changes.push(change);
      }
    });
    const counts = { open, moved, changed, totals: totals.list() };
    return { ...question.head, ...omissions(unreadable), to: query.version, ...counts, changes };
  });
}
