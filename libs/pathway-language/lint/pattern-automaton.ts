/**
 * A regular expression as an automaton: a state for each sign that stands in it, an edge for
 * each way in which one sign can follow another. What can be read along two ways has two
 * edges, so that ambiguity can be counted.
 */
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';

/** The signs that a state reads, as a regular expression of their own, such as `[a-z]`. */
export type Signs = string;

export interface Automaton {
  readonly states: readonly Signs[];
  /** By state: those that may follow, one as often as there are ways to it. */
  readonly follow: readonly (readonly number[])[];
}

/** States and edges at most; an expression that needs more is not looked at. */
const STATES_MAX = 600;
const EDGES_MAX = 60_000;

/** So often a part of no certain length may be repeated and still be written out one by one. */
const WRITTEN_OUT_MAX = 3;

const ANY = '[^]';

/** The signs with which a part may begin and end, and in how many ways it can be empty. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly empty: number;
}

const NOTHING: Part = { first: [], last: [], empty: 1 };

export class TooManyWays extends Error {}

/**
 * The automaton of the expression, and one for each that looks ahead or behind in it.
 *
 * @throws TooManyWays where it would be too large
 * @throws RegExpSyntaxError where it is no regular expression of ECMAScript
 */
export function automataOf(expression: string): readonly Automaton[] {
  const parsed = new RegExpParser().parsePattern(expression, 0, expression.length, true);
  const waiting = [parsed.alternatives];
  const automata: Automaton[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const builder = new Builder(waiting);
    builder.either(next);
    automata.push(builder);
  }
  return automata;
}

class Builder implements Automaton {
  readonly states: Signs[] = [];
  readonly follow: number[][] = [];
  readonly #apart: AST.Alternative[][];
  #edges = 0;

  /** @param apart where expressions go that read the same signs a second time */
  constructor(apart: AST.Alternative[][]) {
    this.#apart = apart;
  }

  either(alternatives: readonly AST.Alternative[]): Part {
    const parts = alternatives.map(({ elements }) =>
      elements.reduce((before, element) => this.#then(before, this.#part(element)), NOTHING),
    );
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      empty: Math.min(
        parts.reduce((ways, { empty }) => ways + empty, 0),
        2,
      ),
    };
  }

  #part(element: AST.Element): Part {
    switch (element.type) {
      case 'Character':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        return this.#state(element.raw);
      case 'CharacterSet':
        return this.#state(element.kind === 'any' ? ANY : element.raw);
      case 'Backreference':
        // What was found before, which may be anything of any length.
        return this.#repeated(() => this.#state(ANY), { min: 0, max: Infinity });
      case 'Group':
      case 'CapturingGroup':
        return this.either(element.alternatives);
      case 'Quantifier':
        return this.#repeated(
          () => this.#part(element.element),
          element,
          lengthOf(element.element) !== undefined,
        );
      case 'Assertion':
        if ('alternatives' in element) this.#apart.push(element.alternatives);
        return NOTHING;
    }
  }

  #state(signs: Signs): Part {
    if (this.states.length >= STATES_MAX) throw new TooManyWays();
    const state = this.states.push(signs) - 1;
    this.follow.push([]);
    return { first: [state], last: [state], empty: 0 };
  }

  #then(a: Part, b: Part): Part {
    this.#lead(a.last, b.first);
    return {
      first: a.empty > 0 ? [...a.first, ...times(a.empty, b.first)] : a.first,
      last: b.empty > 0 ? [...b.last, ...times(b.empty, a.last)] : b.last,
      empty: Math.min(a.empty * b.empty, 2),
    };
  }

  /**
   * What is repeated more than a few times counts as repeated for ever: thirty times is as
   * good as for ever to whoever waits. So many parts of one length are read in one way only.
   */
  #repeated(part: () => Part, { min, max }: Times, ofOneLength = false): Part {
    if (max === 0) return NOTHING;
    if (min === max && (ofOneLength || max <= WRITTEN_OUT_MAX)) return this.#inARow(part, max);
    const { first, last, empty } = part();
    if (max > 1) this.#lead(last, first);
    // An empty turn of a loop is not taken, but those that have to be taken may all be empty.
    if (empty > 0 && min > 1) this.#lead(last, first);
    return { first, last, empty: min === 0 ? 1 : empty };
  }

  #inARow(part: () => Part, count: number): Part {
    let row = part();
    for (let at = 1; at < count; at += 1) row = this.#then(row, part());
    return row;
  }

  #lead(from: readonly number[], to: readonly number[]): void {
    this.#edges += from.length * to.length;
    if (this.#edges > EDGES_MAX) throw new TooManyWays();
    for (const state of from) this.follow[state]?.push(...to);
  }
}

interface Times {
  readonly min: number;
  readonly max: number;
}

/** How many signs the part takes; undefined where that is not always the same. */
function lengthOf(element: AST.Element): number | undefined {
  switch (element.type) {
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return 1;
    case 'Assertion':
      return 0;
    case 'Group':
    case 'CapturingGroup': {
      const [first, ...others] = element.alternatives.map(({ elements }) => sumOf(elements));
      return others.every((other) => other === first) ? first : undefined;
    }
    case 'Quantifier': {
      const own = element.min === element.max ? lengthOf(element.element) : undefined;
      return own === undefined ? undefined : own * element.min;
    }
    default:
      return undefined;
  }
}

function sumOf(elements: readonly AST.Element[]): number | undefined {
  let sum = 0;
  for (const element of elements) {
    const length = lengthOf(element);
    if (length === undefined) return undefined;
    sum += length;
  }
  return sum;
}

/** Two ways are as bad as more. */
function times(ways: number, states: readonly number[]): readonly number[] {
  return ways > 1 ? [...states, ...states] : states;
}
