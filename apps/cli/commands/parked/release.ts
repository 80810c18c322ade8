/** `stafett parked retry` and `discard`: release a parked sequence. */
import { Option, type Command } from 'commander';
import { PROCESSORS, type Processor } from '#care-event';
import type { ParkedRecord, ReleasedParked } from '#engine';
import type { SetAsideReleased } from '#exchange/kafka';
import type { FolderAccess } from '../../../composition/operations/operations.js';
import { acceptLossOption } from '../../options/accept-loss.js';
import { authorOf } from '../../options/author.js';
import { examples } from '../../options/examples.js';
import { given } from '../../options/values.js';
import { renderRelease } from '../../render/parked.js';
import { isRecordName, renderSetAsideRelease } from '../../render/set-aside.js';
import { withFolder } from '../../session/folder-access.js';
import type { SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';

interface ReleaseOptions {
  readonly processor?: Processor;
  readonly author?: string;
  readonly reason: string;
}

interface ReleaseRequest {
  readonly kind: 'retry' | 'discard';
  /** As it was given: pseudonym, or `system|value`. */
  readonly patient: string;
  readonly processor?: Processor;
  readonly author: string;
  readonly reason: string;
}

/** @param parked the command `stafett parked` */
export function addParkedRetry(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('retry')
    .summary('try a parked sequence again')
    .description(
      'Tries a parked sequence again, in order, starting with the event that could not be processed. If\n' +
        'that fails again, the sequence is parked again, as another attempt. Use it once the cause has been\n' +
        'fixed, for example by a newer version of the program.',
    );
  addRelease(command, 'retry', sessionOf, 'fixed in 0.2.1');
}

/** @param parked the command `stafett parked` */
export function addParkedDiscard(parked: Command, sessionOf: SessionOf): void {
  const command = parked
    .command('discard')
    .summary('skip a parked event and continue after it')
    .description(
      'Skips the event at which a sequence is parked, for this processor and for good: what should have\n' +
        'followed from it will not happen. The sequence continues after it. The event itself stays in the\n' +
        'log and in every figure. First look at what it is: stafett parked show PATIENT.',
    );
  addRelease(command, 'discard', sessionOf, 'informed by telephone, see case 17');
}

function addRelease(
  command: Command,
  kind: ReleaseRequest['kind'],
  sessionOf: SessionOf,
  reason: string,
): void {
  command
    .argument('<patient>', 'pseudonym, "system|value", or a record: kafka:TOPIC/PARTITION/OFFSET')
    .addOption(
      new Option(
        '--processor <name>',
        'parked for which processor (needed only if there are several)',
      ).choices(PROCESSORS),
    )
    .option('--author <name>', 'who decided this (default: the logged-in user)')
    .addOption(acceptLossOption())
    .requiredOption('--reason <text>', 'why, for those who read the log later')
    .addHelpText(
      'after',
      examples({
        'as the logged-in user': `stafett parked ${kind} p2f6… --reason "${reason}"`,
        'in somebody’s name': `stafett parked ${kind} p2f6… --author "A. Berg" --reason "${reason}"`,
      }),
    )
    .action(async (patient: string, options: ReleaseOptions) => {
      const { processor, reason: why } = options;
      const request: ReleaseRequest = {
        ...{ kind, patient, author: authorOf(options.author), reason: why },
        ...given({ processor }),
      };
      const session = sessionOf();
      session.requireFolder();
      const purpose = { kind: 'write', command: `stafett parked ${kind}` } as const;
      await withFolder(session, purpose, async (folder) => {
        if (isRecordName(patient)) {
          const answer = await releaseRecord(folder, request);
          return session.answer(answer, renderSetAsideRelease);
        }
        const answer = await release(folder, request);
        await session.answer(answer, (page, released) =>
          renderRelease(page, released, folder.served),
        );
      });
    });
}

async function release(
  folder: FolderAccess,
  { processor, ...request }: ReleaseRequest,
): Promise<ReleasedParked> {
  const { patient } = request;
  const released = await folder.ask('releaseParked', {
    ...request,
    processor:
      processor ?? onlyProcessor(await folder.ask('parkedRecord', { patient, withData: false })),
  });
  if (released.status !== 'refused') return released;
  throw new Refused(released.code, released.message);
}

async function releaseRecord(
  folder: FolderAccess,
  { kind, patient: record, author, reason }: ReleaseRequest,
): Promise<Extract<SetAsideReleased, { readonly record: string }>> {
  const released = await folder.ask('releaseSetAside', { kind, record, author, reason });
  if (released.status !== 'refused') return released;
  throw new Refused(released.code, released.message);
}

function onlyProcessor({ patient, parkedFor }: ParkedRecord): Processor {
  const [first, second] = parkedFor;
  if (first === undefined) {
    throw new Refused('not-parked', `Nothing is parked for patient ${patient} now.`, {
      advice: 'To see what was, and who released it: stafett parked show PATIENT',
    });
  }
  if (second === undefined) return first;
  throw new Refused(
    'processor-needed',
    `It is parked for several processors: ${parkedFor.join(', ')}.`,
    {
      advice: `Say which one: --processor ${first}`,
    },
  );
}
