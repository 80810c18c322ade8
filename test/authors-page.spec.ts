import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lintDefinition, readDefinition, readScenarios, runScenarios } from '#pathway-language';

const PAGE = 'docs/pathway-authors.md';
const page = readFileSync(PAGE, 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const [definition = '', scenarios = ''] = ['\nversion: 1', '\nscenarios:'].map(
  (part) => blocks.find((block) => block.includes(part)) ?? '',
);

describe('The guide for authors of pathways', () => {
  it('begins with a pathway in which lint finds nothing', () => {
    expect(lintDefinition(definition)).toEqual([]);
  });

  it('tries it out with scenarios that go well, with the coverage that it shows', () => {
    const knee = readDefinition(definition);
    if ('problems' in knee) throw new Error('lint finds nothing, so it reads');
    const read = readScenarios(scenarios, knee.definition);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    const run = runScenarios(knee.definition, read.scenarios);
    let step = run.next();
    for (; step.done !== true; step = run.next()) expect(step.value.failures).toEqual([]);
    const { rules, untouched } = step.value;
    expect(page).toContain(`${untouched.length} rules are not touched by any scenario.`);
    expect(page).toMatch(new RegExp(`knee +2 +${rules} +${rules - untouched.length} `));
    for (const key of untouched) expect(page).toContain(`    ${key}\n`);
  });

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
