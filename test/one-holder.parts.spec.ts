/**
 * At every instant exactly one service is accountable, in whatever the scenarios of our pathways
 * tell: looked at after each report and whenever a scenario looks. The golden histories, random
 * definitions, the simulation and the killed server are checked for the same where they are.
 */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess, custodyFaults } from '#pathway';
import { readDefinition, readScenarios } from '#pathway-language';

const ENDING = '.scenarios.yaml';

const stories = ['deploy/pathways', 'test/pathways'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => join(folder, name.slice(0, -ENDING.length))),
);

describe('A patient on a pathway', () => {
  it.each(stories)('is held by exactly one service in every scenario of %s', (story) => {
    const read = readDefinition(readFileSync(`${story}.yaml`, 'utf8'));
    if ('problems' in read) throw new Error(read.problems[0]?.message);
    const scenarios = readScenarios(readFileSync(story + ENDING, 'utf8'), read.definition);
    if ('problems' in scenarios) throw new Error(scenarios.problems[0]?.message);
    for (const { facts, expectations } of scenarios.scenarios) {
      const instants = [
        ...facts.map(({ recordedAt }) => recordedAt),
        ...expectations.map(({ at }) => at),
      ];
      for (const at of instants) {
        const known = facts.filter(({ recordedAt }) => recordedAt <= at);
        expect(custodyFaults(assess(read.definition, known, at))).toEqual([]);
        expect(custodyFaults(assess(read.definition, facts, at))).toEqual([]);
      }
    }
  });
});
