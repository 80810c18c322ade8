/**
 * Nest's logger as the server uses it: one JSON object a line, all of them on standard error,
 * since standard output carries answers alone. JSON escapes control characters, so nothing
 * that comes from outside can forge a line.
 */
import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type LogLevelName } from './log-levels.js';

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

  /** Without the error's own fields but its code: some of ours name a patient. */
  protected override serializeError(error: Error): Record<string, unknown> {
    const { name, message, stack } = error;
    const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    const cause = error.cause instanceof Error ? { cause: this.serializeError(error.cause) } : {};
    return { name, message, ...code, stack, ...cause };
  }
}
