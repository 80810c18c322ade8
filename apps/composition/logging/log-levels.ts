/** How much the program logs: each level brings those before it. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];
