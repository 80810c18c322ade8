/** Two definitions compared in words: what differs, for whom, and that nothing is missed. */
import { describe, expect, it } from '@jest/globals';
import type { Definition } from '#pathway';
import { WHOLE_LANGUAGE } from '#pathway/testing';
import { readDefinition } from '../parsing/read-definition.js';
import { firstDraft } from '../template/first-draft.js';
import { compareDefinitions } from './compare-definitions.js';

const HIP = firstDraft({ id: 'hip', zone: 'Europe/Oslo' }).definition;

function read(yaml: string): Definition {
  const result = readDefinition(yaml);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition;
}

/** The first draft, and the same with these texts replaced. */
function compared(...replacements: readonly (readonly [string, string])[]) {
  let changed = HIP;
  for (const [text, by] of replacements) {
    expect(changed).toContain(text);
    changed = changed.replace(text, by);
  }
  return compareDefinitions(read(HIP), read(changed));
}

const changesOf = (...replacements: readonly (readonly [string, string])[]) =>
  compared(...replacements).changes;

describe('Two definitions', () => {
  it('are the same if only version, comments and layout differ', () => {
    const comparison = compared(['version: 1', 'version: 2'], ['# Who takes part.\n', '\n\n']);
    expect(comparison).toMatchObject({ same: true, changes: [], owed: [], translations: [] });
    expect([comparison.before.version, comparison.after.version]).toEqual([1, 2]);
  });

  it('differ in a limit: for those who use it, and sooner for whoever owes it', () => {
    const { changes, owed } = compared(['default: 6 weeks', 'default: 4 weeks']);
    expect(changes).toMatchObject([
      {
        kind: 'parameter',
        id: 'visit-limit',
        change: 'changed',
        concerns: { services: ['clinic'], words: 'what uses it: "First visit at the clinic"' },
      },
      {
        kind: 'duty',
        id: 'first-visit',
        differences: [
          {
            what: 'Within',
            before: expect.stringMatching(/^6 weeks of ReferralAssessed/),
            after: expect.stringMatching(/^4 weeks of ReferralAssessed/),
          },
        ],
        concerns: { stages: ['at-clinic'], services: ['clinic'] },
      },
    ]);
    expect(owed).toEqual([
      {
        service: 'clinic',
        effect: 'sooner',
        what: 'duty',
        id: 'first-visit',
        title: 'First visit at the clinic',
        before: '6 weeks',
        after: '4 weeks',
      },
    ]);
  });

  it('differ in an owner: one owes less, the other more', () => {
    expect(compared(['owner: clinic', 'owner: gp']).owed).toMatchObject([
      { service: 'clinic', effect: 'less', what: 'duty', id: 'first-visit', after: null },
      { service: 'gp', effect: 'more', what: 'duty', id: 'first-visit', before: null },
    ]);
  });

  it('differ in a holder: one has the patient in that stage, the other no more', () => {
    const { changes, owed } = compared([
      'at once\n    holder: gp',
      'at once\n    holder: coordinator',
    ]);
    expect(changes).toMatchObject([
      {
        kind: 'stage',
        id: 'red-flag',
        differences: [{ what: 'Held by', before: 'General practice', after: 'Coordinator' }],
        concerns: { stages: ['red-flag'], words: 'patients in "Red flag, to be seen at once"' },
      },
    ]);
    expect(owed.map(({ service, effect, what }) => [service, effect, what])).toEqual([
      ['coordinator', 'more', 'stage'],
      ['gp', 'less', 'stage'],
    ]);
  });

  it('differ in what one has and the other has not', () => {
    const withoutDuty = HIP.replace(/# What is owed[\s\S]*?(?=# What breaks)/, '').replace(
      / {2}visit-limit:[\s\S]*?(?= {2}red-flag-limit)/,
      '',
    );
    const gone = compareDefinitions(read(HIP), read(withoutDuty));
    expect(gone.changes).toMatchObject([
      { kind: 'parameter', id: 'visit-limit', change: 'removed' },
      { kind: 'duty', id: 'first-visit', change: 'removed' },
    ]);
    expect(gone.owed).toMatchObject([{ service: 'clinic', effect: 'less', before: '6 weeks' }]);
    const come = compareDefinitions(read(withoutDuty), read(HIP));
    expect(come.changes.map(({ change }) => change)).toEqual(['added', 'added']);
    expect(come.owed).toMatchObject([{ service: 'clinic', effect: 'more', after: '6 weeks' }]);
  });

  it('differ in a name where it is said, and nowhere else', () => {
    expect(changesOf(['name: Clinic', 'name: Hip clinic'])).toMatchObject([
      {
        kind: 'service',
        id: 'clinic',
        differences: [{ what: 'Title', before: 'Clinic', after: 'Hip clinic' }],
      },
    ]);
    const [stage, ...rest] = changesOf(['title: At the clinic', 'title: In hospital']);
    expect(stage).toMatchObject({ kind: 'stage', id: 'at-clinic' });
    expect(rest).toEqual([]);
  });

  it('differ in entry, handovers, interrupts and their order', () => {
    expect(changesOf(['closes: [PathwayClosed, PatientDied]', 'closes: PathwayClosed'])).toEqual([
      expect.objectContaining({
        kind: 'entry',
        differences: [
          { what: 'Closed by', before: 'PathwayClosed or PatientDied', after: 'PathwayClosed' },
        ],
      }),
    ]);
    expect(
      changesOf(['silent: { then: { escalate: coordinator } }', 'silent: { then: remind }']),
    ).toMatchObject([
      {
        kind: 'handover',
        id: 'at-once',
        differences: [
          {
            what: 'No answer',
            before: 'escalate to Coordinator',
            after: 'remind the receiver',
          },
        ],
        concerns: { services: ['gp', 'clinic'] },
      },
    ]);
    const [, first = '', second = ''] =
      /stages:\n([\s\S]*?)( {2}# Whoever sends[\s\S]*?)(?= {2}# Nobody)/.exec(HIP) ?? [];
    const swapped = HIP.replace(first + second, second + first);
    const orders = compareDefinitions(read(HIP), read(swapped)).changes;
    expect(orders.flatMap(({ differences }) => differences).map(({ what }) => what)).toEqual([
      'Begins in',
      'Order of stages',
    ]);
  });

  it('are said in the language of the reader, and count the texts of the others', () => {
    const before = read(WHOLE_LANGUAGE);
    const after = read(
      WHOLE_LANGUAGE.replace('nb: Fastlege', 'nb: Legen').replace('nb: Hele språket', 'nb: Alt'),
    );
    expect(compareDefinitions(before, after)).toMatchObject({
      same: false,
      changes: [],
      translations: [{ language: 'nb', change: 'changed', texts: 2 }],
    });
    const inNorwegian = compareDefinitions(before, after, ['nb']);
    expect(inNorwegian.changes.map(({ kind, id }) => [kind, id])).toEqual([
      ['pathway', 'whole'],
      ['service', 'gp'],
    ]);
  });

  it('never pass for the same where any single value of the whole language differs', () => {
    const [whole, other] = [read(WHOLE_LANGUAGE), read(WHOLE_LANGUAGE)];
    expect(compareDefinitions(whole, other).same).toBe(true);
    const missed = oneOfEachKind(leavesOf(whole)).filter((path) => {
      if (path[0] === 'translations' || path[0] === 'version') return false;
      // What tells two forms apart never differs alone.
      if (['kind', 'is'].includes(String(path.at(-1)))) return false;
      const restore = changeAt(other, path);
      const { same } = compareDefinitions(whole, other);
      restore();
      return same;
    });
    expect(missed).toEqual([]);
  });
});

type Path = readonly (string | number)[];

/** Where each text, number and truth value of it stands. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [path];
  const parts = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return parts.flatMap(([key, part]) => leavesOf(part, [...path, key]));
}

/** Of those that differ in indexes only, the last. */
function oneOfEachKind(paths: readonly Path[]): readonly Path[] {
  return [...new Map(paths.map((path) => [path.join().replaceAll(/\d+/g, ''), path])).values()];
}

/** Changes the value at that place; what it returns takes the change back. */
function changeAt(root: unknown, [key = '', ...rest]: Path): () => void {
  const holder = root as Record<string, unknown> | Map<string, unknown>;
  const value = holder instanceof Map ? holder.get(String(key)) : holder[key];
  if (rest.length > 0) return changeAt(value, rest);
  const set = (to: unknown): void => {
    if (holder instanceof Map) holder.set(String(key), to);
    else holder[key] = to;
  };
  set(otherThan(value));
  return () => set(value);
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}x`;
}
