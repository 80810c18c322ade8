/**
 * A stream of CloudEvents, one a line, of any length: read as fast as the log takes it, and answered
 * line by line, so that whoever is cut off knows from where to go on. Sending lines again is harmless.
 */
import type { FactWarning } from '#care-event';
import { forEachConcurrently } from '#engine';
import { inCloudEventTerms, readNdjson, type BadRow, type PatientFacts } from '#exchange';
import { document, Problem, type ProblemDocument } from '../http/problem.js';
import { toProblem } from '../http/to-problem.js';
import type { EventsTarget } from './batch.js';
import { refusalProblem } from './refusals.js';

/** One line of the answer. Lines of the request are counted from 1. */
export type LinesAnswer =
  | { readonly line: number; readonly status: 'refused'; readonly problem: ProblemDocument }
  | {
      readonly line: number;
      readonly status: 'accepted';
      readonly warnings: readonly FactWarning[];
    }
  /** Everything up to that line is recorded, or was refused above. */
  | Progress
  /** The last one. */
  | (Progress & { readonly done: true })
  | (Progress & { readonly done: false; readonly problem: ProblemDocument });

interface Progress {
  readonly through: number;
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
}

/** Refused lines after which nothing more is read: somebody sends something else than events. */
export const REFUSED_LINES_MAX = 1_000;
/** Patients at once. */
const CONCURRENCY = 64;

/** @throws Problem what failed before anything was answered; later it is the last line */
export async function* recordLines(
  chunks: AsyncIterable<Uint8Array>,
  { engine, secret }: EventsTarget,
): AsyncGenerator<LinesAnswer> {
  const count = { through: 0, accepted: 0, repeated: 0, refused: 0 };
  const record = async (group: PatientFacts): Promise<readonly LinesAnswer[]> => {
    const { outcomes } = await engine.recordFacts(group.patient, group.facts);
    return outcomes.flatMap((outcome, n): LinesAnswer | [] => {
      count[outcome.status] += 1;
      const line = group.lines[n] ?? 0;
      if (outcome.status === 'refused') return refusedLine(line, refusalProblem(outcome));
      const warnings = outcome.status === 'accepted' ? outcome.warnings : undefined;
      if (warnings === undefined) return [];
      return { line, status: 'accepted', warnings: inCloudEventTerms(warnings) };
    });
  };
  try {
    for await (const { groups, bad } of readNdjson(chunks, { secret })) {
      count.refused += bad.length;
      const answers: LinesAnswer[] = bad.map((row) => refusedLine(row.line, badLine(row)));
      await forEachConcurrently(groups, { concurrency: CONCURRENCY }, async (group) => {
        answers.push(...(await record(group)));
      });
      const lines = [...groups.flatMap((group) => group.lines), ...bad.map(({ line }) => line)];
      count.through = lines.reduce((last, line) => Math.max(last, line), count.through);
      yield* answers.sort((a, b) => lineOf(a) - lineOf(b));
      if (count.refused > REFUSED_LINES_MAX) throw tooManyRefused();
      yield { ...count };
    }
    yield { done: true, ...count };
  } catch (error) {
    if (count.through === 0) throw error;
    yield { done: false, ...count, problem: document(toProblem(error)) };
  }
}

function refusedLine(line: number, problem: Problem): LinesAnswer {
  return { line, status: 'refused', problem: document(problem) };
}

function lineOf(answer: LinesAnswer): number {
  return 'line' in answer ? answer.line : 0;
}

function badLine({ reason, faults = [] }: BadRow): Problem {
  return new Problem(422, 'invalid-event', 'The event is invalid', reason, faults);
}

function tooManyRefused(): Problem {
  const detail = `More than ${REFUSED_LINES_MAX} lines were refused; the rest was not read.`;
  return new Problem(422, 'too-many-refused', 'Too many lines were refused', detail);
}
