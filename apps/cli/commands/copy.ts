/** `stafett copy`: a log copied from any store to any other. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parsePlace, PlaceInvalid } from '../../composition/stores/parse-place.js';
import { formatPlace, type Place } from '../../composition/stores/places.js';
import { examples } from '../options/examples.js';
import { renderCopied } from '../render/copied.js';
import type { Session, SessionOf } from '../session/session.js';
import { usage } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';
import type { Progress } from '../terminal/progress.js';

interface CopyCommandOptions {
  readonly from?: string;
  readonly to: string;
}

const LABELS = {
  reading: 'Reading the log',
  comparing: 'Comparing what is there already',
  copying: 'Copying',
  verifying: 'Verifying the copy',
} as const;

export function addCopy(program: Command, sessionOf: SessionOf): void {
  program
    .command('copy')
    .summary('copy the log to another store')
    .description(
      'Copies the log to another place: event by event, in the same order, each known since the same\n' +
        'instant. What the target would not take is named before anything is written. In the end the copy is\n' +
        'read back and compared, its read models are built, and its figures compared. Stopped or killed, the\n' +
        'same command goes on where it was; run again later, it adds what the log got since. The log that is\n' +
        'copied may be in use, the copy must not be. It has an identity of its own.',
    )
    .requiredOption(
      '--to <place>',
      'where to: sqlite:./folder, postgres://user@host/database or esdb://host:2113',
    )
    .option('--from <place>', 'where from (default: the log of this installation)')
    .addHelpText(
      'after',
      examples({
        'into another folder': 'stafett copy --to sqlite:./copy',
        'to a PostgreSQL, with the password in a file':
          'stafett copy --to "postgres://stafett@db.example/care?password-file=db-password"',
        'and back': 'stafett copy --from postgres://stafett@db.example/care --to sqlite:./back',
      }),
    )
    .action((options: CopyCommandOptions) => copy(sessionOf(), options));
}

async function copy(session: Session, options: CopyCommandOptions): Promise<void> {
  session.requireFolder();
  const { log } = session.configuration.places;
  const from = options.from === undefined ? log : placeOf(session, '--from', options.from);
  const to = placeOf(session, '--to', options.to);
  const { copyLog, compareFigures } = await import('../../composition/index.js');
  const stop = new AbortController();
  void session.io.stopAsked().then(() => stop.abort());
  const progress = new PhasesProgress(session);
  try {
    const log = await copyLog({
      ...{ from, to, holder: 'stafett copy', signal: stop.signal },
      onProgress: (phase, events, share) => progress.show(LABELS[phase], events, share),
    });
    const figures = await compareFigures({
      ...{ from, to, data: session.folder, end: log.end },
      onProgress: (events) => progress.show('Building read models of both', events),
    });
    progress.stop();
    const copied = { from: formatPlace(from), to: formatPlace(to), ...log, figures };
    await session.answer(copied, renderCopied);
    if (figures.differing.length > 0) session.endWith(EXIT.failed);
  } finally {
    progress.stop();
  }
}

/** One bar after the other. */
class PhasesProgress {
  private label: string | undefined;
  private bar: Promise<Progress> | undefined;

  constructor(private readonly session: Session) {}

  show(label: string, done: number, share?: number): void {
    if (label !== this.label) this.begin(label);
    const update = { done, unit: 'events', ...(share === undefined ? {} : { share }) };
    void this.bar?.then((bar) => bar.update(update));
  }

  stop(): void {
    void this.bar?.then((bar) => bar.stop());
    this.bar = undefined;
  }

  private begin(label: string): void {
    this.stop();
    this.label = label;
    this.bar = this.session.progress(label);
  }
}

/** @throws Refused `usage` */
function placeOf({ io, folder }: Session, flag: string, text: string): Place {
  try {
    return parsePlace(text, { folder: resolve(io.cwd), data: folder, seenByOthers: true });
  } catch (error) {
    if (!(error instanceof PlaceInvalid)) throw error;
    throw usage(`${flag}: ${error.message}.`);
  }
}
