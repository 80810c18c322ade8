/**
 * What a fault is called where it is kept for ever and shown to operators: a stable code,
 * and one line without patient data.
 */

import { faultCode } from '#care-event';

/** Characters of a message that are kept. */
const MESSAGE_MAX = 300;

export interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * The pseudonym is taken out of the message, and so is what stands in double quotes:
 * parsers and checks quote there what they were given. A fault without a code of its own
 * is called after its class.
 */
export function faultOf(error: unknown, patient: string): Fault {
  if (!(error instanceof Error))
    return { code: 'fault', message: 'What was thrown is not an error.' };
  return { code: faultCode(error), message: messageOf(error, patient) };
}

function messageOf({ message }: Error, patient: string): string {
  const [line = ''] = message.split(/\r?\n/, 1);
  const safe = line
    .replaceAll(/"(?:[^"\\]|\\.)*"?/g, '"…"')
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(patient === '' ? /(?!)/g : patient, '…');
  return safe.length <= MESSAGE_MAX ? safe : `${safe.slice(0, MESSAGE_MAX - 1)}…`;
}
