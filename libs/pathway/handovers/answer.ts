/** What an answer to a handover says by itself: who gives it, why, and for which offer. */
import type { TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
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

/** The service that answers; undefined where the fact does not name one of the definition's. */
export function answererOf({ fact }: TimedFact, { services }: Definition): string | undefined {
  if (!ANSWER_TYPES.has(fact.type)) return undefined;
  const to = fieldOf(fact.data, 'to');
  return typeof to === 'string' && services.has(to) ? to : undefined;
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
