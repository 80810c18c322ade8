/**
 * Which organisation stands for each service in one episode, fact by fact. Of the service that
 * holds the patient it is the one that took the patient over, whatever the bindings say since: it
 * stays accountable until another has accepted.
 */
import { compareFacts, type OrganisationDirectory, type TimedFact } from '#care-event';
import { dayAt } from '#calendar';
import type { Definition, Service } from '../definition/definition.js';
import { municipalityIn } from '../definition/parameters.js';
import type { OrganisationSpell, OrganisationState } from '../state/organisation-state.js';
import {
  actorIn,
  isSameOrganisation,
  namedBy,
  organisationOf,
  referenceIn,
  stateOf,
} from './bindings.js';

/** Whoever holds the patient. */
export interface Holding extends OrganisationState {
  readonly holder: string;
}

/** Who held the patient when. */
export interface Holdings {
  /** Just before the fact; up to the entry, the first holder. */
  spellBefore(fact: TimedFact): Holding | undefined;
  spellAt(at: number): Holding | undefined;
}

interface Since {
  readonly by: TimedFact;
  readonly state: OrganisationState;
}

const NOT_NAMED: OrganisationState = { organisationUnknown: 'not-named' };
const NO_PREVIOUS: OrganisationState = { organisationUnknown: 'no-previous-holder' };

export class OrganisationTracker {
  /** Grows whenever another organisation stands for a service, or holds the patient. */
  revision = 0;
  private readonly services: readonly Service[];
  private readonly timelines = new Map<string, Since[]>();
  /** By service: whom the latest event named for it. */
  private readonly named = new Map<string, OrganisationState>();
  /** Organisations that have held the patient, the latest last. */
  private readonly holders: string[] = [];
  private municipality: string | undefined;
  private latestNews: TimedFact | undefined;
  private latestMove: TimedFact | undefined;
  private enteredAt: number | undefined;
  private listed: readonly OrganisationSpell[] | undefined;

  /** @param report takes a fact that names an organisation which the directory does not know */
  constructor(
    private readonly definition: Definition,
    private readonly directory: OrganisationDirectory,
    private readonly custody: Holdings,
    private readonly report: (fact: TimedFact, message: string) => void,
  ) {
    this.services = [...definition.services.values()];
  }

  /** A fact of the episode, in order, before it does anything else. */
  note(timed: TimedFact, municipality: string | undefined): void {
    // Where the patient lived before the first fact is no news of it.
    const isNews = this.timelines.size > 0 || municipalityIn(timed.fact) !== undefined;
    const moved = isNews && municipality !== this.municipality;
    let named = false;
    for (const service of this.services) named = this.nameBy(timed, service) || named;
    // Kept in mind only with a timeline to show it: the next fact may say the same.
    if (!moved && !named) return;
    this.municipality = municipality;
    this.latestNews = timed;
    if (moved) this.latestMove = timed;
    this.refresh(timed);
  }

  /**
   * A fact that is no part of the episode, but may tell where the patient lives.
   * @returns whether it told something else than was known
   */
  noteAddress(timed: TimedFact, municipality: string | undefined): boolean {
    if (municipality === this.municipality) return false;
    this.municipality = municipality;
    this.latestNews = this.latestMove = timed;
    this.refresh(timed);
    return true;
  }

  /** The fact that opens the episode, after those that it looks back on; or opens it again. */
  begin(entry: TimedFact, municipality: string | undefined): void {
    this.note(entry, municipality);
    this.enteredAt ??= entry.start;
    if (this.timelines.size > 0) return;
    this.municipality = municipality;
    this.refresh(entry);
  }

  /** The patient was taken over by an organisation. */
  passed({ organisation }: OrganisationState, by: TimedFact): void {
    this.revision += 1;
    if (organisation !== undefined) this.holders.push(organisation);
    this.refresh(by);
  }

  /** Whether the fact has told something about organisations. */
  isNews(fact: TimedFact): boolean {
    return this.latestNews === fact;
  }

  /** Whom the service is bound to as of the fact, whoever holds the patient. */
  boundAsOf(service: string, fact: TimedFact): OrganisationState {
    return this.find(service, ({ by }) => compareFacts(by, fact) <= 0);
  }

  /** As `boundAsOf`, at an instant. */
  boundAt(service: string, at: number): OrganisationState {
    return this.find(service, ({ by }) => by.start <= at);
  }

  /** The same, as seen by what somebody else holds, such as a scope. */
  asHeldBy(custody: Holdings): OrganisationTracker {
    return Object.create(this, { custody: { value: custody } }) as OrganisationTracker;
  }

  /** Which organisation of the service answers for what is owed just before the fact. */
  before(service: string, fact: TimedFact): OrganisationState {
    const holding = this.custody.spellBefore(fact);
    if (holding?.holder === service) return organisationOf(holding);
    return this.find(service, ({ by }) => compareFacts(by, fact) < 0);
  }

  /** As `before`, at an instant. */
  at(service: string, at: number): OrganisationState {
    const holding = this.custody.spellAt(at);
    return holding?.holder === service ? organisationOf(holding) : this.boundAt(service, at);
  }

  /** To whom the fact itself says that it is addressed, if they provide the service; else as bound. */
  addressedBy(fact: TimedFact, service: string): OrganisationState {
    return (
      this.said(referenceIn(fact, 'addressee'), fact, service) ?? this.boundAsOf(service, fact)
    );
  }

  /** Who did it, if they provide the service; else whom that is bound to. */
  performedBy(fact: TimedFact, service: string): OrganisationState {
    return (
      this.said(referenceIn(fact, 'performer'), fact, service) ?? this.boundAsOf(service, fact)
    );
  }

  /** Id of the organisation that acted; undefined where the directory knows none by what the fact says. */
  actorOf(fact: TimedFact): string | undefined {
    return this.idOf(actorIn(fact), fact);
  }

  /** Id of whom the directory knows by that name on the day of the fact. */
  idOf(reference: string | undefined, fact: TimedFact): string | undefined {
    if (reference === undefined) return undefined;
    return stateOf(this.directory.byReference(reference, this.dayOf(fact))).organisation;
  }

  provides(organisation: string, service: string, fact: TimedFact): boolean {
    const current = this.directory.currentOf(organisation, this.dayOf(fact));
    return current?.services.includes(service) === true;
  }

  /** Known to be the same: what is not known may be any. */
  isSameState(a: OrganisationState, b: OrganisationState, fact: TimedFact): boolean {
    if (a.organisation === undefined || b.organisation === undefined) return false;
    return this.isSame(a.organisation, b.organisation, fact);
  }

  /** Whether the holder is bound to where the patient lives, and that is elsewhere since the fact. */
  isMovedAway({ holder, organisation }: Holding, fact: TimedFact): boolean {
    const { organisation: binding } = this.definition.services.get(holder) ?? {};
    if (this.latestMove !== fact || organisation === undefined) return false;
    if (binding?.kind !== 'municipality-of-patient') return false;
    return !this.isSameState({ organisation }, this.boundAsOf(holder, fact), fact);
  }

  isSame(a: string, b: string, fact: TimedFact): boolean {
    return isSameOrganisation(a, b, { directory: this.directory, day: this.dayOf(fact) });
  }

  /** Of every service, in their order, what has stood for it since when in the episode. */
  spells(episode: number): readonly OrganisationSpell[] {
    const { enteredAt = -Infinity } = this;
    this.listed ??= this.services.flatMap(({ id: service }) => {
      const timeline = this.timelines.get(service) ?? [];
      const entered = timeline.findLastIndex(({ by }) => by.start <= enteredAt);
      return timeline.slice(Math.max(entered, 0)).map(({ by, state }) => {
        return { episode, service, from: Math.max(by.start, enteredAt), ...state };
      });
    });
    return this.listed;
  }

  private said(
    reference: string | undefined,
    fact: TimedFact,
    service: string,
  ): OrganisationState | undefined {
    const organisation = this.idOf(reference, fact);
    if (organisation === undefined || !this.provides(organisation, service, fact)) return undefined;
    return { organisation };
  }

  private find(service: string, holds: (since: Since) => boolean): OrganisationState {
    const timeline = this.timelines.get(service) ?? [];
    return (timeline.findLast(holds) ?? timeline[0])?.state ?? NOT_NAMED;
  }

  /** True where the fact names an organisation for the service, known or not. */
  private nameBy(timed: TimedFact, service: Service): boolean {
    const named = namedBy(timed, service, this.definition);
    if (named === undefined) return false;
    const { reference, isForService } = named;
    const state = stateOf(this.directory.byReference(reference, this.dayOf(timed)));
    const { organisation } = state;
    if (organisation === undefined && this.directory.size > 0) {
      const why = state.organisationUnknown === 'ambiguous' ? 'is several' : 'is none';
      this.report(timed, `${reference} ${why} of the organisations in the directory`);
    }
    // Whoever does not provide the service was named for another one.
    const isOther = organisation !== undefined && !this.provides(organisation, service.id, timed);
    if (isOther && !isForService) return false;
    this.named.set(service.id, state);
    return true;
  }

  private refresh(by: TimedFact): void {
    const day = this.dayOf(by);
    for (const service of this.services) {
      const state = this.resolve(service, by, day);
      const timeline = this.timelines.get(service.id);
      if (timeline === undefined) this.timelines.set(service.id, [{ by, state }]);
      else if (saysTheSame(timeline.at(-1)?.state, state)) continue;
      else timeline.push({ by, state });
      this.revision += 1;
      this.listed = undefined;
    }
  }

  private resolve({ id, organisation }: Service, by: TimedFact, day: number): OrganisationState {
    switch (organisation?.kind) {
      case undefined:
        return { organisationUnknown: 'unbound' };
      case 'municipality-of-patient': {
        if (this.municipality === undefined) return { organisationUnknown: 'no-municipality' };
        const found = this.directory.providing(id, this.municipality, day);
        return found.status === 'unknown'
          ? { organisationUnknown: 'not-provided' }
          : stateOf(found);
      }
      case 'fixed':
        return stateOf(this.directory.byReference(organisation.organisation, day));
      case 'previous-holder': {
        const previous = this.holders.findLast((holder) => this.provides(holder, id, by));
        return previous === undefined ? NO_PREVIOUS : { organisation: previous };
      }
      default:
        return this.named.get(id) ?? NOT_NAMED;
    }
  }

  private dayOf({ start }: TimedFact): number {
    return dayAt(start, this.definition.zone);
  }
}

function saysTheSame(a: OrganisationState | undefined, b: OrganisationState): boolean {
  return a?.organisation === b.organisation && a?.organisationUnknown === b.organisationUnknown;
}
