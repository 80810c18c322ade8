/** `stafett pathway show`: a definition as people read it, as text or drawn. */
import { closeSync, existsSync, openSync, statSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { PATHWAY_ID } from '#care-event';
import { drawSvg, drawText, readDefinition } from '#pathway-language';
import { type Definition } from '#pathway';
import { Refused, usage } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { withLog } from '../../session/open-folder.js';
import { problemLine } from '../../render/problems.js';
import { counted } from '../../terminal/format.js';
import type { Session, SessionOf } from '../../session/session.js';
import { readText } from '../../files/text-file.js';
import { wholeNumber } from '../../options/values.js';

interface ShowOptions {
  readonly svg?: string;
  readonly force?: boolean;
  readonly ofVersion?: number;
}

/** Columns of the text: what a terminal has, within these. */
const NARROW = 60;
const WIDE = 96;

/** @param pathway the command `stafett pathway` */
export function addPathwayShow(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('show')
    .argument('<file-or-id>', 'definition, YAML; or the id of a published one')
    .summary('show a definition, as text or as a drawing')
    .description(
      'Shows who holds the patient when, what is owed by when, and how patients are handed over:\n' +
        'as text, or with --svg as a drawing that browsers show and print. A file needs no data\n' +
        'folder. With --json the definition as data, in the form of its JSON Schema.',
    )
    .option('--svg <file>', 'write a drawing (SVG) to this file; - for standard output')
    .option('--force', 'write over a file that is there')
    .option(
      '--of-version <version>',
      'of a published one; the newest where left out',
      wholeNumber(1, 1_000_000_000),
    )
    .addHelpText(
      'after',
      examples({
        'read a definition': 'stafett pathway show deploy/pathways/fi-back-pain.yaml',
        'draw it': 'stafett pathway show deploy/pathways/fi-back-pain.yaml --svg fi-back-pain.svg',
        'what was published first': 'stafett pathway show fi-back-pain --of-version 1',
      }),
    )
    .action((fileOrId: string, options: ShowOptions, command: Command) =>
      show(sessionOf(command), fileOrId, options),
    );
}

async function show(session: Session, fileOrId: string, options: ShowOptions): Promise<void> {
  const yaml = await textOf(session, fileOrId, options);
  const definition = definitionIn(yaml, fileOrId);
  if (options.svg === '-') session.line(drawSvg(definition).trimEnd());
  else if (options.svg !== undefined) await draw(session, definition, options.svg, options);
  else {
    const width = Math.min(WIDE, Math.max(NARROW, session.io.stdout.columns ?? WIDE));
    await session.answer(parse(yaml) as object, (_form, page) => {
      const tone: Parameters<typeof drawText>[1]['tone'] = (name, text) => page.tone(name, text);
      return page.line(drawText(definition, { width, tone }));
    });
  }
}

async function draw(
  session: Session,
  definition: Definition,
  file: string,
  { force = false }: ShowOptions,
): Promise<void> {
  const { id, version } = definition;
  try {
    writeDrawing(file, drawSvg(definition), force, session.io.umask);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const advice = 'Give another name, or --force to write over it.';
    throw new Refused('file-exists', `There is a file ${file} already.`, { advice });
  }
  await session.answer({ id, version, file }, (_answer, page) =>
    page.line(`Drew ${id} version ${version}: ${file}`),
  );
}

/** A drawing is for others too: not only for its owner, as the files of the data folder are. */
function writeDrawing(file: string, drawing: string, force: boolean, umask?: number): void {
  const strict = umask === undefined ? undefined : process.umask(umask);
  let handle: number;
  try {
    handle = openSync(file, force ? 'w' : 'wx');
  } finally {
    if (strict !== undefined) process.umask(strict);
  }
  try {
    writeFileSync(handle, drawing);
  } finally {
    closeSync(handle);
  }
}

/** The YAML text: of the file where there is one of that name, else as it was published. */
async function textOf(
  session: Session,
  fileOrId: string,
  { ofVersion }: ShowOptions,
): Promise<string> {
  const isFile = existsSync(fileOrId) && statSync(fileOrId).isFile();
  if (isFile && ofVersion !== undefined) {
    throw usage('--of-version is for published definitions; a file has one version.');
  }
  if (isFile || !PATHWAY_ID.test(fileOrId)) return readText(fileOrId);
  return withLog(session, async ({ registry }) => {
    const { versions } = await registry.history(fileOrId);
    const wanted = ofVersion ?? versions.at(-1)?.version;
    const found = versions.find(({ version }) => version === wanted);
    if (found !== undefined) return found.yaml;
    if (versions.length === 0) {
      throw new Refused(
        'unknown-pathway',
        `No pathway ${fileOrId} is published, nor a file there.`,
      );
    }
    const known = versions.map(({ version }) => version).join(', ');
    throw new Refused('unknown-version', `${fileOrId} has no version ${wanted}; it has ${known}.`);
  });
}

function definitionIn(yaml: string, name: string): Definition {
  const read = readDefinition(yaml);
  if ('definition' in read) return read.definition;
  const { problems } = read;
  const lines = problems.map((problem) => `  ${problemLine(name, problem)}`);
  const what = `${name} cannot be shown, it has ${counted(problems.length, 'problem')}`;
  throw new Refused('invalid', `${what}:\n${lines.join('\n')}`, { data: { problems } });
}
