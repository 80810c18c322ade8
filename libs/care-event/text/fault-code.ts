/** A stable code for a thrown value, for logs, metrics and answers. */

const CODE_MAX = 64;
const CODE = /^[a-z][a-z0-9-]*$/;

/** The error's own code where it has our form, else the name of its class, else `fault`. */
export function faultCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'fault';
  const { code } = thrown as { readonly code?: unknown };
  if (typeof code === 'string' && isCode(code)) return code;
  const kebab = thrown.name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return isCode(kebab) ? kebab : 'fault';
}

function isCode(text: string): boolean {
  return text.length <= CODE_MAX && CODE.test(text);
}
