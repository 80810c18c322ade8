/**
 * Custody: who holds the patients and since when, how custody passed, where it was offered
 * and not accepted, and where its holder did nothing. That somebody was accountable at all
 * times is calculated from the intervals and reported.
 */
import type { CustodyBasis, Dropped } from '#pathway';
import { formatInstant } from '#calendar';
import { eachDerived } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { CustodyClock } from './custody-clock.js';
import { endedAt, returnedOffer, type ReturnedOffer } from './custody-returns.js';
import { CustodyTallies, type CustodyTotals } from './custody-tallies.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { SelectedEpisodes } from './each-selected.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import {
  custodyOn,
  type CustodyPart,
  type HeldCustody,
  type OfferBehind,
  type SpellBehind,
} from './held-custody.js';
import type { Selection } from './selection.js';
import { openQuestion, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, Question } from './question.js';
import { byPatient, evidenceOf, type EventEvidence } from './evidence.js';

export interface CustodyQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum rows in each of the lists; default all. Totals are not affected. */
  readonly limit?: number;
}

/** Where the pathway has episodes side by side, the key of the one that it is about. */
interface Keyed {
  readonly key?: string;
}

/** The scope that it is about; absent for the pathway's own responsibility. */
interface Scoped {
  readonly scope?: string;
}

/** An offer that is open at the as-of instant. */
export interface OpenOffer extends Keyed, Scoped {
  readonly patient: string;
  readonly episode: number;
  readonly handover: string;
  readonly attempt: number;
  readonly from: string;
  readonly fromOrganisation?: string;
  /** Who was asked. */
  readonly to: string;
  /** Which organisation of it, or why that is not known, where services are bound to organisations. */
  readonly toOrganisation?: string;
  readonly toOrganisationUnknown?: string;
  /** RFC 3339. */
  readonly offeredAt: string;
  /** Null while its clock is paused. */
  readonly answerDueAt: string | null;
  /** True if the sender has withdrawn it and awaits consent. */
  readonly askedBack: boolean;
  readonly offeredSeconds: number;
  /** How long an answer has been overdue; 0 while it is not. */
  readonly overdueSeconds: number;
  /** The event by which it was first offered. */
  readonly offered: EventEvidence;
}

/** A spell of custody that is open at the as-of instant and has days on which the holder did nothing. */
export interface IdleSpell extends Keyed, Scoped {
  readonly patient: string;
  readonly episode: number;
  readonly holder: string;
  readonly organisation?: string;
  /** RFC 3339. */
  readonly since: string;
  readonly taken: CustodyBasis;
  readonly days: number;
  readonly idleDays: number;
  readonly longestIdleDays: number;
  /** The event by which it came to its holder. */
  readonly by: EventEvidence;
}

/** A patient who was passed on and whom nobody has accepted by the as-of instant. */
export interface DroppedPatient extends Keyed {
  readonly patient: string;
  readonly episode: number;
  /** Who held the patient last. */
  readonly holder: string;
  readonly organisation?: string;
  /** RFC 3339. */
  readonly since: string;
  readonly seconds: number;
}

/** Custody of one scope, which counts nowhere else. */
export interface ScopeCustody extends CustodyTotals {
  readonly scope: string;
}

/** The totals are of the pathway's own responsibility alone; the lists are of its scopes, too. */
export interface CustodyAnswer
  extends AnswerHead, Omissions, CustodyTotals, Grouped<CustodyTotals> {
  /** In the order of the newest definition; absent where no version has scopes. */
  readonly scopes?: readonly ScopeCustody[];
  /** The longest overdue first, then the longest open. */
  readonly openOffers: readonly OpenOffer[];
  /** Offers that were refused, withdrawn or no longer needed, the latest first. */
  readonly returnedOffers: readonly ReturnedOffer[];
  readonly returnedOfferCount: number;
  /** Patients whom a close dropped and nobody has accepted since, the longest first. */
  readonly dropped: readonly DroppedPatient[];
  readonly droppedCount: number;
  readonly idleSpellCount: number;
  /** The longest run of idle days first. */
  readonly idleSpells: readonly IdleSpell[];
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function custody(models: FigureModels, query: CustodyQuery): Promise<CustodyAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const count = new CustodyCount(question, query, requireAsOf(question));
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, count.own);
    const unreadable = await eachDerived(source, custodyOn(question), (held, patient) =>
      count.add(held, patient, selected),
    );
    const limit = readCount(query.limit, 'limit');
    const { zone } = question.definition;
    const { openOffers, returnedOffers, idleSpells, dropped } = count;
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...count.own.all.counts(),
      ...count.own.answer((tallies) => tallies.counts()),
      ...count.scopes(),
      openOffers: openOffers
        .sort((a, b) => overdueMs(b) - overdueMs(a) || b.offeredMs - a.offeredMs || byPatient(a, b))
        .slice(0, limit)
        .map((found) => openOffer(found, zone)),
      returnedOffers: returnedOffers
        .sort((a, b) => endedAt(b) - endedAt(a) || byPatient(a, b))
        .slice(0, limit)
        .map((found) => returnedOffer(found, zone)),
      returnedOfferCount: returnedOffers.length,
      dropped: dropped
        .sort((a, b) => a.from - b.from || byPatient(a, b))
        .slice(0, limit)
        .map(({ patient, key, episode, holder, organisation, from, to }) => ({
          ...{ patient, ...keyed(key), episode, holder, since: formatInstant(from, zone) },
          ...(organisation !== undefined && { organisation }),
          seconds: (to - from) / 1000,
        })),
      droppedCount: dropped.length,
      idleSpellCount: idleSpells.length,
      idleSpells: idleSpells
        .sort(
          (a, b) =>
            b.longestIdleDays - a.longestIdleDays || b.idleDays - a.idleDays || byPatient(a, b),
        )
        .slice(0, limit)
        .map((found) => idleSpell(found, zone)),
    };
  });
}

/** A list entry before it is formatted: formatting instants in a zone is slow. */
interface Found extends Keyed {
  readonly patient: string;
  readonly at: number;
}
type FoundOffer = OfferBehind & Found;
type FoundSpell = SpellBehind & Found;

class CustodyCount {
  /** Of the pathway's own responsibility. */
  readonly own: Groups<CustodyTallies>;
  readonly returnedOffers: FoundOffer[] = [];
  readonly openOffers: FoundOffer[] = [];
  readonly idleSpells: FoundSpell[] = [];
  readonly dropped: (Dropped & Pick<Found, 'patient' | 'key'>)[] = [];
  private readonly clock: CustodyClock;
  private readonly byScope: ReadonlyMap<string, CustodyTallies>;

  constructor(
    { versions, definition }: Question,
    selection: Selection,
    private readonly at: number,
  ) {
    this.clock = new CustodyClock(at);
    const tallies = () => new CustodyTallies(versions.directory, at, definition.zone);
    // Its lists are of those who are asked for.
    this.own = new Groups({ ...selection, evidence: 1 }, tallies);
    const scopes = versions
      .definitions()
      .toReversed()
      .flatMap(({ scopes: of = [] }) => of);
    this.byScope = new Map(scopes.map(({ id }) => [id, tallies()]));
  }

  add(held: readonly HeldCustody[], patient: string, selected: SelectedEpisodes<CustodyTallies>) {
    for (const custody of held) {
      const { key } = custody;
      const own = selected.of({ patient, key });
      if (own.length === 0) continue;
      for (const each of custody.parts) {
        const part = this.clock.partBy(each, custody.at);
        const { scope } = part;
        if (scope === undefined) for (const tallies of own) tallies.add(patient, part);
        else this.byScope.get(scope)?.add(patient, part);
        this.list({ patient, ...keyed(key) }, part);
      }
    }
  }

  scopes(): Pick<CustodyAnswer, 'scopes'> {
    if (this.byScope.size === 0) return {};
    return {
      scopes: [...this.byScope].map(([scope, tallies]) => ({ scope, ...tallies.counts() })),
    };
  }

  private list(
    of: Pick<Found, 'patient' | 'key'>,
    { held, offers, dropped }: Pick<CustodyPart, 'held' | 'offers' | 'dropped'>,
  ): void {
    const { at } = this;
    for (const each of dropped) if (each.lasts) this.dropped.push({ ...each, ...of });
    for (const each of offers)
      if (each.end === 'open') this.openOffers.push({ ...each, ...of, at });
      else if (each.returned) this.returnedOffers.push({ ...each, ...of, at });
    for (const each of held)
      if (each.spell.to === undefined && each.idleDays > 0)
        this.idleSpells.push({ ...each, ...of, at });
  }
}

function keyed(key: string | undefined): Keyed {
  return key === undefined ? {} : { key };
}

function scoped(scope: string | undefined): Scoped {
  return scope === undefined ? {} : { scope };
}

function overdueMs({ offer: { answerDueAt }, silent, at }: FoundOffer): number {
  return silent && answerDueAt !== undefined ? at - answerDueAt : 0;
}

function openOffer(found: FoundOffer, zone: string): OpenOffer {
  const { episode, scope, handover, attempt, from, to, offeredAt, answerDueAt, events } =
    found.offer;
  const { fromOrganisation, toOrganisation, toOrganisationUnknown } = found.offer;
  return {
    ...{ patient: found.patient, ...keyed(found.key), episode, ...scoped(scope) },
    ...{ handover, attempt, from, to },
    ...(fromOrganisation !== undefined && { fromOrganisation }),
    ...(toOrganisation !== undefined && { toOrganisation }),
    ...(toOrganisationUnknown !== undefined && { toOrganisationUnknown }),
    offeredAt: formatInstant(offeredAt, zone),
    answerDueAt: answerDueAt === undefined ? null : formatInstant(answerDueAt, zone),
    askedBack: events.some(({ kind }) => kind === 'withdrawn'),
    offeredSeconds: found.offeredMs / 1000,
    overdueSeconds: overdueMs(found) / 1000,
    offered: evidenceOf(found.by, zone),
  };
}

function idleSpell(found: FoundSpell, zone: string): IdleSpell {
  const { episode, scope, holder, organisation, from, basis: taken } = found.spell;
  const { patient, key, days, idleDays, longestIdleDays } = found;
  return {
    ...{ patient, ...keyed(key), episode, ...scoped(scope), holder },
    ...{ since: formatInstant(from, zone), taken },
    ...(organisation !== undefined && { organisation }),
    ...{ days, idleDays, longestIdleDays },
    by: evidenceOf(found.by, zone),
  };
}
