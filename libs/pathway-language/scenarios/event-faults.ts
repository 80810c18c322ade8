/** Puts the faults of an event where its author wrote them: each at its key in the scenario. */
import type { Fault } from '#care-event';
import type { DocumentPath, ProblemList } from '../parsing/problem-list.js';
import { isRecord } from '../parsing/shape.js';

/** Keys of a scenario for the fields of an event's envelope that are called otherwise there. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['occurredAt', 'on'],
  ['type', 'event'],
  ['version', 'event'],
  ['correctionOf', 'corrects'],
]);

/**
 * @param form the event as it stands in the file
 * @param path where it stands
 */
export function addFaults(
  faults: readonly Fault[],
  yaml: unknown,
  path: DocumentPath,
  problems: ProblemList,
): void {
  for (const { path: pointer, message } of faults) {
    const parts = pointer.slice(1).split('/').map(unescaped);
    const [first = ''] = parts;
    const within = [KEYS.get(first) ?? first, ...parts.slice(1)];
    const found = foundPath(yaml, within);
    const field = parts.slice(1).join('.');
    const code = first === 'data' ? 'wrong-data' : 'wrong-event';
    const missing = found.length < within.length && field !== '';
    problems.add([...path, ...found], {
      code,
      message: missing ? `the field ${field} ${message}` : message,
    });
  }
}

/** As much of the path as is there: what is missing is reported where it would stand. */
function foundPath(yaml: unknown, parts: readonly string[]): (string | number)[] {
  const found: (string | number)[] = [];
  let value = yaml;
  for (const part of parts) {
    if (Array.isArray(value)) {
      const index = Number(part);
      if (!(index in value)) break;
      found.push(index);
      value = (value as readonly unknown[])[index];
    } else if (isRecord(value) && Object.hasOwn(value, part)) {
      found.push(part);
      value = value[part];
    } else break;
  }
  return found;
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
