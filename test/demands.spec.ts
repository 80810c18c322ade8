/** The page that says where each demand of the founding documents is answered names what exists. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { runStafett } from './data-folder.js';

const PAGE = readFileSync('docs/demands.md', 'utf8');
const ROWS = PAGE.split('\n').filter((line) => /^\| +\d+ /.test(line));
const PATHWAYS = new Set(
  readdirSync('deploy/pathways')
    .filter((file) => !file.endsWith('.scenarios.yaml'))
    .map((file) => file.replace(/[.]yaml$/, '')),
);
/** `pathway/list/id`, the list perhaps within `measures`. */
const REFERENCE = /`([\w-]+)\/([\w.]+)\/([\w-]+)`/g;

type Listed = Readonly<Record<string, unknown>>;

const parsed = new Map<string, Listed>();

function contentOf(file: string): Listed {
  const content =
    parsed.get(file) ?? (parse(readFileSync(`deploy/pathways/${file}`, 'utf8')) as Listed);
  parsed.set(file, content);
  return content;
}

function idsOf(pathway: string, list: string): readonly string[] {
  const content = contentOf(list === 'scenarios' ? `${pathway}.scenarios.yaml` : `${pathway}.yaml`);
  const found = list.split('.').reduce<unknown>((at, key) => (at as Listed)[key], content);
  return ((found ?? []) as readonly { readonly id: string }[]).map(({ id }) => id);
}

describe('The page of demands', () => {
  it('has all seventeen, in order, each with something that answers it', () => {
    expect(ROWS.map((row) => Number(row.split('|')[1]))).toEqual(
      Array.from({ length: 17 }, (_, at) => at + 1),
    );
    for (const row of ROWS) expect(row.split('|').slice(3, 4).join('').trim()).not.toBe('');
  });

  it('names only rules and scenarios that exist', () => {
    const references = [...PAGE.matchAll(REFERENCE)];
    expect(references.length).toBeGreaterThan(50);
    const missing = references.filter(
      ([, pathway = '', list = '', id = '']) =>
        !PATHWAYS.has(pathway) || !idsOf(pathway, list).includes(id),
    );
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('names only commands that exist', async () => {
    const commands = new Set([...PAGE.matchAll(/`stafett (\w+)`/g)].map(([, name]) => name));
    expect(commands.size).toBeGreaterThan(5);
    const { stdout } = await runStafett('--help');
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });
});
