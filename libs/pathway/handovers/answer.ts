/** What an answer to a handover says by itself: who gives it, why, and for which offer. */
import type { TimedFact } from '#care-event';
import type { EpisodeContext } from '../instances/episode-context.js';
import { fieldOf } from '../definition/pattern.js';
import type { Offer } from './offer.js';

/** Types that have no other meaning than to answer an offer; their `to` is who answers. */
const ANSWER_TYPES: ReadonlySet<string> = new Set([
  'ResponsibilityAccepted',
  'ResponsibilityRefused',
  'ResponsibilityReleased',
]);

/** Characters of a reason that are passed on; the fact keeps the rest. */
const REASON_CHARACTERS_MAX = 500;

/** Who gives an answer, as far as the fact says. */
export interface Answerer {
  readonly service?: string | undefined;
  /** Where the definition binds services to organisations. */
  readonly organisation?: string | undefined;
  /** The organisation is named as the one that answers, and not only as the one that reports it. */
  readonly isNamed?: boolean;
}

/** Where `to` names a service of the definition or an organisation, it is they who answer. */
export function answererOf(
  fact: TimedFact,
  { definition, organisations }: Pick<EpisodeContext, 'definition' | 'organisations'>,
): Answerer {
  const to = ANSWER_TYPES.has(fact.fact.type) ? fieldOf(fact.fact.data, 'to') : undefined;
  const named = typeof to === 'string' ? to : undefined;
  const service = named !== undefined && definition.services.has(named) ? named : undefined;
  if (organisations === undefined) return { service };
  const organisation = service === undefined ? organisations.idOf(named, fact) : undefined;
  if (organisation !== undefined) return { organisation, isNamed: true };
  return { service, organisation: organisations.actorOf(fact) };
}

/**
 * Whether the answer may be that of the service and the organisation that were asked. An
 * organisation that does not provide the service reports the answer of another.
 */
export function mayBeOf(
  { service, organisation, isNamed = false }: Answerer,
  { terms }: Offer,
  { fact, organisations }: { fact: TimedFact; organisations: EpisodeContext['organisations'] },
): boolean {
  if (service !== undefined && service !== terms.to) return false;
  if (organisation === undefined || organisations === undefined) return true;
  const asked = terms.toOrganisation.organisation;
  const provides = organisations.provides(organisation, terms.to, fact);
  if (asked !== undefined && organisations.isSame(organisation, asked, fact)) return true;
  return provides ? asked === undefined : !isNamed;
}

/** For messages. */
export function nameOf({ service, organisation, isNamed }: Answerer): string | undefined {
  if (organisation === undefined || service === undefined) return organisation ?? service;
  return isNamed === true ? organisation : `${service} of ${organisation}`;
}

/** The organisation that acted, where it is one of those that an open offer waits for. */
export function actingAmong({ fact }: TimedFact, open: readonly Offer[]): string | undefined {
  const organisation = fact.actor?.organisation;
  return open.find(({ terms }) => terms.to === organisation)?.terms.to;
}

/**
 * Whether it is meant as an answer: of such a type, or with the field that distinguishes
 * offers.
 */
export function isMadeForAnswering({ fact }: TimedFact, match?: string): boolean {
  return match !== undefined || ANSWER_TYPES.has(fact.type);
}

/** Whether it is certainly about that offer. */
export function namesOffer(fact: TimedFact, match: string | undefined, offer: Offer): boolean {
  return match === undefined || offer.match === undefined
    ? ANSWER_TYPES.has(fact.fact.type)
    : match === offer.match;
}

/** The reason that the fact gives, else the outcome that it names. */
export function reasonIn({ fact }: TimedFact): { readonly reason?: string } {
  const reason = fieldOf(fact.data, 'reason') ?? fieldOf(fact.data, 'outcome');
  if (typeof reason !== 'string' || reason === '') return {};
  return { reason: reason.slice(0, REASON_CHARACTERS_MAX) };
}

/** Identifier of the person who took the patient over. */
export function personIn({ fact }: TimedFact): { readonly person?: string } {
  const person = fieldOf(fact.data, 'person');
  return typeof person === 'string' && person !== '' ? { person } : {};
}
