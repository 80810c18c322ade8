/**
 * The import rules of the architecture, checked over the TypeScript sources; and
 * checked themselves, over a small tree in which each rule is broken once.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeInParts, itInParts } from '../setup/in-parts.js';
import { cardsOf, writeBrokenTree } from './broken-tree.js';

interface Cruise {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly unknown[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const root = process.cwd();
const config = path.join(root, '.dependency-cruiser.cjs');
/** The ladder of folders inside each library. */
const foldersConfig = path.join(root, '.dependency-cruiser.folders.cjs');
const command = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Runs the tool as a process of its own: it exits with the number of violations. */
async function cruise(folder: string, rules = config): Promise<Cruise> {
  const folders = rules === config ? ['apps', 'libs', 'test'] : ['apps', 'libs'];
  const args = [command, '--config', rules, '--output-type', 'json', ...folders];
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
  const output = await promisify(execFile)(process.execPath, args, options)
    .then(({ stdout }) => stdout)
    .catch((error: Error & { stdout?: string }) => {
      // Without a report it was the tool that failed, over its configuration perhaps.
      if (!error.stdout) throw error;
      return error.stdout;
    });
  return JSON.parse(output) as Cruise;
}

function ruleNames(file = config): readonly string[] {
  const rules = createRequire(file)(file) as { forbidden: readonly { name: string }[] };
  return rules.forbidden.map(({ name }) => name);
}

/** The rule that a fixture file is meant to break: its name. */
function meantFor(file: string): string {
  return path.basename(file).replace(/([.]spec)?[.]m?ts$/, '');
}

/** Each file that is named after the rule breaks it; a rule over folders names its folder. */
function expectRed(rule: string, { modules, summary }: Cruise): void {
  const files = modules.map(({ source }) => source).filter((file) => meantFor(file) === rule);
  expect(files.length).toBeGreaterThan(0);
  const found = summary.violations
    .filter((violation) => violation.rule.name === rule)
    .map(({ from }) => from);
  for (const file of files) {
    expect(found.some((from) => from === file || from === path.dirname(file))).toBe(true);
  }
}

describe('The architecture', () => {
  it('holds in every source file', async () => {
    const { modules, summary } = await cruise(root);
    expect(
      summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`),
    ).toEqual([]);

    // Proof that TypeScript was read: package imports led to sources, types counted.
    const dependencies = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
    expect(modules.filter(({ source }) => source.endsWith('.ts')).length).toBeGreaterThan(100);
    expect(dependencies).toBeGreaterThan(300);
    expect(modules.map(({ source }) => source)).toContain('libs/pathway/index.ts');
    expect(modules.filter(({ source }) => source.startsWith('dist/'))).toEqual([]);
  });

  itInParts('has no folder that a lower one imports', async () => {
    const { summary } = await cruise(root, foldersConfig);
    expect(
      summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`),
    ).toEqual([]);
  });

  it('is said by each library in one sentence, with packages that the product depends on', async () => {
    const manifest = await readFile(path.join(root, 'package.json'), 'utf8');
    const { imports, dependencies, devDependencies } = JSON.parse(manifest) as {
      imports: Record<string, string>;
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    // A server for tests and the demo, which nobody installs with the program.
    const developed = { ...dependencies, ...devDependencies };
    const packagesFor = (folder: string): Record<string, string> =>
      folder === 'postgres/embedded' ? developed : dependencies;
    const cards = cardsOf(root);
    const openings = Object.keys(imports).filter((name) => !/(contract|testing)$/.test(name));
    expect(cards.map(({ folder }) => `#${folder}`)).toEqual(openings.sort());
    for (const { folder, description, imports: known, packages } of cards) {
      expect([folder, description]).toEqual([
        folder,
        expect.stringMatching(/^[A-Z][^]{10,160}[.]$/),
      ]);
      expect([folder, packages.filter((name) => !(name in packagesFor(folder)))]).toEqual([
        ...[folder, []],
      ]);
      expect([folder, known.filter((name) => !(name in imports))]).toEqual([folder, []]);
    }
  });

  describeInParts('broken on purpose', () => {
    let folder: string;
    let broken: Cruise;
    let brokenLadder: Cruise;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'stafett-rules-'));
      await writeBrokenTree(folder, root);
      [broken, brokenLadder] = await Promise.all([cruise(folder), cruise(folder, foldersConfig)]);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each(ruleNames())('goes red by the rule %s', (rule) => {
      expectRed(rule, broken);
    });

    it.each(ruleNames(foldersConfig))('goes red by the rule %s', (rule) => {
      expectRed(rule, brokenLadder);
    });

    it('stays green where the import is allowed', () => {
      const rules = ruleNames();
      const others = broken.summary.violations.filter(
        ({ from }) => !rules.includes(meantFor(from)),
      );
      expect(others).toEqual([]);
    });
  });
});
