/** Rules whose keys do not go together: a guard that asks for nothing, a period without a length. */
import type { Mentions } from './mentions.js';
import type { ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';

export function addRuleProblems(mentions: Mentions, problems: ProblemList): void {
  for (const { path, value } of mentions.of('episodes')) {
    if (!isRecord(value) || Object.hasOwn(value, 'key') || !Object.hasOwn(value, 'keyless')) {
      continue;
    }
    const message = '`keyless` only means something with `key`';
    problems.add([...path, 'keyless'], { code: 'keyless-without-key', message }, 'key');
  }
  for (const { path, value } of mentions.of('guard')) {
    if (!isRecord(value) || Object.hasOwn(value, 'requires') || Object.hasOwn(value, 'needs')) {
      continue;
    }
    const message = 'the guard checks nothing: it needs `requires`, `needs` or both';
    problems.add(path, { code: 'empty-rule', message });
  }
  for (const { path, value } of mentions.of('clock-rule')) {
    if (!isRecord(value) || Object.hasOwn(value, 'start') || Object.hasOwn(value, 'spans')) {
      continue;
    }
    const message = 'the clock can never run: it needs `start`, `spans` or both';
    problems.add(path, { code: 'empty-rule', message });
  }
  for (const { path, value } of mentions.of('duty')) {
    if (!isRecord(value)) continue;
    if (value['per'] !== 'period') {
      if (!Object.hasOwn(value, 'ends')) continue;
      const message = '`ends` only means something with `per: period`';
      problems.add([...path, 'ends'], { code: 'ends-without-period', message }, 'key');
    } else if (isRecord(value['within']) && !hasLength(value['within'])) {
      const message = 'a recurring duty needs the time after which it recurs';
      problems.add([...path, 'within'], { code: 'period-without-length', message });
    }
  }
}

function hasLength(within: Readonly<Record<string, unknown>>): boolean {
  return !Object.hasOwn(within, 'date-in') && !Object.hasOwn(within, 'accumulated');
}
