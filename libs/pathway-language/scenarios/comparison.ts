/** Gathers where an assessment is not what a scenario expects. */
import type { DocumentPath } from '../parsing/problem-list.js';
import { pathText } from '../parsing/problem-list.js';
import type { FactFormatter } from './fact-formatter.js';
import type { Expectation, TextPosition } from './scenario.js';
import { readScenarioTime } from './scenario-time.js';

/** One expectation that was not met, at its place in the file. */
export interface Failure extends TextPosition {
  /** The instant asked about, as it was written. */
  readonly at: string;
  /** Such as `duties.report[1].due`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  /** The facts nearest to it, one sentence part each. */
  readonly because: readonly string[];
}

type Reasons = () => readonly string[];

export class Comparison {
  readonly failures: Failure[] = [];

  constructor(
    readonly expectation: Expectation,
    readonly formatter: FactFormatter,
  ) {}

  fail(path: DocumentPath, expected: string, found: string, because: Reasons): void {
    const { yaml } = this.expectation;
    const index = this.expectation.positionOf(path);
    const what = pathText(path);
    this.failures.push({ ...index, at: yaml.at, what, expected, found, because: because() });
  }

  /** Nothing is looked at where nothing is expected. */
  value(
    path: DocumentPath,
    expected: string | number | boolean | undefined,
    found: string | number | boolean | undefined,
    because: Reasons,
  ): void {
    if (expected === undefined || expected === found) return;
    this.fail(path, formatScalar(expected), formatScalar(found), because);
  }

  /** The same items, each as often, in any order. */
  items(
    path: DocumentPath,
    expected: readonly string[] | undefined,
    found: readonly string[],
    because: Reasons,
  ): void {
    if (expected === undefined) return;
    if (expected.toSorted().join(' ') === found.toSorted().join(' ')) return;
    this.fail(path, formatList(expected), formatList(found), because);
  }

  /** The same items in the same order. */
  sequence(
    path: DocumentPath,
    expected: readonly string[] | undefined,
    found: readonly string[],
    because: Reasons,
  ): void {
    if (expected === undefined || expected.join(' ') === found.join(' ')) return;
    this.fail(path, formatList(expected), formatList(found), because);
  }

  /** An instant within the day or the minute that was written. */
  time(
    path: DocumentPath,
    expected: string | undefined,
    found: number | undefined,
    because: Reasons,
  ): void {
    if (expected === undefined) return;
    const time = readScenarioTime(expected, this.formatter.zone);
    if ('message' in time) throw new RangeError(`${expected}: ${time.message}`);
    if (found !== undefined && found >= time.first && found <= time.last) return;
    const { formatter } = this;
    const text =
      found === undefined
        ? 'none'
        : time.imprecise
          ? formatter.day(found)
          : formatter.instant(found);
    this.fail(path, expected, text, because);
  }
}

function formatScalar(value: string | number | boolean | undefined): string {
  return value === undefined ? 'none' : String(value);
}

export function formatList(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** A service as an expectation names it: by itself or by its organisation; both where it is neither. */
export function partyText(
  expected: string | undefined,
  service: string | undefined,
  organisation: string | undefined,
): string | undefined {
  if (organisation === undefined || expected === service) return service;
  return expected === organisation ? organisation : `${service} of ${organisation}`;
}
