/**
 * Who gets the messages of whom today. A message is for the organisation that it was sent to; once
 * another has taken that organisation's place, it is for the other. Neither the log nor an outbox
 * is rewritten: it is asked anew on each day.
 */
import { dayOf, formatInstant } from '#calendar';
import { receiverOf, receiverParts, type OrganisationDirectory } from '#care-event';
import type { Clock } from '../shared/tokens.js';

/** The part of the names that is left open, such as in `rehabilitation@*`. */
const ANY = '*';

export class Receivers {
  private readonly known = new WeakMap<OrganisationDirectory, Successions>();

  /** @param directory as it is known at the moment */
  constructor(
    private readonly directory: () => OrganisationDirectory,
    private readonly clock: Clock,
  ) {}

  /** Whoever gets the messages of a receiver today: itself, unless its organisation was replaced. */
  heirOf(receiver: string): string {
    const { service, organisation } = receiverParts(receiver);
    const heir = organisation === undefined ? undefined : this.today().heirs.get(organisation);
    return heir === undefined ? receiver : receiverOf({ service, organisation: heir });
  }

  /** Receivers whose messages this one gets besides its own, sorted. */
  inheritedBy(receiver: string): readonly string[] {
    const { service, organisation } = receiverParts(receiver);
    const replaced = organisation === undefined ? [] : this.today().replaced.get(organisation);
    return (replaced ?? []).map((old) => receiverOf({ service, organisation: old }));
  }

  /** A directory has no zone of its own: the day is that of UTC. */
  private today(): Successions {
    const directory = this.directory();
    const day = dayOf(formatInstant(this.clock(), 'UTC').slice(0, 10));
    const known = this.known.get(directory);
    if (known?.day === day) return known;
    const heirs = directory.replacedOn(day);
    const groups = Map.groupBy(heirs, ([, heir]) => heir);
    const replaced = new Map(
      [...groups].map(([heir, all]) => [heir, all.map(([old]) => old).sort()] as const),
    );
    const successions = { day, heirs, replaced };
    this.known.set(directory, successions);
    return successions;
  }
}

interface Successions {
  readonly day: number;
  /** By whom they have replaced. */
  readonly heirs: ReadonlyMap<string, string>;
  readonly replaced: ReadonlyMap<string, readonly string[]>;
}

/**
 * Of names that may leave the service or the organisation open, the one that a receiver's messages
 * go by: its own; else its organisation's, then its service's, then the one that leaves both open.
 * @param has whether there is such a name
 */
export function nameFor(receiver: string, has: (name: string) => boolean): string | undefined {
  const { service, organisation } = receiverParts(receiver);
  const names =
    organisation === undefined
      ? [receiver, ANY]
      : [receiver, `${ANY}@${organisation}`, `${service}@${ANY}`, `${ANY}@${ANY}`];
  return names.find(has);
}
