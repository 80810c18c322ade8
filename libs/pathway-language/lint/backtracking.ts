/**
 * Whether a regular expression may take for ever: for some texts it has twice as many ways
 * to read each further sign, and tries them all before it gives up. That is so where a state
 * can be come back to by one text in two ways.
 *
 * Source: A. Weber, H. Seidl, On the degree of ambiguity of finite automata, Theoretical
 * Computer Science 88 (1991), criterion EDA.
 */
import { automataOf } from './pattern-automaton.js';
import type { Automaton, Signs } from './pattern-automaton.js';

/** Longer ones are not looked at, and count as unsafe. */
export const EXPRESSION_CHARACTERS_MAX = 1_000;

/** Steps in search of two ways. */
const STEPS_MAX = 200_000;

/** True as well where it cannot be told: the expression is no such, too long or too intricate. */
export function mayTakeForEver(expression: string): boolean {
  if (expression.length > EXPRESSION_CHARACTERS_MAX) return true;
  try {
    const share = sharing(expression);
    return automataOf(expression).some((automaton) => isAmbiguous(automaton, share));
  } catch {
    return true;
  }
}

type Share = (a: Signs, b: Signs) => boolean;

/**
 * Two states that read the same text side by side, from one state and back to it. Looked for
 * from each state: the pairs that it leads to, and whether one of two different states, or one
 * come to by two edges, leads back.
 */
function isAmbiguous(automaton: Automaton, share: Share): boolean {
  const loops = loopsIn(automaton);
  let steps = 0;
  for (const start of automaton.states.keys()) {
    const within = (state: number) => loops[state] === loops[start] && loops[start] !== undefined;
    if (!within(start)) continue;
    const seen = new Set<number>();
    const waiting: (readonly [number, number, boolean])[] = [[start, start, false]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [one, other, apart] = next;
      for (const [left, right, parting] of pairsAfter(automaton, one, other, share)) {
        if ((steps += 1) > STEPS_MAX) return true;
        if (!within(left) || !within(right)) continue;
        const parted = apart || parting || left !== right;
        if (parted && left === start && right === start) return true;
        const key = (left * automaton.states.length + right) * 2 + (parted ? 1 : 0);
        if (seen.has(key)) continue;
        seen.add(key);
        waiting.push([left, right, parted]);
      }
    }
  }
  return false;
}

/** Pairs of states that one sign leads to; `parting` where one state is come to by two edges. */
function* pairsAfter(
  { states, follow }: Automaton,
  one: number,
  other: number,
  share: Share,
): Iterable<readonly [number, number, boolean]> {
  const [lefts, rights] = [follow[one] ?? [], follow[other] ?? []];
  for (const [at, left] of lefts.entries()) {
    for (const [place, right] of rights.entries()) {
      if (one === other && place < at) continue;
      if (!share(states[left] ?? '', states[right] ?? '')) continue;
      yield [left, right, one === other && left === right && at !== place];
    }
  }
}

/** By state the number of the loop that it is part of: states that lead to each other. */
function loopsIn({ states, follow }: Automaton): readonly (number | undefined)[] {
  const reached = [...states.keys()].map((start) => {
    const seen = new Set<number>();
    const waiting = [...(follow[start] ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...new Set(follow[next]));
    }
    return seen;
  });
  return [...states.keys()].map((state) => {
    if (reached[state]?.has(state) !== true) return undefined;
    return [...states.keys()].find(
      (other) => reached[other]?.has(state) === true && reached[state]?.has(other) === true,
    );
  });
}

/** Characters to try: all of the first alphabets, every so many of the others, and all bounds. */
const ALPHABETS_END = 0x600;
const CHARACTERS_END = 0x110000;
const STEP = 251;

/** Whether two sets of signs have one in common. Whether case matters is not known: it does not. */
function sharing(expression: string): Share {
  const characters = charactersFor(expression);
  const sets = new Map<Signs, Uint32Array>();
  const known = new Map<string, boolean>();
  const setOf = (signs: Signs) => {
    let set = sets.get(signs);
    if (set === undefined) {
      const one = new RegExp(`^(?:${signs})$`, 'iu');
      set = new Uint32Array(Math.ceil(characters.length / 32));
      for (const [at, it] of characters.entries()) {
        if (one.test(it)) set[at >> 5] = (set[at >> 5] ?? 0) | (1 << (at & 31));
      }
      sets.set(signs, set);
    }
    return set;
  };
  return (a, b) => {
    if (a === b) return true;
    const key = `${a} ${b}`;
    let shared = known.get(key);
    if (shared === undefined) {
      const [left, right] = [setOf(a), setOf(b)];
      known.set(key, (shared = left.some((bits, at) => (bits & (right[at] ?? 0)) !== 0)));
    }
    return shared;
  };
}

function charactersFor(expression: string): readonly string[] {
  const codes = new Set<number>();
  for (let code = 0; code < ALPHABETS_END; code += 1) codes.add(code);
  for (let code = ALPHABETS_END; code < CHARACTERS_END; code += STEP) codes.add(code);
  const escapes = expression.matchAll(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4}))/gi);
  const named = [...escapes].map(([, long, short]) => Number.parseInt(long ?? short ?? '0', 16));
  const written = [...expression].map((it) => it.codePointAt(0) ?? 0);
  for (const code of [...named, ...written]) {
    for (const near of [code - 1, code, code + 1]) {
      if (near >= 0 && near < CHARACTERS_END) codes.add(near);
    }
  }
  return [...codes].map((code) => String.fromCodePoint(code));
}
