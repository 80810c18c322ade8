/**
 * Code `without-key`: events that open or close episodes and can never say which of several side
 * by side they are about. They act only where one is open, or open episodes without a key.
 */
import type { LintSubject } from './lint-subject.js';

export function lintEventsWithoutKey(subject: LintSubject): void {
  const key = subject.definition.episodes?.key;
  if (key === undefined) return;
  const everywhere = new Set(key.every === 'any' ? [] : key.every.map(({ type }) => type));
  const hasKey = (type: string): boolean =>
    key.fields.some((field) => subject.fields.form(type, field) !== undefined);
  for (const { path, value: type } of subject.mentions.texts('event-type')) {
    if (hasKey(type)) continue;
    if (path[0] === 'entry') {
      const message = `${type} opens an episode and cannot have a key: it opens one without`;
      const advice = 'an event that can have one of the fields under `key`';
      subject.warn(path, { code: 'without-key', message, advice });
    } else if (path[0] === 'closes' && key.every !== 'any' && !everywhere.has(type)) {
      const message = `${type} cannot say which of several episodes it closes: it closes none of them`;
      const advice = `name it under \`keyless: { every: ${type} }\` if it closes them all`;
      subject.warn(path, { code: 'without-key', message, advice });
    }
  }
}
