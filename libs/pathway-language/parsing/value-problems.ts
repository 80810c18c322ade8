/** What is wrong with a single text or number, held against its shape. */
import type { DocumentPath, ProblemList } from './problem-list.js';
import type { Shape } from './shape.js';
import { formatValue } from '#care-event';

export function addTextProblems(
  shape: Shape,
  value: string,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const allowed = shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);
  if (value.length < (shape.minLength ?? 0)) {
    problems.add(path, { code: 'empty', message: 'expected text, found an empty one' });
  } else if (value.length > (shape.maxLength ?? Infinity)) {
    const message = `expected at most ${shape.maxLength} characters, found ${value.length}`;
    problems.add(path, { code: 'too-long', message });
  } else if (allowed !== undefined && !allowed.includes(value)) {
    const message = `expected ${allowed.join(', ')}; found ${formatValue(value)}`;
    problems.add(path, { code: 'wrong-value', message, ...problems.nearest(value, allowed) });
  } else if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value)) {
    const message = `${formatValue(value)} does not match ${shape.pattern}`;
    const { description } = shape;
    problems.add(path, {
      code: 'wrong-form',
      message,
      ...(description !== undefined && { advice: description }),
    });
  }
}

export function addNumberProblems(
  { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity }: Shape,
  value: number,
  path: DocumentPath,
  problems: ProblemList,
): void {
  if (value < minimum) {
    const message = `expected at least ${minimum}, found ${value}`;
    problems.add(path, { code: 'too-small', message });
  } else if (value <= exclusiveMinimum) {
    const message = `expected more than ${exclusiveMinimum}, found ${value}`;
    problems.add(path, { code: 'too-small', message });
  } else if (value > maximum) {
    const message = `expected at most ${maximum}, found ${value}`;
    problems.add(path, { code: 'too-large', message });
  }
}
