/** Why a question that is in order is not answered. */

/** As many questions wait as may. */
export class TooManyQuestions extends Error {
  override readonly name = 'TooManyQuestions';
  readonly code = 'busy';
  constructor(waitingMax: number) {
    super(`${waitingMax} questions are waiting; ask again.`);
  }
}

/** The answer took too long to compute. */
export class QuestionTimedOut extends Error {
  override readonly name = 'QuestionTimedOut';
  readonly code = 'question-timed-out';
  constructor(ms: number) {
    super(`The question could not be answered within ${ms / 1_000} s.`);
  }
}

/** The answer is larger than what is sent. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly code = 'answer-too-large';
  constructor(readonly bytesMax: number) {
    super(`The answer would be larger than ${bytesMax / 2 ** 20} MiB.`);
  }
}
