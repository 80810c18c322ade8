/** A definition that is named on the command line: a file, or one that is published. */
import { existsSync, statSync } from 'node:fs';
import { didYouMean, PATHWAY_ID } from '#care-event';
import type { Definition } from '#pathway';
import { readText } from '../files/text-file.js';
import { problemLine } from '../render/problems.js';
import { Refused, usage } from '../terminal/errors.js';
import { counted } from '../terminal/format.js';
import { withFolder } from './folder-access.js';
import type { Session } from './session.js';

/**
 * The YAML text: of the file if there is one of that name, or else as it was published.
 * @param name a file, `id` for the newest version, or `id@version`
 * @param ofVersion instead of `@version`
 */
export async function definitionText(
  session: Session,
  name: string,
  ofVersion?: number,
): Promise<string> {
  const isFile = existsSync(name) && statSync(name).isFile();
  if (isFile && ofVersion !== undefined) {
    throw usage('--of-version applies to published definitions; a file has only one version.');
  }
  const [, id = name, digits] = /^(.+)@(\d{1,10})$/.exec(name) ?? [];
  if (isFile || !PATHWAY_ID.test(id)) return readText(name);
  if (digits !== undefined && ofVersion !== undefined) {
    throw usage(`${name} names a version; leave out --of-version.`);
  }
  return publishedText(session, id, digits === undefined ? ofVersion : Number(digits));
}

function publishedText(
  session: Session,
  id: string,
  ofVersion: number | undefined,
): Promise<string> {
  return withFolder(session, { kind: 'log' }, async (folder) => {
    const versions = await folder.ask('versions', { id });
    const wanted = ofVersion ?? versions.at(-1)?.version;
    const found = versions.find(({ version }) => version === wanted);
    if (found !== undefined) return found.yaml;
    if (versions.length === 0) {
      const { pathways } = await folder.ask('pathways', {});
      const ids = pathways.map((pathway) => pathway.id);
      throw new Refused(
        'unknown-pathway',
        `There is neither a file nor a published pathway ${id}.${didYouMean(id, ids)}`,
      );
    }
    const known = versions.map(({ version }) => version).join(', ');
    throw new Refused('unknown-version', `${id} has no version ${wanted}. Its versions: ${known}.`);
  });
}

/** @param name for messages */
export async function definitionIn(yaml: string, name: string): Promise<Definition> {
  const { readDefinition } = await import('#pathway-language');
  const read = readDefinition(yaml);
  if ('definition' in read) return read.definition;
  const { problems } = read;
  const lines = problems.map((problem) => `  ${problemLine(name, problem)}`);
  const what = `${name} cannot be read, because it has ${counted(problems.length, 'problem')}`;
  throw new Refused('invalid', `${what}:\n${lines.join('\n')}`, { data: { problems } });
}
