/** Rules whose keys do not go together: a guard that asks for nothing, a period without a length. */
import type { Mentions } from './mentions.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';

export function addRuleProblems(mentions: Mentions, problems: ProblemList): void {
  for (const { path, value } of mentions.of('episodes')) {
    if (!isRecord(value) || Object.hasOwn(value, 'key') || !Object.hasOwn(value, 'keyless')) {
      continue;
    }
    const message = '`keyless` only means something with `key`';
    problems.add([...path, 'keyless'], { code: 'keyless-without-key', message }, 'key');
  }
  for (const { path, value } of mentions.of('handover')) {
    const accepted = isRecord(value) && Object.hasOwn(value, 'scope') ? value['accepted'] : {};
    if (!isRecord(accepted) || !Object.hasOwn(accepted, 'opens')) continue;
    const message = 'a handover of a scope passes that scope on and opens no stage';
    problems.add([...path, 'accepted', 'opens'], { code: 'scope-opens-stage', message }, 'key');
  }
  for (const { path, value } of mentions.of('guard')) {
    if (
      !isRecord(value) ||
      ['requires', 'forbids', 'needs'].some((key) => Object.hasOwn(value, key))
    ) {
      continue;
    }
    const message = 'the guard checks nothing: it needs `requires`, `forbids` or `needs`';
    problems.add(path, { code: 'empty-rule', message });
  }
  for (const { path, value } of mentions.of('clock-rule')) {
    if (!isRecord(value)) continue;
    if (value['over'] === 'patient') addDatedResets(value, path, problems);
    if (Object.hasOwn(value, 'start') || Object.hasOwn(value, 'spans')) continue;
    const message = 'the clock can never run: it needs `start`, `spans` or both';
    problems.add(path, { code: 'empty-rule', message });
  }
  for (const { path, value } of mentions.of('duty')) {
    if (!isRecord(value)) continue;
    const within = value['within'];
    addEmptyCases(within, [...path, 'within', 'cases'], problems);
    if (isRecord(within) && Object.hasOwn(within, 'plus') && Object.hasOwn(within, 'minus')) {
      const message = 'a duty is due either `plus` or `minus` a time, not both';
      problems.add([...path, 'within', 'minus'], { code: 'plus-and-minus', message }, 'key');
    }
    addEventlessProblems(value, path, problems);
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

/** What acts from a day on does so in an episode, and a clock over the patient runs outside as well. */
function addDatedResets(
  clock: Readonly<Record<string, unknown>>,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const { 'nullify-unless': unless } = clock;
  const resets: readonly (readonly [DocumentPath, unknown])[] = [
    [['nullify'], clock['nullify']],
    [['nullify-unless', 'on'], isRecord(unless) ? unless['on'] : undefined],
  ];
  for (const [at, patterns] of resets) {
    const list: readonly unknown[] = Array.isArray(patterns) ? patterns : [patterns];
    list.forEach((pattern, index) => {
      if (!isRecord(pattern) || !Object.hasOwn(pattern, 'valid-from')) return;
      const inner = [...path, ...at, ...(Array.isArray(patterns) ? [index] : []), 'valid-from'];
      const message = 'a clock over the patient is reset when the event happens, not from a day on';
      problems.add(inner, { code: 'dated-over-patient', message }, 'key');
    });
  }
}

/** A duty that a clock begins has no starting event of which anything could be asked. */
function addEventlessProblems(
  duty: Readonly<Record<string, unknown>>,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const { from, within } = duty;
  if (!isRecord(from) || !Object.hasOwn(from, 'accumulated')) return;
  const add = (key: string, asked: boolean, inner: DocumentPath = [key]): void => {
    if (!asked) return;
    const message = `no event starts the duty, which a clock begins: \`${key}\` has nothing to ask`;
    problems.add([...path, ...inner], { code: 'no-starting-event', message }, 'key');
  };
  for (const key of ['matching', 'applies']) add(key, Object.hasOwn(duty, key));
  if (duty['per'] === 'period') {
    const message =
      'a duty that a clock begins is owed once (`episode`) or each time (`occurrence`)';
    problems.add([...path, 'per'], { code: 'no-starting-event', message });
  }
  if (!isRecord(within)) return;
  for (const key of ['date-in', 'from']) add(key, Object.hasOwn(within, key), ['within', key]);
  const { cases, otherwise } = within;
  if (isRecord(otherwise)) {
    add('from', Object.hasOwn(otherwise, 'from'), ['within', 'otherwise', 'from']);
  }
  if (!Array.isArray(cases)) return;
  cases.forEach((one: unknown, at) => {
    if (!isRecord(one)) return;
    for (const key of ['when', 'from']) {
      add(key, Object.hasOwn(one, key), ['within', 'cases', at, key]);
    }
  });
}

function addEmptyCases(within: unknown, path: DocumentPath, problems: ProblemList): void {
  const cases = isRecord(within) ? within['cases'] : undefined;
  if (!Array.isArray(cases)) return;
  cases.forEach((one: unknown, at) => {
    if (!isRecord(one) || Object.hasOwn(one, 'when') || Object.hasOwn(one, 'latest')) return;
    const message = 'the case asks for nothing: it needs `when`, `latest` or both';
    problems.add([...path, at], { code: 'empty-rule', message });
  });
}

function hasLength(within: Readonly<Record<string, unknown>>): boolean {
  return !Object.hasOwn(within, 'date-in') && !Object.hasOwn(within, 'accumulated');
}
