/** Events of the log, one a row, and how to see more of them. */
import type { LogEvent } from '#event-store';
import { counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { damageText } from './verified.js';

/** What was asked for. */
export interface LogQuery {
  readonly stream?: string;
  readonly from?: string;
  readonly limit: number;
  /** After the last event. */
  readonly cursor?: string;
}

const DATA_CHARACTERS_MAX = 60;

/** What is shown of an event, which may be much smaller than the event. */
export type LogRow = readonly string[];

export function rowOf(event: LogEvent): LogRow {
  const { position, revision, stream } = event;
  const recorded = new Date(event.recordedAt).toISOString().slice(0, 19).replace('T', ' ');
  return [position, recorded, stream, String(revision), ...contentOf(event)];
}

export async function renderLog(
  page: Page,
  events: readonly LogRow[],
  { stream, from, limit, cursor }: LogQuery,
): Promise<Page> {
  if (events.length === 0 || cursor === undefined) {
    const where = stream === undefined ? 'The log' : `The stream ${stream}`;
    return page.line(`${where} has no events${from === undefined ? '' : ' from there on'}.`);
  }
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'recorded, UTC' },
      { title: 'stream' },
      { title: 'revision', right: true },
      { title: 'type' },
      { title: 'occurred' },
      { title: 'data' },
    ],
    events,
    { listing: true },
  );
  const n = counted(events.length, 'event');
  if (events.length < limit) return page.line(`${n}; there are no more.`);
  return page.line(`${n}. If there are more, continue with --from ${cursor}`);
}

/** Type, when it occurred, and data. */
function contentOf(event: LogEvent): readonly string[] {
  if (event.damage !== undefined) return ['damaged', '', damageText(event.damage)];
  const { type, data, metadata } = event;
  const { at } = metadata;
  return [type, typeof at === 'string' ? at : '', shortened(JSON.stringify(data))];
}

function shortened(text: string): string {
  if (text.length <= DATA_CHARACTERS_MAX) return text;
  // A part of a text keeps the whole in memory, unless it is copied.
  return `${Buffer.from(text.slice(0, DATA_CHARACTERS_MAX - 1), 'utf16le').toString('utf16le')}…`;
}
