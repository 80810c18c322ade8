/** The languages that whoever calls the command reads, as BCP 47 tags, the most wanted first. */
import { InvalidArgumentError } from 'commander';
import type { Io } from '../terminal/io.js';

const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}$/;

/** One language, or several with commas between. @throws InvalidArgumentError one that is none */
export function languagesGiven(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const tag = tagOf(part);
    if (tag !== undefined) return tag;
    throw new InvalidArgumentError('Expected a language, such as nb, sv-FI, or several: fi,en.');
  });
}

/** Of the locale for messages: the first of the variables that is set says it. */
export function languagesOfLocale(env: Io['env']): readonly string[] {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  const tag = tagOf(locale);
  return tag === undefined ? [] : [tag];
}

/** `nb_NO.UTF-8` is nb-NO; `C` and `POSIX` are no languages. */
function tagOf(locale: string): string | undefined {
  const tag = locale
    .trim()
    .replace(/[.@].*$/, '')
    .replaceAll('_', '-');
  return TAG.test(tag) ? tag : undefined;
}
