/** Services that are bound to organisations: a holder that moves with the patient has to be handed over. */
import type { Definition, HandoverRule, ServiceRef } from '#pathway';
import type { LintSubject } from './lint-subject.js';

/**
 * Code `moves-without-handover`: the holder of a stage is that of where the patient lives, and no
 * handover leads from it to the same service elsewhere, so that a patient who moves stays behind.
 */
export function lintMovesWithoutHandover(subject: LintSubject): void {
  const { definition } = subject;
  const reported = new Set<string>();
  for (const { rule, path } of subject.stages) {
    const { holder } = rule;
    if (typeof holder !== 'string' || reported.has(holder)) continue;
    if (!movesWithPatient(holder, definition) || isHandedOver(holder, definition)) continue;
    reported.add(holder);
    subject.warn([...path, 'holder'], {
      code: 'moves-without-handover',
      message: `${holder} is that of where the patient lives, and nothing hands the patient over when they move`,
      advice: `add a handover from ${holder} to ${holder} when PatientMoved`,
    });
  }
}

/** Whether another organisation may stand for the service from one event to the next. */
export function mayBeElsewhere(service: ServiceRef, { services }: Definition): boolean {
  if (typeof service !== 'string') return false;
  const kind = services.get(service)?.organisation?.kind;
  return kind !== undefined && kind !== 'fixed' && kind !== 'previous-holder';
}

function movesWithPatient(service: ServiceRef, { services }: Definition): boolean {
  if (typeof service !== 'string') return false;
  return services.get(service)?.organisation?.kind === 'municipality-of-patient';
}

function isHandedOver(service: string, { handovers }: Definition): boolean {
  return handovers.some(
    (rule: HandoverRule) =>
      rule.to === service &&
      (rule.from === service || rule.from === 'holder') &&
      rule.when.some(({ type }) => type === 'PatientMoved'),
  );
}
