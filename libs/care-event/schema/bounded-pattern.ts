/**
 * Regular expressions that others wrote, run on texts that others send. An RE2 engine reads each
 * character once, so time grows with the text alone. Its constant is the size of the compiled
 * program, which is limited, as is the memory of the automaton that it builds as it goes.
 */
import { RE2JS, RE2Set } from 're2js';
import { errorText } from '../text/error-text.js';
import { OutsideRe2, toRe2 } from './re2-syntax.js';

export const PATTERN_CHARACTERS_MAX = 1_000;

/** Instructions of the compiled program: `[0-9]{1000}` has 1,002, `.{0,1000}` 2,002. */
const PROGRAM_SIZE_MAX = 2_500;

/** Bytes of the states kept for one pattern; a pattern that needs more is run without them. */
const STATES_BYTES_MAX = 256 * 1024;

/**
 * Characters times instructions that the patterns of one check may cost together. About 40
 * million take a second on a slow machine; a pattern of 20 instructions has enough for a
 * megabyte.
 */
const STEPS_MAX = 25_000_000;

/** What is left for one check: every pattern that is run takes its share. */
export class PatternBudget {
  private left = STEPS_MAX;
  private short = false;

  /** Whether that much was left; once it was not, nothing is. */
  spend(steps: number): boolean {
    this.short ||= steps > this.left;
    if (!this.short) this.left -= steps;
    return !this.short;
  }

  /** Whether a pattern was not run for want of steps: what was answered for it means nothing. */
  get exceeded(): boolean {
    return this.short;
  }
}

export interface BoundedPattern {
  /** Whether the pattern occurs in the text; false, too, once the budget is exceeded. */
  matches(text: string, budget: PatternBudget): boolean;
}

export type CompiledPattern = { readonly pattern: BoundedPattern } | { readonly fault: string };

/** The pattern ready to run, or in one clause why it cannot be run in bounded time. */
export function compilePattern(expression: string): CompiledPattern {
  if (expression.length > PATTERN_CHARACTERS_MAX) {
    return { fault: `it has more than ${PATTERN_CHARACTERS_MAX} characters` };
  }
  try {
    const translated = toRe2(expression);
    const size = RE2JS.compile(translated).programSize();
    if (size > PROGRAM_SIZE_MAX) {
      return { fault: 'written out, its repetitions are too long' };
    }
    const set = new RE2Set(RE2Set.UNANCHORED, 0, STATES_BYTES_MAX);
    set.add(translated);
    set.compile();
    return {
      pattern: {
        matches: (text, budget) =>
          budget.spend((text.length + 1) * size) && set.match(text).length > 0,
      },
    };
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof OutsideRe2) return `RE2 has no ${error.message}`;
  return errorText(error).replace(/^error parsing regexp: /, 'RE2 says: ');
}
