/** The README's commands, run one after the other as they are printed; what blocks has a terminal of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { freePort } from '#child-process';
import { finished, LAUNCHER, printedBy, temporaryFolder, type Finished } from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

/** Everything in shell blocks between the headings, with lines that go on put together. */
function commandsIn(page: string, from: string, to: string): readonly string[] {
  const part = page.slice(page.indexOf(from), page.indexOf(to));
  const blocks = [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const commands: string[] = [];
  for (const line of blocks.join('').split('\n')) {
    const open = commands.at(-1);
    // A quote that is not closed goes on in the next line.
    if (open !== undefined && (open.match(/'/g) ?? []).length % 2 === 1) {
      commands[commands.length - 1] = `${open}\n${line}`;
    } else if (line.trim() !== '') commands.push(line);
  }
  return commands;
}

const COMMANDS = commandsIn(readFileSync('README.md', 'utf8'), '## Use it', '## Read on');

const XES = `<log>${['1', '2', '3']
  .map(
    (name) =>
      `<trace><string key="concept:name" value="${name}"/>` +
      ['Triage', 'Treatment']
        .map(
          (activity, n) =>
            `<event><string key="concept:name" value="${activity}"/>` +
            `<date key="time:timestamp" value="2026-03-0${name}T1${n}:00:00+01:00"/></event>`,
        )
        .join('') +
      '</trace>',
  )
  .join('')}</log>`;

describe('The commands of the README', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let port: number;
  let server: ChildProcess | undefined;

  const shell = (command: string): ChildProcess => {
    const text = command
      .replace(/^npx stafett/, `exec '${process.execPath}' '${LAUNCHER}'`)
      .replaceAll(':8080', `:${port}`);
    return spawn('bash', ['-c', text], {
      cwd: folder.path,
      env: { ...process.env, NODE_OPTIONS: '', STAFETT_PORT: String(port) },
    });
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    port = await freePort();
    symlinkSync(resolve('deploy'), join(folder.path, 'deploy'));
    writeFileSync(join(folder.path, 'log.xes.gz'), gzipSync(XES));
  });
  afterAll(async () => {
    server?.kill('SIGKILL');
    await folder.remove();
  });

  it('are those that this test knows', () => {
    expect(COMMANDS.filter((command) => command.startsWith('npx stafett serve'))).toHaveLength(1);
    expect(COMMANDS.findIndex((command) => command.includes('stafett import'))).toBeGreaterThan(
      COMMANDS.findIndex((command) => command.includes('stafett serve')),
    );
  });

  itInParts(
    'run as they are printed, import after serve',
    async () => {
      const results: [string, Pick<Finished, 'status' | 'stderr'>][] = [];
      for (const command of COMMANDS) {
        const child = shell(command);
        if (command.startsWith('npx stafett serve')) {
          server = child;
          await printedBy(child, /on (http:\S+)[.] Press/);
          continue;
        }
        const { status, stderr } = await finished(child);
        results.push([command, { status, stderr: status === 0 ? '' : stderr }]);
      }
      const done = { status: 0, stderr: '' };
      expect(results).toEqual(results.map(([command]) => [command, done]));
      const ended = server === undefined ? undefined : finished(server);
      server?.kill('SIGTERM');
      expect((await ended)?.status).toBe(0);
    },
    60_000,
  );
});
