/**
 * What was decided on the scenarios of a published definition is decided by today's code as well.
 * A difference is a change of meaning that needs a decision page, not a new golden file.
 *
 * `npm run golden:definitions` writes a file for each version that has none; it never overwrites.
 */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  decisionsOn,
  goldenScenarios,
  type GoldenScenario,
  type GoldenTexts,
  hashOf,
  read,
} from './golden-definitions.js';
import { describeInParts } from './setup/in-parts.js';

const FOLDER = resolve('test/golden/definitions');

const FILES = readdirSync(FOLDER);

/** Of each pathway; the older ones are read in the long run. */
const NEWEST = new Map(
  FILES.map((file): [string, number, string] => {
    const [, id = '', version = ''] = /^(.+)-v(\d+)[.]ndjson$/.exec(file) ?? [];
    return [id, Number(version), file];
  })
    .sort(([, a], [, b]) => a - b)
    .map(([id, , file]) => [id, file]),
);
const isNewest = (file: string): boolean => [...NEWEST.values()].includes(file);

describe.each(FILES.filter(isNewest))('%s', holds);
describeInParts.each(FILES.filter((file) => !isNewest(file)))('%s', holds);

function holds(file: string): void {
  const [texts, ...golden] = readFileSync(resolve(FOLDER, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown) as [GoldenTexts, ...GoldenScenario[]];

  it('is the definition, with the scenarios, that was stored', () => {
    expect(hashOf(texts)).toBe(texts.sha256);
    const { definition } = read(texts);
    expect(file).toBe(`${definition.id}-v${definition.version}.ndjson`);
  });

  it('leads to the same decisions, scenario by scenario', () => {
    // A decision may say more than it did.
    expect(asFarAs(golden, goldenScenarios(texts))).toMatchObject(golden);
  });

  it('would not pass with another history', () => {
    const { definition, scenarios } = read(texts);
    const [scenario] = scenarios;
    const [kept] = golden;
    if (scenario === undefined) throw new Error(`${file} has no scenario`);
    const without = { ...scenario, facts: scenario.facts.slice(1) };
    expect(decisionsOn(definition, without)).not.toEqual(kept?.decisions);
  });
}

/** Files of before duties were escalated in the log have no such decisions: decision 98. */
function asFarAs(
  golden: readonly GoldenScenario[],
  made: readonly GoldenScenario[],
): readonly GoldenScenario[] {
  const escalates = ({ type }: { readonly type: string }): boolean => type === 'DutyEscalated.v1';
  if (golden.some(({ decisions }) => decisions.some(escalates))) return made;
  return made.map(({ scenario, decisions }) => ({
    scenario,
    decisions: decisions.filter((one) => !escalates(one)),
  }));
}
