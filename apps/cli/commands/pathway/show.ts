/** `stafett pathway show`: a definition for people to read, as text or as a drawing. */
import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { didYouMean, PATHWAY_ID } from '#care-event';
import type { Definition } from '#pathway';
import { readText } from '../../files/text-file.js';
import { writeNewFile } from '../../files/new-file.js';
import { examples } from '../../options/examples.js';
import { wholeNumber } from '../../options/values.js';
import { problemLine } from '../../render/problems.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused, usage } from '../../terminal/errors.js';
import { counted } from '../../terminal/format.js';

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
    .argument('<file-or-id>', 'a definition, YAML, or the id of a published one')
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
  const yaml = await textOf(session, fileOrId, options);
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

/** The YAML text: of the file if there is one of that name, or else as it was published. */
async function textOf(
  session: Session,
  fileOrId: string,
  { ofVersion }: ShowOptions,
): Promise<string> {
  const isFile = existsSync(fileOrId) && statSync(fileOrId).isFile();
  if (isFile && ofVersion !== undefined) {
    throw usage('--of-version applies to published definitions; a file has only one version.');
  }
  if (isFile || !PATHWAY_ID.test(fileOrId)) return readText(fileOrId);
  return withFolder(session, { kind: 'log' }, async (folder) => {
    const versions = await folder.ask('versions', { id: fileOrId });
    const wanted = ofVersion ?? versions.at(-1)?.version;
    const found = versions.find(({ version }) => version === wanted);
    if (found !== undefined) return found.yaml;
    if (versions.length === 0) {
      const { pathways } = await folder.ask('pathways', {});
      const ids = pathways.map(({ id }) => id);
      throw new Refused(
        'unknown-pathway',
        `There is neither a file nor a published pathway ${fileOrId}.${didYouMean(fileOrId, ids)}`,
      );
    }
    const known = versions.map(({ version }) => version).join(', ');
    throw new Refused(
      'unknown-version',
      `${fileOrId} has no version ${wanted}. Its versions: ${known}.`,
    );
  });
}

async function definitionIn(yaml: string, name: string): Promise<Definition> {
  const { readDefinition } = await import('#pathway-language');
  const read = readDefinition(yaml);
  if ('definition' in read) return read.definition;
  const { problems } = read;
  const lines = problems.map((problem) => `  ${problemLine(name, problem)}`);
  const what = `${name} cannot be shown, because it has ${counted(problems.length, 'problem')}`;
  throw new Refused('invalid', `${what}:\n${lines.join('\n')}`, { data: { problems } });
}
