/** Sends requests to a running server; what it refuses is reported as the command line reports it. */
import { Refused } from '../terminal/errors.js';

/** Time for one answer, ms: what is asked for takes milliseconds, unless the server hangs. */
const ANSWER_MS = 30_000;

/**
 * A GET, or with a body a POST.
 * @throws Refused with the server's own code and message, or `server-unreachable`
 */
export async function requestServer<T>(server: URL, path: string, body?: object): Promise<T> {
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
      advice:
        'Use the address that stafett serve printed. If no server is running, leave out --server.',
    });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as T;
  const { code, detail } = (answer ?? {}) as { readonly code?: unknown; readonly detail?: unknown };
  throw typeof code === 'string' && typeof detail === 'string'
    ? new Refused(code, detail)
    : new Refused(
        'server-answer',
        `${server.origin} answered with status ${response.status}, but not as a Stafett server does.`,
      );
}
