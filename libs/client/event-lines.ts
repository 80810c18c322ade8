/**
 * A stream of events as lines of JSON, in requests of a few thousand. One request for all of them
 * would want answers to be read while it is being sent, which no browser's `fetch` does; this way
 * little has to be kept in order to go on where a connection broke.
 */
import type { ProblemDocument } from './errors.js';
import { NoAnswerError, ProblemError } from './errors.js';
import type { EventsEndpoint } from './events-endpoint.js';
import type { Warning } from './receipts.js';

/** Of one request. */
const EVENTS_MAX = 5_000;
const CHARACTERS_MAX = 4 * 1024 * 1024;
/** A source that is silent for so long has what it gave so far sent. */
const SILENCE_MS = 1_000;

export interface Line<Event> {
  readonly event: Event;
  readonly text: string;
}

/** What the server says of one line, counted from 1 within the request. */
type LineAnswer =
  | { readonly line: number; readonly status: 'refused'; readonly problem: ProblemDocument }
  | { readonly line: number; readonly status: 'accepted'; readonly warnings: readonly Warning[] };

interface Progress {
  readonly through: number;
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
}

type AnswerLine =
  LineAnswer | (Progress & { readonly done?: boolean; readonly problem?: ProblemDocument });

/** How far one request came. */
export interface LinesOutcome {
  /** Of lines up to `through`. */
  readonly answers: readonly LineAnswer[];
  readonly progress: Progress;
  /** Why it came no further. */
  readonly failure?: unknown;
}

/** Lines in groups, each of which goes in one request. */
export async function* groupsOf<Event>(
  lines: AsyncIterator<Line<Event>>,
): AsyncGenerator<Line<Event>[]> {
  let group: Line<Event>[] = [];
  let characters = 0;
  let pending: Promise<IteratorResult<Line<Event>>> | undefined;
  try {
    for (;;) {
      pending ??= lines.next();
      const next = group.length === 0 ? await pending : await unlessSilent(pending);
      if (next !== undefined) {
        pending = undefined;
        if (next.done === true) break;
        group.push(next.value);
        characters += next.value.text.length;
        if (group.length < EVENTS_MAX && characters < CHARACTERS_MAX) continue;
      }
      yield group;
      group = [];
      characters = 0;
    }
    if (group.length > 0) yield group;
  } finally {
    const closed = lines.return?.();
    if (pending === undefined) await closed;
    // A source that is asked for more closes once it has answered, which may be never.
    else void Promise.allSettled([pending, closed]);
  }
}

/** @returns undefined after a silence */
async function unlessSilent<Value>(pending: Promise<Value>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), SILENCE_MS);
  });
  try {
    return await Promise.race([pending, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends lines once. @throws only what the caller's signal was aborted with */
export async function sendLines(
  endpoint: EventsEndpoint,
  lines: readonly Line<unknown>[],
  signal: AbortSignal | undefined,
): Promise<LinesOutcome> {
  const answers: LineAnswer[] = [];
  let progress: Progress = { through: 0, accepted: 0, repeated: 0, refused: 0 };
  let failure: unknown;
  const body = lines.map(({ text }) => text).join('\n');
  const contentType = 'application/x-ndjson';
  try {
    await endpoint.post({ contentType, body, signal }, async (response) => {
      let isDone = false;
      for await (const answer of linesIn(response)) {
        if (!('through' in answer)) {
          answers.push(answer);
          continue;
        }
        progress = answer;
        isDone = answer.done === true;
        if (answer.problem !== undefined) throw new ProblemError(answer.problem);
      }
      if (!isDone) throw new NoAnswerError('The answer was cut off.');
    });
  } catch (error) {
    signal?.throwIfAborted();
    failure = error;
  }
  const known = answers.filter(({ line }) => line <= progress.through);
  return { answers: known, progress, ...(failure !== undefined && { failure }) };
}

async function* linesIn(response: Response): AsyncGenerator<AnswerLine> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const chunk = await reader?.read();
    rest += decoder.decode(chunk?.value as Uint8Array | undefined, {
      stream: chunk?.done === false,
    });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as AnswerLine;
    if (chunk?.done !== false) break;
  }
  if (rest !== '') yield JSON.parse(rest) as AnswerLine;
}
