/** Asks a running server, and tells its refusals as the command line tells its own. */
import { InvalidArgumentError } from 'commander';
import { Refused } from '../terminal/errors.js';

/** Time for one answer, ms: what is asked for is done in milliseconds, or the server hangs. */
const ANSWER_MS = 30_000;

/** Reads the value of an option that names a server. */
export function serverUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new InvalidArgumentError(
    'Give the address that serve printed, such as http://127.0.0.1:8080.',
  );
}

/**
 * A GET, or with a body a POST.
 * @throws Refused with the server's own code and words, or `server-unreachable`
 */
export async function askServer<T>(server: URL, path: string, body?: object): Promise<T> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(new URL(path, server), {
    ...(body === undefined ? {} : post),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refused('server-unreachable', `${server.origin} does not answer: ${reason}.`, {
      advice: 'Give the address that serve printed. If no server runs, leave --server out.',
    });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as T;
  const { code, detail } = (answer ?? {}) as { readonly code?: unknown; readonly detail?: unknown };
  throw typeof code === 'string' && typeof detail === 'string'
    ? new Refused(code, detail)
    : new Refused('server-answer', `${server.origin} answered ${response.status}: no Stafett?`);
}
