/**
 * What can be told of `deploy/` without a container engine: its form, and that the program knows
 * every setting and every metric that is named there.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SETTING_NAMES, variableOf } from '../apps/composition/configuration/schema.js';
import { serve } from '../apps/server/serve.js';

const read = (file: string): string => readFileSync(join('deploy', file), 'utf8');
const isThere = (command: string, argument: string): boolean =>
  spawnSync(command, [argument]).status === 0;

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly { readonly annotations: { readonly runbook: string } }[];
  }[];
}

/** As the guides' anchors are made from their headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

describe('What is deployed', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-deploy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('uses settings that the program has', () => {
    const known: readonly string[] = [...SETTING_NAMES.map(variableOf), 'STAFETT_CONFIG'];
    const named = ['compose.yaml', 'Dockerfile'].flatMap(
      (file) => read(file).match(/\bSTAFETT_[A-Z_]+/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('watches metrics that the server has', async () => {
    const server = await serve(join(folder, 'data'), { port: 0 });
    try {
      const answer = await fetch(`${server.url}/metrics`);
      const served = [...(await answer.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
      const named = ['prometheus/alerts.yml', 'grafana/dashboards/stafett.json'].flatMap(
        (file) => read(file).match(/\bstafett_[a-z_]+/g) ?? [],
      );
      expect(named.length).toBeGreaterThan(10);
      expect(named.filter((name) => !served.includes(name))).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('sends whoever is called to a section that is there', () => {
    const { groups } = parse(read('prometheus/alerts.yml')) as Alerts;
    const runbooks = groups.flatMap(({ rules }) => rules.map((rule) => rule.annotations.runbook));
    expect(runbooks.length).toBeGreaterThan(5);
    for (const runbook of runbooks) {
      const [file = '', anchor] = runbook.split('#');
      const headings = readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? [];
      const anchors = headings.map((heading) => anchorOf(heading.replace(/^#+ /, '')));
      if (anchor !== undefined) expect(anchors).toContain(anchor);
    }
  });

  const itWithPromtool = isThere('promtool', '--version') ? it : it.skip;
  itWithPromtool('has alerts that fire on what they are for (skipped without promtool)', () => {
    for (const check of ['check config prometheus.yml', 'test rules alerts.test.yml']) {
      const { status, stderr, stdout } = spawnSync('promtool', check.split(' '), {
        cwd: 'deploy/prometheus',
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stdout + stderr);
    }
  });

  const itWithCompose = isThere('docker-compose', 'version') ? it : it.skip;
  itWithCompose('has the form of a Compose file (skipped without docker-compose)', () => {
    const copy = join(folder, 'deploy');
    cpSync('deploy', copy, { recursive: true });
    mkdirSync(join(copy, 'secrets'), { recursive: true });
    writeFileSync(join(copy, 'secrets/postgres-password'), 'secret');
    const { status, stderr } = spawnSync('docker-compose', ['-f', 'compose.yaml', 'config', '-q'], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
