/** What the command line says before any data is touched: help that teaches, and mistakes. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runStafett, stafett, stafettProcess } from './data-folder.js';

const GROUPS = ['pathway', 'organisation', 'parked', 'projection'];
const WAITS = ['waits', '--pathway', 'back-pain', '--from', 'SymptomOnsetReported'];

describe('Help', () => {
  const commands = [
    'serve',
    'import',
    'mapping',
    'export',
    'pathway',
    'organisation',
    'census',
    'waits',
    'outcomes',
    'trend',
    'variation',
    'flow',
    'stalls',
    'custody',
    'queues',
    'timers',
    'outbox',
    'replay',
    'log',
    'parked',
    'projection',
  ];

  it('names every command and the exit codes', async () => {
    const { stdout, stderr, status } = await runStafett('--help');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toMatch(/Exit codes:/);
  });

  it.each([
    ...commands.filter((name) => !GROUPS.includes(name)),
    'pathway lint',
    'pathway test',
    'pathway show',
    'pathway schema',
    'pathway publish',
    'pathway list',
    'pathway migrate',
    'organisation import',
    'organisation list',
    'organisation show',
    'parked list',
    'parked show',
    'parked retry',
    'parked discard',
    'projection list',
    'projection rebuild',
    'projection verify',
  ])('teaches %s with examples that begin with the command', async (command) => {
    const { stdout, status } = await runStafett(...command.split(' '), '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:[\\s\\S]*\\$ stafett ${command}`));
    expect(stdout).toMatch(/--data <dir>/);
    expect(stdout).toMatch(/--json/);
  });

  it.each([
    ['help', 'pathway', 'lint'],
    ['pathway', 'help', 'lint'],
  ])('of a command below another is shown by %s %s %s', async (...words) => {
    const { stdout, status } = await runStafett(...words);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: stafett pathway lint /);
  });

  it('stands in, on standard error, for a command that nobody gave', async () => {
    const { stdout, stderr, status } = await runStafett();
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toMatch(/Commands:/);
  });

  it('ends its lines where the page ends, and nowhere within a paragraph', async () => {
    const { stdout } = await runStafett('outbox', '--help');
    const [, description = ''] = stdout.split('\n\n');
    const lines = description.split('\n');
    for (const [n, line] of lines.entries()) {
      const [next] = lines[n + 1]?.split(' ') ?? [];
      if (next !== undefined) expect(`${line} ${next}`.length).toBeGreaterThan(80);
    }
  });

  it('comes with the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect((await stafettProcess(['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe('A mistake on the command line', () => {
  it.each([
    ['an unknown command', ['wait'], /Did you mean waits\?/],
    [
      'help on an unknown command',
      ['help', 'wait'],
      /^stafett: unknown command 'wait'[.] .*Did you mean waits\?/i,
    ],
    ...[
      ['help', 'pathway', 'lnt'],
      ['pathway', 'help', 'lnt'],
      ['pathway', 'lnt', '--help'],
    ].map((words): [string, string[], RegExp] => [
      words.join(' '),
      words,
      /unknown command 'lnt'[.] Did you mean lint\?/i,
    ]),
    ['an unknown option', ['census', '--pathway', 'x', '--as-off', 'y'], /Did you mean --as-of\?/],
    [
      'a misspelt option that has to be given',
      ['stalls', '--pathwy', 'x'],
      /unknown option '--pathwy'.*Did you mean --pathway\?/,
    ],
    ['a missing option', ['waits', '--to', 'A'], /--from <type>/],
    [
      'a month',
      ['census', '--pathway', 'x', '--as-of', '2014-07'],
      /Expected an instant .*, or a date such as 2014-07-01/,
    ],
    [
      'a day that does not exist',
      ['census', '--pathway', 'x', '--as-of', '2014-02-30'],
      /Expected an instant/,
    ],
    [
      'a limit without a unit',
      [...WAITS, '--to', 'RehabPlanAgreed', '--within', '60'],
      /such as 60m/,
    ],
    [
      'a cause without types',
      ['outcomes', '--pathway', 'x', '--from', '@start', '--at', '4h', '--cause', 'A='],
      /NAME=TYPE/,
    ],
    ['a place that is none', ['log', '--from', 'x'], /in digits/],
    ['another censoring', [...WAITS, '--to', 'A', '--censor', 'never'], /last-event, as-of/],
    ['a host that others reach', ['serve', '--host', '0.0.0.0'], /no access control yet/],
  ])('such as %s ends with 2 and says what is right', async (_what, args, message) => {
    const { stdout, stderr, status } = await runStafett(...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*[.]js:/);
  });

  it('is one JSON object with --json', async () => {
    const { stderr, status } = await stafett(['waits', '--json']);
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage' } });
  });
});
