/**
 * Nest's logger as the server uses it: one JSON object a line, all of them on standard error,
 * since standard output carries answers alone. JSON escapes control characters, so nothing
 * that comes from outside can forge a line.
 */
import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type LogLevelName } from './log-levels.js';
import { messageWithoutContent, withoutPatients } from './without-patients.js';

/** Nest logs what keeps an application from starting and throws it too: whoever starts it reports it. */
const THROWN_ANYWAY = 'ExceptionHandler';

export class JsonLogger extends ConsoleLogger {
  constructor(level: LogLevelName) {
    super({
      json: true,
      flattenParams: true,
      logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1),
    });
  }

  protected override printAsJson(
    message: unknown,
    options: Parameters<ConsoleLogger['printAsJson']>[1],
  ): void {
    super.printAsJson(message, { ...options, writeStreamType: 'stderr' });
  }

  protected override printMessages(...line: Parameters<ConsoleLogger['printMessages']>): void {
    const [, context] = line;
    if (context !== THROWN_ANYWAY) super.printMessages(...line);
  }

  protected override getJsonLogObject(
    ...[message, options]: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const line = super.getJsonLogObject(message, options);
    const { error } = options;
    return error instanceof Error && message === error.message
      ? { ...line, message: messageWithoutContent(error) }
      : line;
  }

  /** Every text of a line goes through here. */
  protected override stringifyReplacer(key: string, value: unknown): unknown {
    const said = super.stringifyReplacer(key, value);
    return typeof said === 'string' ? withoutPatients(said) : said;
  }

  /** Without the error's own fields but its code: some of ours name a patient. */
  protected override serializeError(error: Error): Record<string, unknown> {
    const { name } = error;
    const message = messageWithoutContent(error);
    const stack = error.stack?.replace(error.message, message);
    const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    const cause = error.cause instanceof Error ? { cause: this.serializeError(error.cause) } : {};
    return { name, message, ...code, stack, ...cause };
  }
}
