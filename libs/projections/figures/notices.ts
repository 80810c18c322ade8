/**
 * Who was notified of a stall, and whether the message arrived: the warnings, reminders and
 * escalations of a duty or an offer, joined with the messages of the outbox.
 */
import { formatInstant } from '#calendar';
import { receiverParts, type MessageKind } from '#care-event';
import type { ReadView } from '../port/read-models.js';

/** A warning, a reminder or an escalation. */
export interface Notice {
  readonly how: 'warned' | 'reminded' | 'escalated';
  readonly service: string;
  /** Which of the service, where it is known. */
  readonly organisation?: string;
  /** When the definition says so, RFC 3339. */
  readonly at: string;
  /** Absent where none was written: old news is not sent. */
  readonly message?: NoticeMessage;
}

export interface NoticeMessage {
  /** When it was put into the outbox, RFC 3339. */
  readonly writtenAt: string;
  /** Absent while nobody is known to have it. */
  readonly arrived?: {
    /** Pushed to its receiver, or acknowledged by the receiver who had fetched it. */
    readonly how: 'pushed' | 'fetched';
    readonly at: string;
    /** The receiver who fetched it, or what pushed it, such as `webhook`. */
    readonly by: string;
  };
  /** Code of the last failed attempt to push it. */
  readonly failed?: string;
  /** It is no longer pushed. */
  readonly givenUp?: true;
}

/** Before it is formatted; `message` is the kind of message that tells it, if any does. */
export interface FoundNotice extends Omit<Notice, 'at' | 'message'> {
  /** Ms since the epoch. */
  readonly at: number;
  readonly message?: MessageKind;
}

interface WithNotices {
  readonly patient: string;
  readonly notified?: readonly FoundNotice[];
}

/** Patients asked for in one query. */
const CHUNK = 500;
const KINDS: readonly MessageKind[] = ['due-soon', 'overdue', 'reminded', 'escalated'];

/** The messages behind the notices of some stalls, as they stood at an instant. */
export class NoticeMessages {
  private readonly found: ReadonlyMap<string, MessageRow>;

  private constructor(
    rows: readonly MessageRow[],
    private readonly at: number,
    private readonly zone: string,
  ) {
    // Of several at one instant the first: nobody gets the same message twice in one moment.
    this.found = new Map(rows.toReversed().map((row) => [keyOf(row), row]));
  }

  /** @param at what was recorded later is left out, ms since the epoch */
  static async read(
    view: ReadView,
    stalls: readonly WithNotices[],
    { pathway, at, zone }: { readonly pathway: string; readonly at: number; readonly zone: string },
  ): Promise<NoticeMessages> {
    const sent = stalls.filter(({ notified = [] }) =>
      notified.some(({ message }) => message !== undefined),
    );
    const patients = [...new Set(sent.map(({ patient }) => patient))];
    const rows: MessageRow[] = [];
    for (let first = 0; first < patients.length; first += CHUNK) {
      const some = patients.slice(first, first + CHUNK);
      rows.push(...(await messagesTo(view, some, pathway)));
    }
    return new NoticeMessages(
      rows.filter(({ recorded_at }) => recorded_at <= at),
      at,
      zone,
    );
  }

  format(patient: string, { at, message: kind, ...notice }: FoundNotice): Notice {
    const { service } = notice;
    const row =
      kind === undefined ? undefined : this.found.get(keyOf({ patient, kind, service, time: at }));
    return {
      ...notice,
      at: formatInstant(at, this.zone),
      ...(row !== undefined && { message: this.messageOf(row) }),
    };
  }

  private messageOf(row: MessageRow): NoticeMessage {
    const { recorded_at, delivered_at, delivered_by, reason, given_up_position } = row;
    const has = delivered_at !== null && delivered_at <= this.at;
    const fetched = delivered_by === 'outbox';
    return {
      writtenAt: formatInstant(recorded_at, this.zone),
      ...(has && {
        arrived: {
          how: fetched ? 'fetched' : 'pushed',
          at: formatInstant(delivered_at, this.zone),
          by: fetched ? row.service : (delivered_by ?? ''),
        },
      }),
      ...(!has && reason !== null && { failed: reason }),
      ...(!has && given_up_position !== null && { givenUp: true as const }),
    };
  }
}

interface MessageRow {
  readonly patient: string;
  readonly kind: string;
  /** The receiver: a service, or a service of an organisation. */
  readonly service: string;
  readonly time: string;
  readonly recorded_at: number;
  readonly delivered_at: number | null;
  readonly delivered_by: string | null;
  readonly reason: string | null;
  readonly given_up_position: string | null;
}

function messagesTo(
  view: ReadView,
  patients: readonly string[],
  pathway: string,
): Promise<MessageRow[]> {
  return view.db
    .selectFrom('outbox')
    .select(['patient', 'kind', 'service', 'time', 'recorded_at', 'delivered_at', 'delivered_by'])
    .select(['reason', 'given_up_position'])
    .where('patient', 'in', patients)
    .where('kind', 'in', KINDS)
    .where('pathway', '=', pathway)
    .orderBy('position')
    .execute();
}

function keyOf({
  patient,
  kind,
  service,
  time,
}: Pick<MessageRow, 'patient' | 'kind' | 'service'> & { readonly time: string | number }): string {
  const at = typeof time === 'number' ? time : Date.parse(time);
  return JSON.stringify([patient, kind, receiverParts(service).service, at]);
}
