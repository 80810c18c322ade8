/** What the pages name exists: every path in them, every link, and every heading that a link leads to. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
/** Decisions tell of the tree as it was; only their links are kept up. */
const HISTORY = join('docs', 'decisions');

/** `libs/engine/index.ts`, `test/pathways/` and the like; not `stafett/…` nor a pattern with `*`. */
const PATH = /`((?:apps|libs|test|tools|deploy|docs|bin)\/[^`*{}<>\s]*)`/g;
/** A file named after its folder: `libs/calendar`: `due.ts`. */
const FILE_OF = /`((?:apps|libs|test)\/[^`\s]*)`: `([\w.-]+)`/g;
/** A link, or code, in which brackets are no link. */
const LINK = /`[^`\n]*`|\]\(([^)\s]+)\)/g;

/** As forges make it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsIn(page: string): ReadonlySet<string> {
  const headings = readFileSync(page, 'utf8').matchAll(/^#{1,6} (.+)$/gm);
  return new Set([...headings].map(([, heading = '']) => anchorOf(heading)));
}

/** What a link leads to, or undefined for one out of the repository. */
function missingIn(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsIn(target).has(anchor);
}

describe('The pages', () => {
  it.each(PAGES)('%s links to what exists', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(LINK)].flatMap(([, link]) => link ?? []);
    expect(links.filter((link) => missingIn(page, link))).toEqual([]);
  });

  it.each(PAGES.filter((page) => relative(HISTORY, page).startsWith('..')))(
    '%s names paths that exist',
    (page) => {
      const text = readFileSync(page, 'utf8');
      const paths = [
        ...[...text.matchAll(PATH)].map(([, path = '']) => path),
        ...[...text.matchAll(FILE_OF)].map(([, folder = '', file = '']) => join(folder, file)),
      ];
      expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    },
  );
});
