/** The guide for authors of pathways: what it tells to do is done here, in order, and prints what it says. */
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stafett, type Finished } from './data-folder.js';
import { answerPattern, argumentsOf, blocksOf, type PageBlock } from './page-blocks.js';

const PAGE = 'docs/pathway-authors.md';
const page = readFileSync(PAGE, 'utf8');

describe('What the guide for authors of pathways tells to do', () => {
  const home = process.cwd();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stafett-authors-'));
    symlinkSync(path.resolve('deploy'), path.join(folder, 'deploy'));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  /** What went another way than the page says; empty if nothing did. */
  async function follow(block: PageBlock): Promise<string> {
    if (block.kind === 'yaml') {
      const [whole = '', excerpt = ''] = [readFileSync('knee.yaml', 'utf8'), block.text].map(
        (text) => text.replaceAll(/^ +/gm, ''),
      );
      return whole.includes(excerpt) ? '' : `not so: ${block.text}`;
    }
    if (block.kind === 'json') {
      writeFileSync('events.ndjson', block.text);
      return '';
    }
    if (block.kind === 'edit') {
      const text = readFileSync(block.file, 'utf8');
      if (text.split(block.before).length !== 2) return `${block.file}: not once: ${block.before}`;
      writeFileSync(
        block.file,
        text.replace(block.before, () => block.after),
      );
      return '';
    }
    const { command, answer } = block;
    const { stdout, stderr, status } = await perform(command);
    const asShown = answer === undefined ? status === 0 : answerPattern(answer).test(stdout);
    return asShown ? '' : `$ ${command}\n${stdout}${stderr}(${status})`;
  }

  async function perform(command: string): Promise<Finished> {
    const [line = '', target] = command.split(' > ');
    const [program, ...args] = argumentsOf(line);
    if (program === 'cp') {
      copyFileSync(args[0] ?? '', args[1] ?? '');
      return { stdout: '', stderr: '', status: 0 };
    }
    if (program !== 'stafett') throw new Error(`The test cannot run: ${command}`);
    const finished = await stafett(args);
    if (target !== undefined) writeFileSync(target, finished.stdout);
    return finished;
  }

  it('leads from an idea to a published pathway, its next version, and its patients', async () => {
    const steps = page.slice(0, page.indexOf('## Other places, other values'));
    const blocks = blocksOf(steps);
    expect(blocks.filter(({ kind }) => kind === 'command').length).toBeGreaterThan(14);
    for (const block of blocks) expect(await follow(block)).toBe('');
  }, 60_000);

  it('is accepted where a sentence mentions a command or a later section shows one', async () => {
    const later = blocksOf(page.slice(page.indexOf('## Other places, other values')));
    const shown = later.flatMap((block) => (block.kind === 'command' ? [block.command] : []));
    const mentioned = [...page.matchAll(/`(stafett [^`]+)`/g)].map(([, command = '']) => command);
    expect(mentioned.length).toBeGreaterThan(4);
    for (const command of [...shown, ...mentioned]) {
      const { status, stderr } = await perform(command);
      expect({ command, status, stderr }).toEqual({
        ...{ command, stderr: '' },
        // That scenarios fail, or lint finds something, is an answer.
        status: status === 1 ? 1 : 0,
      });
    }
  }, 60_000);
});

describe('The guide for authors of pathways', () => {
  it('explains every code that a problem can have, and no other', () => {
    const problems = page.slice(page.indexOf('## Problems'), page.indexOf('## The definitions'));
    const codes = [...problems.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((match) => match[1]);
    expect([...codes].sort()).toEqual([...codesInSources()].sort());
  });

  it('names every definition that comes along', () => {
    for (const file of readdirSync('deploy/pathways')) {
      if (!file.includes('scenarios')) expect(page).toContain(`\`${path.parse(file).name}\``);
    }
  });
});

/** The codes that the sources of reading and lint name. */
function codesInSources(): ReadonlySet<string> {
  const files = ['libs/pathway-language/parsing', 'libs/pathway-language/lint']
    .flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const codes = new Set<string>();
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    if (!/Problem|Finding|LintSubject|missing\(/.test(source)) continue;
    const found = source.matchAll(
      /(?:code(?::| =)[^;,}]*?|missing\(|stop\([^,]+,\s*)'([a-z]+(?:-[a-z]+)+|empty)'/g,
    );
    for (const [, code = ''] of found) if (code !== 'x-missing') codes.add(code);
    // Where a code is put together, a comment names what it can be.
    for (const [, list = ''] of source.matchAll(/Codes? ((?:`[a-z-]+`(?:, | and )?)+)/g)) {
      for (const [, code = ''] of list.matchAll(/`([a-z-]+)`/g)) codes.add(code);
    }
  }
  return codes;
}
