/**
 * What a fault is called where it is kept for ever and shown to operators: a stable code,
 * and one line without patient data.
 */

/** Characters of a message that are kept. */
const MESSAGE_MAX = 300;
const CODE_MAX = 64;
const CODE = /^[a-z][a-z0-9-]*$/;

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
  if (!(error instanceof Error)) return { code: 'fault', message: 'What was thrown is no error.' };
  return { code: codeOf(error), message: messageOf(error, patient) };
}

function codeOf(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && code.length <= CODE_MAX && CODE.test(code)) return code;
  const kebab = error.name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return kebab.length <= CODE_MAX && CODE.test(kebab) ? kebab : 'fault';
}

function messageOf({ message }: Error, patient: string): string {
  const [line = ''] = message.split(/\r?\n/, 1);
  const safe = line
    .replaceAll(/"(?:[^"\\]|\\.)*"?/g, '"…"')
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(patient === '' ? /(?!)/g : patient, '…');
  return safe.length <= MESSAGE_MAX ? safe : `${safe.slice(0, MESSAGE_MAX - 1)}…`;
}
