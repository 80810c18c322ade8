/**
 * The two instants that one patient's journey is asked for. A date stands for the end of that day
 * where the patient is: in the zone of the pathway asked for, or of the one entered first.
 */
import { intervalOf, parseInstant } from '#calendar';
import type { EventStore } from '#event-store';
import type { Instants, When } from './instants.js';
import { notTooLate } from '../models/latest-instant.js';
import { pathwaysFor, patientHistory, type PublishedPathways } from './patient-history.js';

interface Asked {
  readonly asOf: When;
  readonly knownAt?: When;
  readonly pathway?: string;
}

/** An instant as it is asked for: that of a text, or the date that it is. */
export function whenOf(text: string): When {
  return parseInstant(text) ?? text;
}

/** Of any zone there is. */
const LATEST_END = '-12:00';

export async function instantsAsked(
  store: EventStore,
  pathways: PublishedPathways,
  { patient, ...asked }: Asked & { readonly patient: string },
): Promise<Instants> {
  const { asOf, knownAt } = asked;
  const hasDays = typeof asOf === 'string' || typeof knownAt === 'string';
  const zone = hasDays ? await zoneOf(store, pathways, { patient, ...asked }) : 'UTC';
  const instant = (when: When, path: string): number =>
    notTooLate(typeof when === 'number' ? when : intervalOf(when, zone).end, path);
  return {
    asOf: instant(asOf, 'asOf'),
    ...(knownAt !== undefined && { knownAt: instant(knownAt, 'knownAt') }),
    days: {
      ...(typeof asOf === 'string' && { asOfDay: asOf }),
      ...(typeof knownAt === 'string' && { knownAtDay: knownAt }),
    },
  };
}

async function zoneOf(
  store: EventStore,
  pathways: PublishedPathways,
  { patient, asOf, pathway }: Asked & { readonly patient: string },
): Promise<string> {
  const { facts } = await patientHistory(store, patient);
  const inForce = pathwaysFor(pathways, undefined, facts);
  const asked = inForce.find(({ definition }) => definition.id === pathway);
  if (asked !== undefined) return asked.definition.zone;
  const at = typeof asOf === 'number' ? asOf : Date.parse(`${asOf}T23:59:59.999${LATEST_END}`);
  const values = facts.map(({ value }) => value);
  const entered = inForce.flatMap(({ definition, versions }) =>
    versions
      .assessAll(values, at)
      .flatMap(({ episodes: [first] }) =>
        first === undefined ? [] : [{ zone: definition.zone, at: first.enteredAt }],
      ),
  );
  return entered.sort((a, b) => a.at - b.at)[0]?.zone ?? 'UTC';
}
