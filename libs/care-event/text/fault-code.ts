/** What a thrown value is called where it is counted, shown or kept: a stable code. */

const CODE_MAX = 64;
const CODE = /^[a-z][a-z0-9-]*$/;

/** Its own code where it has one of our form, else the name of its class, else `fault`. */
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
