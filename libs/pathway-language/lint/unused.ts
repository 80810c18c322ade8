/** Codes `unused-parameter`, `unused-service` and `unused-clock`: written down and never named again. */
import type { Means } from '../parsing/schema-parts.js';
import type { LintSubject } from './lint-subject.js';

export function lintUnused(subject: LintSubject): void {
  const { definition } = subject;
  const named = (...means: readonly Means[]) =>
    new Set(means.flatMap((one) => subject.mentions.texts(one)).map(({ value }) => value));

  const parameters = named('limit-parameter', 'service-parameter', 'text-parameter');
  for (const id of definition.parameters.keys()) {
    if (!parameters.has(id)) warnUnused(subject, 'parameter', id, ['parameters', id], 'key');
  }
  const services = named('service', 'owner');
  for (const parameter of definition.parameters.values()) {
    for (const value of [parameter.default, ...parameter.local.values()]) {
      if (value.kind === 'service') services.add(value.service);
    }
  }
  for (const id of definition.services.keys()) {
    if (!services.has(id)) warnUnused(subject, 'service', id, ['services', id], 'key');
  }
  const clocks = named('clock');
  for (const { rule, path } of subject.rules('clocks')) {
    if (!clocks.has(rule.id)) warnUnused(subject, 'clock', rule.id, path);
  }
}

function warnUnused(
  subject: LintSubject,
  what: 'parameter' | 'service' | 'clock',
  id: string,
  path: readonly (string | number)[],
  on?: 'key',
): void {
  const finding = {
    code: `unused-${what}`,
    message: `nothing uses the ${what} ${id}`,
    advice: 'use it, or remove it',
  };
  subject.warn(path, finding, on);
}
