/** A first draft can be published as it is: lint finds nothing, and its scenarios touch each rule. */
import { describe, expect, it } from '@jest/globals';
import { lintDefinition } from '../lint/lint-definition.js';
import { readDefinition } from '../parsing/read-definition.js';
import { readScenarios } from '../scenarios/read-scenarios.js';
import { runScenarios } from '../scenarios/run-scenarios.js';
import { DRAFT_KEYS, firstDraft, type DraftOptions } from './first-draft.js';

const HIP: DraftOptions = { id: 'hip', zone: 'Europe/Oslo' };

/** Failures of its scenarios, and the rules that none of them touches. */
function tried({ definition, scenarios }: ReturnType<typeof firstDraft>) {
  const read = readDefinition(definition);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const given = readScenarios(scenarios, read.definition);
  if ('problems' in given) throw new Error(JSON.stringify(given.problems));
  const run = runScenarios(read.definition, given.scenarios);
  const failures: unknown[] = [];
  let step = run.next();
  for (; step.done !== true; step = run.next()) failures.push(...step.value.failures);
  return { failures, untouched: step.value.untouched };
}

const NOTHING = { failures: [], untouched: [] };

describe('A first draft of a pathway', () => {
  const drafts: [string, DraftOptions][] = [
    ['of a Norwegian pathway', HIP],
    ['in Helsinki', { ...HIP, zone: 'Europe/Helsinki' }],
    ['in a zone without known holidays', { ...HIP, zone: 'America/New_York' }],
    ['with the holidays of another country', { ...HIP, zone: 'Europe/Copenhagen', holidays: 'SE' }],
    ['with the longest id', { ...HIP, id: 'a'.repeat(64) }],
    ['with an id of digits', { ...HIP, id: '2026' }],
    ['with an id of dashes', { ...HIP, id: '---' }],
    ['with an id that means yes', { ...HIP, id: 'true' }],
    ...DRAFT_KEYS.map((key): [string, DraftOptions] => [`keyed by ${key}`, { ...HIP, key }]),
  ];

  it.each(drafts)('%s lints clean, and its scenarios touch every rule', (_what, options) => {
    const draft = firstDraft(options);
    expect(lintDefinition(draft.definition)).toEqual([]);
    expect(tried(draft)).toEqual(NOTHING);
  });

  it('is called what its author calls it, or its id in words', () => {
    const titleOf = (options: DraftOptions): string | undefined => {
      const read = readDefinition(firstDraft(options).definition);
      return 'definition' in read ? read.definition.title : undefined;
    };
    expect(titleOf({ ...HIP, id: 'hip-fracture' })).toBe('Hip fracture');
    for (const title of ['Hofte: "brudd" # nå', "- it's\ta list", 'null', 'ryggen \u2028 💡']) {
      expect(titleOf({ ...HIP, title })).toBe(title);
    }
  });

  it('may be keyed by whatever the events of a referral say', () => {
    expect(DRAFT_KEYS).toEqual(['referral', 'icd10', 'icpc2', 'bodySite']);
    expect(() => firstDraft({ ...HIP, key: 'colour' })).toThrow(RangeError);
  });

  it('says whether it knows public holidays', () => {
    expect(firstDraft(HIP).knowsHolidays).toBe(true);
    expect(firstDraft({ ...HIP, holidays: 'none' }).knowsHolidays).toBe(false);
    expect(firstDraft({ ...HIP, zone: 'America/New_York' }).knowsHolidays).toBe(false);
  });
});
