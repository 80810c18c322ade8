/** `stafett log`: the events in the log. */
import { Option, type Command } from 'commander';
import { readToken } from '#event-store';
import type { FolderAccess, OperationAnswer } from '../../composition/operations/operations.js';
import { examples } from '../options/examples.js';
import { given, wholeNumber } from '../options/values.js';
import { renderLog, rowOf, type LogRow } from '../render/log.js';
import { withFolder } from '../session/folder-access.js';
import { addLogVerify } from './log-verify.js';
import type { Session, SessionOf } from '../session/session.js';
import { Refused, usage } from '../terminal/errors.js';

/** Events in one page: a server reads no more of them at once between two publishers. */
const PAGE_EVENTS = 200;

interface LogOptions {
  readonly stream?: string;
  readonly from?: string;
  readonly limit: number;
  readonly backwards?: boolean;
}

export function addLog(program: Command, sessionOf: SessionOf): void {
  const log = program
    .command('log')
    .summary('show the events in the log')
    .description(
      'Shows the events in the log, in the order in which they were recorded. With --json it prints one\n' +
        'event per line, so any number of them can be piped to another program; to go on later, give the\n' +
        'cursor of the last one to --from.',
    )
    .option(
      '--stream <name>',
      'only this stream, such as patient-p…, handover-h…, parked-p…, definition-… or definitions',
    )
    .option(
      '--from <cursor>',
      'continue where a page ended; or a number: after this position, with --stream at this revision',
    )
    .addOption(
      new Option('--limit <n>', 'show at most n events')
        .default(50)
        .argParser(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    )
    .option('--backwards', 'newest first')
    .addHelpText(
      'after',
      examples({
        'the last ten events': 'stafett log --backwards --limit 10',
        'how a definition has changed': 'stafett log --stream definition-sepsis',
        'the events after position 50': 'stafett log --from 50',
        'everything, for another program':
          'stafett log --json --limit 100000000 | gzip > log.ndjson.gz',
      }),
    )
    .action((options: LogOptions) => show(sessionOf(), options));
  addLogVerify(log, sessionOf);
}

async function show(session: Session, options: LogOptions): Promise<void> {
  const { from } = options;
  if (from !== undefined && !/^\d+$/.test(from) && readToken(from) === undefined) {
    throw usage(
      `--from ${from}: expected a cursor as this command prints it, or a position or revision in digits.`,
    );
  }
  await withFolder(session, { kind: 'log' }, async (folder) => {
    if (options.stream !== undefined) await requireStream(folder, options.stream);
    if (session.json) {
      for await (const { events } of pages(folder, options)) {
        for (const event of events) session.line(JSON.stringify(toJson(event)));
      }
      return;
    }
    const rows: LogRow[] = [];
    let cursor: string | undefined;
    for await (const page of pages(folder, options)) {
      rows.push(...page.events.map(rowOf));
      cursor = page.events.at(-1)?.cursor;
    }
    await session.answer(rows, (page) =>
      renderLog(page, rows, { ...options, ...given({ cursor }) }),
    );
  });
}

/** Nothing in a misspelt stream would look like a stream without events. */
async function requireStream(folder: FolderAccess, stream: string): Promise<void> {
  const { events } = await folder.ask('events', { stream, backwards: false, limit: 1 });
  if (events.length > 0) return;
  const { didYouMean } = await import('#care-event');
  const { pathways } = await folder.ask('pathways', {});
  const names = ['definitions', 'organisations', ...pathways.map(({ id }) => `definition-${id}`)];
  // The name is not repeated: most streams are named after a patient.
  throw new Refused('unknown-stream', `There is no such stream.${didYouMean(stream, names)}`, {
    advice: 'stafett log prints the stream of each event.',
  });
}

/** What was asked for, page by page. */
async function* pages(
  folder: FolderAccess,
  { stream, from, limit, backwards = false }: LogOptions,
): AsyncGenerator<OperationAnswer<'events'>> {
  let left = limit;
  let next = from;
  while (left > 0) {
    const query = { backwards, limit: Math.min(left, PAGE_EVENTS) };
    const page = await folder.ask('events', { ...query, ...given({ stream, from: next }) });
    if (page.events.length > 0) yield page;
    if (page.end) return;
    left -= page.events.length;
    next = page.events.at(-1)?.cursor;
  }
}

function toJson(event: OperationAnswer<'events'>['events'][number]): object {
  const { position, cursor, recordedAt, stream, revision, id, damage } = event;
  const recorded = new Date(recordedAt).toISOString();
  if (damage !== undefined)
    return { position, cursor, recordedAt: recorded, stream, revision, type: null, id, damage };
  const { type, data, metadata } = event;
  return { position, cursor, recordedAt: recorded, stream, revision, type, id, data, metadata };
}
