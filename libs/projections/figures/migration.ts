/**
 * What a migration would change, before anybody does it: every episode that is open now
 * and pinned to another version, as it stands and as it would stand under the new one.
 */
import { formatInstant, type Assessment, type DutyInstance } from '#pathway';
import { QueryRefused } from '../errors.js';
import type { ReadModels } from '../port.js';
import { eachPatient } from './each-patient.js';
import { openQuestion, requireAsOf, type AnswerHead, type Asked } from './question.js';

export interface MigrationQuery extends Asked {
  /** The instant at which it would be migrated. */
  readonly asOf: string;
  /** A published version. */
  readonly version: number;
}

export interface DutyStanding {
  readonly state: string;
  readonly owner: string;
  /** RFC 3339; null while a clock stands. */
  readonly dueAt: string | null;
}

/** Null: this version knows no such duty, or it does not run yet. */
export interface DutyChange {
  readonly duty: string;
  readonly occurrence: string;
  readonly before: DutyStanding | null;
  readonly after: DutyStanding | null;
}

export interface Standing {
  readonly version: number;
  /** Null: the pathway would be closed. */
  readonly stage: string | null;
  readonly holder: string | null;
}

export interface EpisodeChange {
  readonly patient: string;
  readonly episode: number;
  readonly before: Standing;
  readonly after: Standing;
  /** Those that differ, by duty and occurrence. */
  readonly duties: readonly DutyChange[];
}

export interface MigrationAnswer extends AnswerHead {
  readonly to: number;
  /** Open episodes, and how many of them are pinned to another version. */
  readonly open: number;
  readonly moved: number;
  /** Those of the moved for which something differs, by patient. */
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
        'invalid-query',
        `${query.pathway} has no version ${query.version}; published: ${known.join(', ')}.`,
        'version',
      );
    }
    const after = versions.migrated({ version: query.version, at });
    let open = 0;
    let moved = 0;
    const changes: EpisodeChange[] = [];
    await eachPatient(view, question, (patient, facts) => {
      const now = versions.assess(facts, at);
      if (now.state !== 'open') return;
      open++;
      if (now.version === query.version) return;
      moved++;
      const change = changeOf(patient, now, after.assess(facts, at));
      if (change !== undefined) changes.push(change);
    });
    return { ...question.head, to: query.version, open, moved, changes };
  });
}

function changeOf(patient: string, now: Assessment, then: Assessment): EpisodeChange | undefined {
  const [before, after] = [standingIn(now), standingIn(then)];
  const duties = dutyChanges(now, then);
  const same = before.stage === after.stage && before.holder === after.holder;
  if (same && duties.length === 0) return undefined;
  return { patient, episode: now.episodes.at(-1)?.number ?? 1, before, after, duties };
}

function standingIn({ version, stage, holder }: Assessment): Standing {
  return { version, stage: stage?.stage ?? null, holder: holder ?? null };
}

function dutyChanges(now: Assessment, then: Assessment): readonly DutyChange[] {
  const [before, after] = [dutiesOf(now), dutiesOf(then)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, becomes] = [before.get(key), after.get(key)];
    const { duty, occurrence } = (was ?? becomes)!;
    const change = {
      duty,
      occurrence,
      before: dutyStanding(was, now.zone),
      after: dutyStanding(becomes, then.zone),
    };
    return alike(change.before, change.after) ? [] : [change];
  });
}

/** Of the episode that is open. */
function dutiesOf({ duties, episodes }: Assessment): ReadonlyMap<string, DutyInstance> {
  const open = episodes.at(-1)?.number;
  return new Map(
    duties
      .filter(({ episode }) => episode === open)
      .map((instance) => [`${instance.duty} ${instance.occurrence}`, instance]),
  );
}

function dutyStanding(instance: DutyInstance | undefined, zone: string): DutyStanding | null {
  if (instance === undefined) return null;
  const { state, owner, dueAt } = instance;
  return { state, owner, dueAt: dueAt === undefined ? null : formatInstant(dueAt, zone) };
}

function alike(a: DutyStanding | null, b: DutyStanding | null): boolean {
  if (a === null || b === null) return a === b;
  return a.state === b.state && a.owner === b.owner && a.dueAt === b.dueAt;
}
