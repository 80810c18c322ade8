/** `stafett pathway show`: a definition for people to read, as text or as a drawing. */
import type { Command } from 'commander';
import type { Definition } from '#pathway';
import { writeNewFile } from '../../files/new-file.js';
import { examples } from '../../options/examples.js';
import { wholeNumber } from '../../options/values.js';
import { definitionIn, definitionText } from '../../session/definition-text.js';
import type { Session, SessionOf } from '../../session/session.js';

interface ShowOptions {
  readonly svg?: string;
  readonly force?: boolean;
  readonly ofVersion?: number;
}

/** Columns of the text: as many as the terminal has, within these limits. */
const COLUMNS_MIN = 60;
const COLUMNS_MAX = 96;

/** @param pathway the command `stafett pathway` */
export function addPathwayShow(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('show')
    .argument('<file-or-id>', 'a definition, YAML, or a published one: ID or ID@VERSION')
    .summary('show a definition, as text or as a drawing')
    .description(
      'Shows who holds the patient when, what is due by when, and how patients are handed over: as text,\n' +
        'or with --svg as a drawing that a browser can show and print. A file needs no data folder. With\n' +
        '--json, the definition as data, in the form of its JSON Schema.',
    )
    .option('--svg <file>', 'write a drawing (SVG) to this file; - for standard output')
    .option('--force', 'overwrite the file if it exists')
    .option(
      '--of-version <version>',
      'this version of a published definition (default: the newest)',
      wholeNumber(1, 1_000_000_000),
    )
    .addHelpText(
      'after',
      examples({
        'read a definition': 'stafett pathway show deploy/pathways/fi-back-pain.yaml',
        'draw it': 'stafett pathway show deploy/pathways/fi-back-pain.yaml --svg fi-back-pain.svg',
        'in another language': 'stafett pathway show fi-back-pain --lang sv',
        'the version that was published first': 'stafett pathway show fi-back-pain --of-version 1',
      }),
    )
    .action((fileOrId: string, options: ShowOptions) => show(sessionOf(), fileOrId, options));
}

async function show(session: Session, fileOrId: string, options: ShowOptions): Promise<void> {
  const yaml = await definitionText(session, fileOrId, options.ofVersion);
  const { inLanguage } = await import('#pathway');
  const definition = inLanguage(await definitionIn(yaml, fileOrId), session.languages);
  const { drawSvg, drawText } = await import('#pathway-language');
  if (options.svg === '-') session.line(drawSvg(definition).trimEnd());
  else if (options.svg !== undefined) {
    await saveDrawing(session, definition, { ...options, file: options.svg });
  } else {
    const { parse } = await import('yaml');
    const columns = session.io.stdout.columns ?? COLUMNS_MAX;
    const width = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, columns));
    await session.answer(parse(yaml) as object, (page) => {
      const tone: Parameters<typeof drawText>[1]['tone'] = (name, text) => page.tone(name, text);
      return page.line(drawText(definition, { width, tone }));
    });
  }
}

async function saveDrawing(
  session: Session,
  definition: Definition,
  { file, force = false }: { readonly file: string; readonly force?: boolean },
): Promise<void> {
  const { drawSvg } = await import('#pathway-language');
  const { id, version } = definition;
  const { umask } = session.io;
  writeNewFile(file, drawSvg(definition), { force, ...(umask === undefined ? {} : { umask }) });
  await session.answer({ id, version, file }, (page) =>
    page.line(`Drew ${id} version ${version}: ${file}`),
  );
}
