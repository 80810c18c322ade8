/**
 * Codes `missing-source` and `missing-note`. A rule without a source is an opinion; that
 * of the whole definition does not say which paragraph this one rests on.
 */
import type { Origin } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import type { LintSubject } from './lint-subject.js';

export function lintSources(subject: LintSubject): void {
  const { definition, stages } = subject;
  const check = (what: string, { source }: Origin, path: DocumentPath) => {
    if (source !== undefined) return;
    subject.warn(path, {
      code: 'missing-source',
      message: `${what} does not say where it comes from`,
      advice: 'add `source`: document, section, date',
    });
  };
  check(`the pathway ${definition.id}`, definition, []);
  for (const { rule, path } of stages) check(`the stage ${rule.id}`, rule, path);
  for (const [key, what] of Object.entries(LISTS) as [keyof typeof LISTS, string][]) {
    for (const { rule, path } of subject.rules(key)) check(`the ${what} ${rule.id}`, rule, path);
  }
  for (const [key, measures] of Object.entries(definition.measures) as [
    string,
    readonly Measure[],
  ][]) {
    measures.forEach((measure, at) => {
      check(`the measure ${measure.id}`, measure, ['measures', key, at]);
    });
  }
  for (const [id, parameter] of definition.parameters) {
    const path = ['parameters', id];
    if (!parameter.background) check(`the parameter ${id}`, parameter, path);
    else if (parameter.note === undefined) {
      subject.warn(path, {
        code: 'missing-note',
        message: `the parameter ${id} is background knowledge, but does not say what it rests on`,
        advice: 'add `note`: what is known, and who should look it up',
      });
    }
  }
}

type Measure = Origin & { readonly id: string };

const LISTS = {
  duties: 'duty',
  clocks: 'clock',
  guards: 'guard',
  interrupts: 'interrupt',
  sequences: 'sequence',
  handovers: 'handover',
} as const;
