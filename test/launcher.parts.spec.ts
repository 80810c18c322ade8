/**
 * `bin/stafett.mjs` on a Node that is too old: it restarts itself on the one that
 * came with it, or says what to do. Tried in made-up installations whose program
 * is a stand-in, with a Node that only says it is old and, where this machine has
 * one, with a real one.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '#event-store/testing';

const launcher = path.resolve('bin/stafett.mjs');
let folder: string;
let pretender: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stafett-launcher-'));
  pretender = path.join(folder, 'pretend-old.cjs');
  const versions = "{ ...process.versions, node: '20.0.0' }";
  writeFileSync(pretender, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Installation {
  readonly start: string;
}

interface Parts {
  /** Where the package `node` lies: inside stafett's own folder, beside it, or nowhere. */
  readonly node?: 'nested' | 'beside';
  /** What its binary is; a link to this process's own Node unless a script is given. */
  readonly nodeScript?: string;
  /** The stand-in for the program; absent = not built. */
  readonly program?: string;
}

let count = 0;
function install({ node, nodeScript, program }: Parts): Installation {
  const modules = path.join(folder, `installation-${++count}`, 'node_modules');
  const own = path.join(modules, 'stafett');
  mkdirSync(path.join(own, 'bin'), { recursive: true });
  copyFileSync(launcher, path.join(own, 'bin/stafett.mjs'));
  writeFileSync(path.join(own, 'package.json'), '{"name":"stafett","type":"module"}');
  if (program !== undefined) {
    mkdirSync(path.join(own, 'dist/bundle/cli'), { recursive: true });
    writeFileSync(path.join(own, 'dist/bundle/cli/main.js'), program);
  }
  if (node !== undefined) {
    const home = path.join(node === 'nested' ? path.join(own, 'node_modules') : modules, 'node');
    mkdirSync(path.join(home, 'bin'), { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{"name":"node"}');
    const binary = path.join(home, 'bin/node');
    if (nodeScript === undefined) symlinkSync(process.execPath, binary);
    else {
      writeFileSync(binary, nodeScript);
      chmodSync(binary, 0o755);
    }
  }
  return { start: path.join(own, 'bin/stafett.mjs') };
}

/** The machine's own Node, if it is older than 22: not the one npm scripts run on. */
function olderNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders
    .filter((entry) => entry !== '' && !entry.includes('node_modules'))
    .map((entry) => path.join(entry, 'node'))
    .filter((file) => existsSync(file))
    .find((file) => {
      const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
      return Number(/^v(\d+)/.exec(stdout)?.[1] ?? 99) < 22;
    });
}

const real = olderNode();
const kinds: readonly (readonly [string, () => readonly string[]])[] = [
  ['a Node that says it is old', () => [process.execPath, '--require', pretender]],
  ...(real === undefined ? [] : [['the real older Node here', () => [real]] as const]),
];

function run(command: readonly string[], start: string, args: readonly string[] = []) {
  const [file = '', ...before] = command;
  return spawnSync(file, [...before, start, ...args], { encoding: 'utf8' });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const sayVersion = 'console.log(process.version, process.argv.slice(2).join("|"));';

describe('The command stafett', () => {
  if (real === undefined) {
    it.skip('on a real older Node: skipped, this machine has none outside node_modules', () => {});
  }

  describe.each(kinds)('on %s', (_name, old) => {
    it.each(['nested', 'beside'] as const)('restarts on the Node that is %s', (node) => {
      const { start } = install({ node, program: sayVersion });
      const { stdout, stderr, status } = run(old(), start, ['waits', '--from', 'A b']);
      expect({ stdout, stderr, status }).toEqual({
        stdout: `${process.version} waits|--from|A b\n`,
        stderr: '',
        status: 0,
      });
    });

    it('passes the exit code on', () => {
      const { start } = install({ node: 'nested', program: 'process.exit(3);' });
      expect(run(old(), start).status).toBe(3);
    });

    it('ends by the signal that ended the program', () => {
      const program = "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);";
      const { start } = install({ node: 'nested', program });
      expect(run(old(), start).signal).toBe('SIGKILL');
    });

    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'passes %s on to the program',
      async (name) => {
        const program = `
        process.on('${name}', () => { console.log('stopping'); process.exit(7); });
        setInterval(() => {}, 1000);
        console.log('ready');`;
        const { start } = install({ node: 'nested', program });
        const [file = '', ...before] = old();
        const child = spawn(file, [...before, start]);
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output === 'ready\n') child.kill(name);
        });
        const status = await new Promise((resolve) => child.on('exit', resolve));
        expect({ output, status }).toEqual({ output: 'ready\nstopping\n', status: 7 });
      },
    );

    it('ends a server with 0 that is stopped while it is being loaded', async () => {
      const program =
        "console.log('loading'); await new Promise((done) => setTimeout(done, 60_000));";
      const { start } = install({ node: 'nested', program });
      const [file = '', ...before] = old();
      const child = spawn(file, [...before, start, 'serve']);
      child.stdout.on('data', () => child.kill('SIGTERM'));
      expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    });

    it('leaves no program behind when it is killed without warning', async () => {
      const program = 'console.log(process.pid); setInterval(() => {}, 1000);';
      const { start } = install({ node: 'nested', program });
      const [file = '', ...before] = old();
      const child = spawn(file, [...before, start]);
      const pid = await new Promise<number>((resolve) =>
        child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
      );
      expect(pid).not.toBe(child.pid);
      child.kill('SIGKILL');
      await waitUntil('the program to end', () => !isRunning(pid));
    });

    it('says what to do when there is no other Node', () => {
      const { start } = install({ program: sayVersion });
      const { stdout, stderr, status } = run(old(), start);
      expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
      expect(stderr).toMatch(/needs Node 22 or newer; this is Node 20/);
      expect(stderr).toMatch(/npm ci/);
      expect(stderr).toMatch(/install Node 24/);
    });

    it('says what to do when the other Node cannot run here', () => {
      const nodeScript = '#!/nowhere/at/all\n';
      const { start } = install({ node: 'nested', nodeScript, program: sayVersion });
      const { stderr, status } = run(old(), start);
      expect(status).toBe(1);
      expect(stderr).toMatch(/could not be started/);
    });

    it('does not restart for ever when the other Node is old too', () => {
      const again = old()
        .map((word) => `'${word}'`)
        .join(' ');
      const nodeScript = `#!/bin/sh\nexec ${again} "$@"\n`;
      const { start } = install({ node: 'nested', nodeScript, program: sayVersion });
      const { stderr, status } = run(old(), start);
      expect(status).toBe(1);
      expect(stderr).toMatch(/came with stafett, and it is too old/);
    });

    it('runs the real program', () => {
      const { stdout, status } = run(old(), launcher, ['--version']);
      expect(stdout).toMatch(/^\d+[.]\d+[.]\d+/);
      expect(status).toBe(0);
    });
  });

  it('runs the program in its own process on a Node that is new enough', () => {
    const { start } = install({
      program: `${sayVersion} console.log(process.env.STAFETT_RESTARTED);`,
    });
    const { stdout } = run([process.execPath], start, ['log']);
    expect(stdout).toBe(`${process.version} log\nundefined\n`);
  });

  it('asks for a build when there is none', () => {
    const { start } = install({});
    const { stderr, status } = run([process.execPath], start);
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm run build/);
  });
});
