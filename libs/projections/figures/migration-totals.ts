/**
 * Whom a migration would change something for: by service and organisation, what would be late
 * instead of in time and the other way round, what would be owed anew or no longer, and which
 * patients would come or go.
 */
import type {
  DutyStatus,
  EpisodeChange,
  EpisodeStatus,
  HandoverStatus,
} from './migration-changes.js';

/** Of duties, or of answers to handovers. */
export interface OwedShift {
  readonly inTimeToLate: number;
  readonly lateToInTime: number;
  /** Owed by this party under the new version only, and how many of them would be late at once. */
  readonly added: number;
  readonly addedLate: number;
  /** Owed by this party under the version of now only, and how many of them are late. */
  readonly removed: number;
  readonly removedLate: number;
  /** Neither, but with another due time. */
  readonly dueMoved: number;
}

export interface PartyTotals {
  readonly service: string;
  /** Null where it is not known. */
  readonly organisation: string | null;
  readonly duties: OwedShift;
  readonly answers: OwedShift;
  /** Episodes that it would hold, or would no longer hold. */
  readonly patients: { readonly gained: number; readonly lost: number };
}

type Standing = 'in-time' | 'late';

interface Owed {
  readonly party: Party;
  readonly standing: Standing;
  readonly dueAt: string | null;
}

interface Party {
  readonly service: string;
  readonly organisation: string | null;
}

type Counts<T> = { -readonly [K in keyof T]: T[K] };

interface Tally {
  readonly party: Party;
  readonly duties: Counts<OwedShift>;
  readonly answers: Counts<OwedShift>;
  readonly patients: { gained: number; lost: number };
}

export class MigrationTotals {
  private readonly tallies = new Map<string, Tally>();

  add({ before, after, duties, handovers }: EpisodeChange): void {
    for (const duty of duties) this.shift('duties', dutyOwed(duty.before), dutyOwed(duty.after));
    for (const each of handovers) {
      this.shift('answers', answerOwed(each.before), answerOwed(each.after));
    }
    const [from, to] = [holderOf(before), holderOf(after)];
    if (from === undefined ? to === undefined : to !== undefined && isSame(from, to)) return;
    if (from !== undefined) this.of(from).patients.lost++;
    if (to !== undefined) this.of(to).patients.gained++;
  }

  /** By service, then organisation. */
  list(): readonly PartyTotals[] {
    return [...this.tallies]
      .filter(([, tally]) => differs(tally))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { party, ...totals }]) => ({ ...party, ...totals }));
  }

  private shift(
    what: 'duties' | 'answers',
    before: Owed | undefined,
    after: Owed | undefined,
  ): void {
    if (before !== undefined && after !== undefined && isSame(before.party, after.party)) {
      const counts = this.of(after.party)[what];
      if (before.standing === after.standing) {
        if (before.dueAt !== after.dueAt) counts.dueMoved++;
      } else if (after.standing === 'late') counts.inTimeToLate++;
      else counts.lateToInTime++;
      return;
    }
    if (before !== undefined) {
      const counts = this.of(before.party)[what];
      counts.removed++;
      if (before.standing === 'late') counts.removedLate++;
    }
    if (after !== undefined) {
      const counts = this.of(after.party)[what];
      counts.added++;
      if (after.standing === 'late') counts.addedLate++;
    }
  }

  private of(party: Party): Tally {
    const key = `${party.service} ${party.organisation ?? ''}`;
    let tally = this.tallies.get(key);
    if (tally === undefined) {
      tally = { party, duties: noShift(), answers: noShift(), patients: { gained: 0, lost: 0 } };
      this.tallies.set(key, tally);
    }
    return tally;
  }
}

function noShift(): Counts<OwedShift> {
  return {
    ...{ inTimeToLate: 0, lateToInTime: 0, added: 0, addedLate: 0 },
    ...{ removed: 0, removedLate: 0, dueMoved: 0 },
  };
}

function differs({ duties, answers, patients }: Tally): boolean {
  return [duties, answers, patients].some((counts) => Object.values(counts).some((n) => n > 0));
}

function isSame(a: Party, b: Party): boolean {
  return a.service === b.service && a.organisation === b.organisation;
}

/** Undefined: nothing is owed, or it was taken away. */
function dutyOwed(duty: DutyStatus | null): Owed | undefined {
  if (duty === null || ['lapsed', 'exempt', 'not-applicable'].includes(duty.state))
    return undefined;
  const isLate = duty.state === 'breached' || duty.state === 'met-late';
  const party = { service: duty.owner, organisation: duty.organisation ?? null };
  return { party, standing: isLate ? 'late' : 'in-time', dueAt: duty.dueAt };
}

/** Undefined: no answer is owed, or nobody needs it any more. */
function answerOwed(offer: HandoverStatus | null): Owed | undefined {
  if (offer === null || ['lapsed', 'overtaken', 'withdrawn'].includes(offer.state))
    return undefined;
  const isLate = offer.state === 'silent' || offer.late;
  const party = { service: offer.to, organisation: offer.organisation ?? null };
  return { party, standing: isLate ? 'late' : 'in-time', dueAt: offer.answerDueAt };
}

function holderOf({ holder, organisation }: EpisodeStatus): Party | undefined {
  return holder === null ? undefined : { service: holder, organisation: organisation ?? null };
}
