/**
 * Which addresses of the web may be called at all: the operator's list. A target that
 * is not on it is refused before anything is resolved or sent.
 */

export interface AllowedTarget {
  /** Name or address, as it stands in the URL. */
  readonly host: string;
  /** Default `https`; plain HTTP only where somebody says so. */
  readonly scheme?: 'https' | 'http';
  /** Default the scheme's own. */
  readonly port?: number;
}

export type TargetRefusal = 'not-a-url' | 'scheme' | 'credentials' | 'fragment' | 'not-allowed';

export class TargetRefused extends Error {
  readonly code = 'target-refused';
  override readonly name = 'TargetRefused';
  constructor(
    readonly service: string,
    readonly reason: TargetRefusal,
  ) {
    super(`The webhook of ${service} cannot be used: ${REASONS[reason]}.`);
  }
}

const REASONS: Readonly<Record<TargetRefusal, string>> = {
  'not-a-url': 'its url is none, such as https://hooks.example.org/stafett',
  scheme: 'its url is neither https nor http',
  credentials: 'a url holds no user name and no password; the signature says who calls',
  fragment: 'a url that is called has no # part',
  'not-allowed': 'no entry of the allow-list names its host with this scheme and port',
};

/**
 * The URL in the one form that everything after this uses: an address in decimal, octal
 * or hexadecimal has become the plain one, a name is in lower case.
 *
 * @throws TargetRefused
 */
export function allowedUrl(service: string, text: string, allow: readonly AllowedTarget[]): URL {
  const url = URL.parse(text);
  if (url === null) throw new TargetRefused(service, 'not-a-url');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TargetRefused(service, 'scheme');
  }
  if (url.username !== '' || url.password !== '') throw new TargetRefused(service, 'credentials');
  if (url.hash !== '') throw new TargetRefused(service, 'fragment');
  if (!allow.some((entry) => covers(entry, url))) throw new TargetRefused(service, 'not-allowed');
  return url;
}

function covers({ host, scheme = 'https', port }: AllowedTarget, url: URL): boolean {
  if (url.protocol !== `${scheme}:`) return false;
  // Written as a URL, both get their plain form, and the scheme's own port becomes empty.
  const allowed = URL.parse(
    `${scheme}://${bracketed(host)}${port === undefined ? '' : `:${port}`}/`,
  );
  return allowed !== null && allowed.host === url.host;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
