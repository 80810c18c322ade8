/**
 * The import rules of the architecture, checked over the TypeScript sources; and
 * checked themselves, over a small tree in which each rule is broken once.
 */
import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

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
const command = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Runs the tool as a process of its own: it exits with the number of violations. */
async function cruise(folder: string): Promise<Cruise> {
  const args = [command, '--config', config, '--output-type', 'json', 'apps', 'libs', 'test'];
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

function ruleNames(): readonly string[] {
  const rules = createRequire(config)(config) as { forbidden: readonly { name: string }[] };
  return rules.forbidden.map(({ name }) => name);
}

/** The rule that a fixture file is meant to break: its name. */
function meantFor(file: string): string {
  return path.basename(file).replace(/([.]spec)?[.]m?ts$/, '');
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

  describe('broken on purpose', () => {
    const broken = cruise(path.join(root, 'test/architecture/fixture'));

    it.each(ruleNames())('goes red by the rule %s', async (rule) => {
      const { modules, summary } = await broken;
      const files = modules.map(({ source }) => source).filter((file) => meantFor(file) === rule);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        expect(
          summary.violations.map(({ from, rule: { name } }) => `${name} in ${from}`),
        ).toContain(`${rule} in ${file}`);
      }
    });

    it('stays green where the import is allowed', async () => {
      const { summary } = await broken;
      const rules = ruleNames();
      const others = summary.violations.filter(({ from }) => !rules.includes(meantFor(from)));
      expect(others).toEqual([]);
    });
  });
});
