/** Refused events as problem documents, alone or in a batch. */
import { refusalText, type FactRefusal, type Fault } from '#care-event';
import { inCloudEventTerms, type ReadCloudEvent } from '#exchange';
import { Problem } from '../http/problem.js';

const REFUSALS: Readonly<Record<FactRefusal['code'], Pick<Problem, 'status' | 'code' | 'title'>>> =
  {
    invalid: { status: 422, code: 'invalid-event', title: 'The event is invalid' },
    conflict: { status: 409, code: 'event-conflict', title: 'Same id, other content' },
    'other-patient': { status: 409, code: 'event-conflict', title: 'Same id, other patient' },
    'too-large': { status: 413, code: 'event-too-large', title: 'The event is too large' },
    'history-too-large': {
      status: 422,
      code: 'history-too-large',
      title: 'The patient has too much',
    },
  };

/** Why the engine does not record an event. */
export function refusalProblem(
  { code, message, faults }: FactRefusal,
  occurredIn?: ReadCloudEvent['occurredIn'],
): Problem {
  const { status, code: ofProblem, title } = REFUSALS[code];
  const errors = inCloudEventTerms(faults, occurredIn);
  return new Problem(status, ofProblem, title, refusalText({ message, faults: errors }), errors);
}

/** What is no CloudEvent of ours. */
export function invalidCloudEvent(faults: readonly Fault[]): Problem {
  const detail = faults.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return new Problem(422, 'invalid-event', 'The event is invalid', detail, faults);
}
