/** `stafett log`: the events as the log holds them. */
import { Option, type Command } from 'commander';
import { LIMITS, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { usage } from '../terminal/errors.js';
import { examples } from '../options/examples.js';
import type { Page } from '../terminal/page.js';
import { counted } from '../terminal/format.js';
import type { Session, SessionOf } from '../session/session.js';
import { wholeNumber } from '../options/values.js';

interface LogOptions {
  readonly stream?: string;
  readonly from?: string;
  readonly limit: number;
  readonly backwards?: boolean;
}

const DATA_CHARACTERS_SHOWN = 60;

export function addLog(program: Command, sessionOf: SessionOf): void {
  program
    .command('log')
    .summary('show the events as the log holds them')
    .description(
      'Shows events as the log holds them, in the order they were recorded.\n' +
        'With --json: one event a line, so that any number can be piped on.',
    )
    .option(
      '--stream <name>',
      'only this stream, such as patient-p…, handover-h…, parked-p…, definition-… or definitions',
    )
    .option('--from <place>', 'begin after this position; with --stream, at this revision')
    .addOption(
      new Option('--limit <n>', 'most events to show')
        .default(50)
        .argParser(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    )
    .option('--backwards', 'newest first')
    .addHelpText(
      'after',
      examples({
        'the last ten events': 'stafett log --backwards --limit 10',
        'how a definition changed': 'stafett log --stream definition-sepsis',
        'go on where the last page ended': 'stafett log --from 50',
        'everything, for another program':
          'stafett log --json --limit 100000000 | gzip > log.ndjson.gz',
      }),
    )
    .action((options: LogOptions, command: Command) => show(sessionOf(command), options));
}

async function show(session: Session, options: LogOptions): Promise<void> {
  if (options.from !== undefined && !/^\d+$/.test(options.from)) {
    throw usage(
      `--from ${options.from}: a place in the log is written in digits, as this command prints it.`,
    );
  }
  const { withLog } = await import('../session/open-folder.js');
  await withLog(session, async ({ store }) => {
    if (session.options.json === true) {
      for await (const page of pages(store, options)) {
        for (const event of page) session.line(JSON.stringify(plain(event)));
      }
      return;
    }
    const events: RecordedEvent[] = [];
    for await (const page of pages(store, options)) events.push(...page);
    await session.answer(events, (_events, page) => table(page, events, options));
  });
}

/** What was asked for, page by page. */
async function* pages(
  store: EventStore,
  { stream, from, limit, backwards }: LogOptions,
): AsyncGenerator<readonly RecordedEvent[]> {
  const direction = backwards === true ? 'backwards' : 'forwards';
  let left = limit;
  let next = from;
  while (left > 0) {
    const size = Math.min(left, LIMITS.pageEvents);
    const { events, end } =
      stream === undefined
        ? await store.readLog({
            direction,
            limit: size,
            ...(next === undefined ? {} : { from: next as Position }),
          })
        : await store.readStream(stream, {
            direction,
            limit: size,
            ...(next === undefined ? {} : { from: Number(next) }),
          });
    const last = events.at(-1);
    if (last === undefined) return;
    yield events;
    if (end) return;
    left -= events.length;
    const revision = last.revision + (direction === 'forwards' ? 1 : -1);
    next = stream === undefined ? last.position : String(revision);
  }
}

function plain(event: RecordedEvent): object {
  const { position, recordedAt, stream, revision, type, id, data, metadata } = event;
  const recorded = new Date(recordedAt).toISOString();
  return { position, recordedAt: recorded, stream, revision, type, id, data, metadata };
}

async function table(
  page: Page,
  events: readonly RecordedEvent[],
  { stream, from, limit, backwards }: LogOptions,
): Promise<Page> {
  const last = events.at(-1);
  if (last === undefined) {
    const where = stream === undefined ? 'The log' : `The stream ${stream}`;
    return page.line(`${where} has no events${from === undefined ? '' : ' from there on'}.`);
  }
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'recorded' },
      { title: 'stream' },
      { title: 'rev', right: true },
      { title: 'type' },
      { title: 'happened' },
      { title: 'data' },
    ],
    events.map((event) => [
      event.position,
      new Date(event.recordedAt).toISOString().slice(0, 19).replace('T', ' '),
      event.stream,
      String(event.revision),
      event.type,
      typeof event.metadata['at'] === 'string' ? event.metadata['at'] : '',
      shortened(JSON.stringify(event.data)),
    ]),
  );
  if (events.length < limit) return page.line(`${counted(events.length, 'event')}, to the end.`);
  const step = backwards === true ? -1 : 1;
  const next = stream === undefined ? last.position : String(last.revision + step);
  return page.line(`${counted(events.length, 'event')}. More, if there are any: --from ${next}`);
}

function shortened(text: string): string {
  return text.length <= DATA_CHARACTERS_SHOWN
    ? text
    : `${text.slice(0, DATA_CHARACTERS_SHOWN - 1)}…`;
}
