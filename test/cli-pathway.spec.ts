/** `stafett pathway` for those who write definitions: lint, test, schema, publish and list. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BACK_PAIN_PATHWAY, stafett } from './data-folder.js';
import { answer, DEFINITION, pathwayDesk, SCENARIOS } from './hip-pathway.js';
import { itInParts } from './setup/in-parts.js';

const LATE = `  - id: late
    title: A plan after seven weeks is late
    given:
      - { on: 2026-03-02, event: SymptomOnsetReported }
      - { on: 2026-04-20, event: RehabPlanAgreed }
      - { on: 2026-04-21, event: PathwayClosed }
    expect:
      - { at: 2026-05-01 12:00, state: closed, duties: { plan: met-late } }
`;

const { files, pathTo, pathway } = pathwayDesk();

describe('stafett pathway lint', () => {
  it('says so where there is nothing to say', async () => {
    const linted = await pathway('lint', ...files({ 'hip.yaml': DEFINITION }));
    expect(linted).toEqual({
      stdout: '1 file checked, no problems found.\n',
      stderr: '',
      status: 0,
    });
  });

  it('shows an error with file, line, column, advice and code, and ends with 1', async () => {
    const wrong = DEFINITION.replace('6 weeks', '6 wekks');
    const [file = ''] = files({ 'hip.yaml': wrong });
    const { stdout, status } = await pathway('lint', file);
    expect(status).toBe(1);
    const [line = '', ...rest] = stdout.split('\n');
    expect(line.startsWith(`${file}:13:77: error: duties[0].within: `)).toBe(true);
    expect(line).toMatch(/ \(.+\) \[invalid-limit\]$/);
    expect(rest).toEqual(['', '1 file checked: 1 error, 0 warnings.', '']);
  });

  it('lets warnings pass unless it is strict', async () => {
    const [file = ''] = files({
      'hip.yaml': DEFINITION.replace(', source: a paper }\nduties', ' }\nduties'),
    });
    const linted = await pathway('lint', file);
    expect(linted.stdout).toMatch(/:11:5: warning: .* \[missing-source\]/);
    expect(linted.status).toBe(0);
    expect((await pathway('lint', file, '--strict')).status).toBe(1);
  });

  it('checks many files, scenarios among them, and answers in JSON', async () => {
    const [good = '', scenarios = '', broken = ''] = files({
      'hip.yaml': DEFINITION,
      'hip.scenarios.yaml': SCENARIOS.replace('plan: met', 'plann: met'),
      'broken.yaml': '{ not: [yaml',
    });
    const linted = await pathway('lint', good, scenarios, broken, '--json');
    expect(linted.status).toBe(1);
    expect(answer(linted)).toMatchObject({
      files: [
        { file: good, problems: [] },
        { file: scenarios, problems: [{ line: 9, code: 'unknown-duty', severity: 'error' }] },
        {
          file: broken,
          problems: expect.arrayContaining([expect.objectContaining({ code: 'not-yaml' })]),
        },
      ],
      errors: expect.any(Number),
      warnings: 0,
    });
  });

  it('refuses a file that is not there', async () => {
    const { stdout, stderr, status } = await pathway('lint', pathTo('none.yaml'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/There is no file or folder .*none[.]yaml/);
  });

  it('refuses a file that is no text in UTF-8', async () => {
    const [file = ''] = files({ 'hip.yaml': DEFINITION });
    writeFileSync(file, Buffer.from(DEFINITION.replace('Hip', 'Hüfte'), 'latin1'));
    for (const command of ['lint', 'test', 'show']) {
      const { stdout, stderr, status } = await pathway(command, file);
      expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
      expect(stderr).toBe(
        `stafett: ${file} is not in UTF-8: line 3 contains other bytes.\n  Save it as UTF-8 in your editor.\n`,
      );
    }
  });

  it('reports a regular expression that RE2 cannot run, and runs any other in bounded time', async () => {
    const given = `event: Scored, data: { code: ${'a'.repeat(40)}b }`;
    const test = (pattern: string) => {
      const schema = `data: { properties: { code: { pattern: ${JSON.stringify(pattern)} } } }`;
      const [file = ''] = files({
        'hip.yaml': `${DEFINITION}events: { Scored: { source: s, ${schema} } }\n`,
        'hip.scenarios.yaml': SCENARIOS.replace('event: RehabPlanAgreed', given),
      });
      return Promise.all([pathway('lint', file), pathway('test', file)]);
    };
    const [linted] = await test('^(?=a)a+$');
    expect(linted.status).toBe(1);
    expect(linted.stdout).toContain('[unsafe-pattern]');
    const [bounded, tested] = await test('^(a+)+$');
    expect(bounded.stdout).not.toContain('[unsafe-pattern]');
    expect(tested.status).toBe(1);
    expect(tested.stdout).toContain('text like ^(a+)+$');
  });

  it('finds nothing to refuse in the definitions and scenarios that come along', async () => {
    const shipped = path.resolve('deploy/pathways');
    const names = readdirSync(shipped).map((name) => path.join(shipped, name));
    expect(await pathway('lint', ...names, '--json')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('stafett pathway test', () => {
  it('runs the scenarios beside a definition and shows what none touches', async () => {
    const [file = ''] = files({ 'hip.yaml': DEFINITION, 'hip.scenarios.yaml': SCENARIOS });
    const { stdout, stderr, status } = await pathway('test', file);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(`hip
  ok      in-time: A plan after four weeks is in time
  not touched by any scenario:
    closes
    duties/plan/breached

  pathway  scenarios  rules  touched  coverage
  hip              1      5        3    60.0 %

1 scenario: 1 ok, 0 failed. 2 rules are not touched by any scenario.
`);
  });

  it('can require that every rule is touched', async () => {
    const beside = 'hip.scenarios.yaml';
    const [part = ''] = files({ 'hip.yaml': DEFINITION, [beside]: SCENARIOS });
    expect((await pathway('test', part, '--require-coverage')).status).toBe(1);
    const [all = ''] = files({ 'hip.yaml': DEFINITION, [beside]: SCENARIOS + LATE });
    const { stdout, status } = await pathway('test', all, '--require-coverage');
    expect(stdout).toMatch(/hip +2 +5 +5 +100.0 %/);
    expect(status).toBe(0);
  });

  it('tells of an expectation that is not met where it stands, what was found, and why', async () => {
    const wrong = SCENARIOS.replace('2026-03-30', '2026-04-20');
    const [file = '', scenarios = ''] = files({
      'hip.yaml': DEFINITION,
      'hip.scenarios.yaml': wrong + LATE,
    });
    const { stdout, status } = await pathway('test', file);
    expect(status).toBe(1);
    expect(stdout).toContain(`
  failed  in-time: A plan after four weeks is in time
          ${scenarios}:9:49: at 2026-04-14 12:00, duties.plan
            expected met
            found    breached
              began with SymptomOnsetReported (onset) on 2026-03-02, owed by gp
              due until 2026-04-13 23:59
  ok      late: A plan after seven weeks is late
`);
    expect(stdout).toMatch(/2 scenarios: 1 ok, 1 failed[.]/);
  });

  it('answers in JSON', async () => {
    const [file = '', scenarios = ''] = files({
      'hip.yaml': DEFINITION,
      'hip.scenarios.yaml': SCENARIOS.replace('plan: met', 'plan: breached') + LATE,
    });
    const tested = await pathway('test', file, '--json');
    expect(tested.status).toBe(1);
    expect(answer(tested)).toMatchObject({
      pathways: [
        {
          definition: file,
          scenariosFile: scenarios,
          problems: [],
          pathway: 'hip',
          scenarios: [
            { id: 'in-time', line: 3, status: 'failed', failures: [{ line: 9, found: 'met' }] },
            { id: 'late', status: 'ok', failures: [] },
          ],
          coverage: { rules: 5, untouched: [] },
        },
      ],
      passed: 1,
      failed: 1,
      malformed: 0,
      untouched: 0,
    });
  });

  it.each([
    [
      'hip.scenarios.yaml',
      { 'hip.scenarios.yaml': SCENARIOS.replace('plan:', 'plann:') },
      'unknown-duty',
    ],
    ['hip.scenarios.yaml', { 'hip.scenarios.yaml': 'pathway: hip' }, 'missing-key'],
    ['hip.yaml', { 'hip.yaml': DEFINITION.replace('6 weeks', '6 wekks') }, 'invalid-limit'],
  ])('counts a malformed %s as one that could not be tested', async (name, texts, code) => {
    const good = { 'hip.yaml': DEFINITION, 'hip.scenarios.yaml': SCENARIOS };
    const [file = ''] = files({ ...good, ...texts });
    const { stdout, status } = await pathway('test', file);
    expect(status).toBe(1);
    expect(stdout).toMatch(new RegExp(`${name}:\\d+:\\d+: error: .*\\[${code}\\]`));
    expect(stdout).toMatch(/1 pathway could not be tested[.]/);
  });

  it('takes the definitions of a folder, and says which have no scenarios', async () => {
    const [file = ''] = files({
      'hip.yaml': DEFINITION,
      'hip.scenarios.yaml': SCENARIOS,
      'knee.yaml': DEFINITION.replace('pathway: hip', 'pathway: knee'),
      'notes.txt': 'no definition',
    });
    const { stdout, status } = await pathway('test', path.dirname(file));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^knee\n {2}has no scenarios\n/m);
    expect(stdout).toMatch(/1 scenario: 1 ok/);
  });

  it('refuses to have tested nothing', async () => {
    const [file = ''] = files({ 'hip.yaml': DEFINITION });
    const { stdout, stderr, status } = await pathway('test', file);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/no scenarios to run[.]\n.*hip[.]scenarios[.]yaml/);
    const missing = await pathway('test', pathTo('none.yaml'), '--json');
    expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: 'ENOENT' } });
  });

  itInParts('holds for the definitions that come along, with every rule touched', async () => {
    const shipped = path.resolve('deploy/pathways');
    const names = readdirSync(shipped)
      .filter((name) => name.endsWith('.scenarios.yaml'))
      .map((name) => path.join(shipped, name));
    const tested = await pathway('test', ...names, '--require-coverage', '--json');
    expect(answer(tested)).toMatchObject({ failed: 0, malformed: 0, untouched: 0 });
    expect(tested.status).toBe(0);
  });
});

describe('stafett pathway schema', () => {
  it.each([
    [[], 'Stafett pathway definition', 'stages'],
    [['pathway'], 'Stafett pathway definition', 'stages'],
    [['scenarios'], 'Stafett scenarios of a pathway', 'scenarios'],
  ])('prints the JSON Schema asked for (%j)', async (args, title, key) => {
    const printed = await pathway('schema', ...args);
    expect(answer(printed)).toMatchObject({ title, properties: { [key]: expect.any(Object) } });
    expect(printed).toMatchObject({ stderr: '', status: 0 });
  });

  it('knows no other', async () => {
    const { stderr, status } = await pathway('schema', 'events');
    expect(status).toBe(2);
    expect(stderr).toMatch(/pathway, scenarios/);
  });
});

describe('stafett pathway publish and list', () => {
  it('show warnings, publish all the same, and count the versions', async () => {
    const data = pathTo('data');
    const doubtful = DEFINITION.replace(', source: a paper }\nduties', ' }\nduties');
    const [first = '', second = ''] = files({
      'one.yaml': doubtful,
      'two.yaml': DEFINITION.replace('version: 1', 'version: 2'),
    });
    const published = await stafett(['pathway', 'publish', first, '--data', data]);
    expect(published.status).toBe(0);
    expect(published.stdout).toMatch(/^Published hip version 1[.]$/m);
    expect(published.stderr).toMatch(/one[.]yaml:11:5: warning: .* \[missing-source\]\n$/);
    const again = await stafett(['pathway', 'publish', first, '--data', data, '--json']);
    expect(again.stderr).toBe('');
    expect(answer(again)).toMatchObject({
      status: 'repeated',
      warnings: [{ code: 'missing-source', line: 11 }],
    });

    await stafett(['pathway', 'publish', second, '--data', data]);
    await stafett(['pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data]);
    const { stdout } = await stafett(['pathway', 'list', '--wide', '--data', data]);
    expect(stdout).toMatch(/pathway +version +versions +stages/);
    expect(stdout).toMatch(/hip +2 +2 +1 +1 +Europe\/Oslo +Hip/);
    const listed = await stafett(['pathway', 'list', '--data', data, '--json']);
    expect(answer(listed)).toMatchObject({
      pathways: [
        { id: 'back-pain', version: 5, versions: 1 },
        { id: 'hip', version: 2, versions: 2 },
      ],
    });
  });

  it('refuse errors, each with its line, and make no version of them', async () => {
    const data = pathTo('refused');
    const [file = ''] = files({ 'hip.yaml': DEFINITION.replace('owner: gp', 'owner: gpp') });
    const { stdout, stderr, status } = await stafett(['pathway', 'publish', file, '--data', data]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/hip[.]yaml has 1 problem; nothing was published:/);
    expect(stderr).toMatch(/hip[.]yaml:13:\d+: error: duties\[0\][.]owner: .* \[unknown-service\]/);
    const [doubtful = ''] = files({
      'end.yaml': DEFINITION.replace(
        ', source: a paper }\nduties',
        ' }\n  - { id: lost, holder: gp }\nduties',
      ),
    });
    const unreachable = await stafett(['pathway', 'publish', doubtful, '--data', data]);
    expect(unreachable.stderr).toMatch(/\[unreachable-stage\]/);
    expect(existsSync(data)).toBe(false);
    await stafett(['pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data]);
    expect((await stafett(['pathway', 'publish', file, '--data', data])).status).toBe(1);
    const { stdout: list } = await stafett(['pathway', 'list', '--data', data]);
    expect(list).not.toMatch(/hip/);
  });
});

describe('A schema file that comes along', () => {
  it('is what the command prints', async () => {
    const kept = readFileSync('docs/schema/scenarios.schema.json', 'utf8');
    expect(answer(await pathway('schema', 'scenarios'))).toEqual(JSON.parse(kept));
  });
});
