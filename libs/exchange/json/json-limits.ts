/** What JSON from strangers may be like, and how it is refused. */

export interface JsonLimits {
  /** UTF-8 bytes of the whole text. */
  readonly bytesMax: number;
  readonly depthMax: number;
  /** Keys in all objects and elements in all arrays together; an array's first is not counted. */
  readonly keysMax: number;
  /** Characters between the quotes, escapes counted as written. */
  readonly stringLengthMax: number;
  readonly numberLengthMax: number;
}

export const JSON_LIMITS: JsonLimits = {
  bytesMax: 1024 * 1024,
  depthMax: 64,
  keysMax: 10_000,
  stringLengthMax: 1024 * 1024,
  numberLengthMax: 64,
};

export type JsonRefusalCode =
  | 'too-large'
  | 'too-deep'
  | 'too-many-keys'
  | 'string-too-long'
  | 'number-too-long'
  | 'number-not-exact'
  | 'unsafe-key'
  | 'duplicate-key'
  | 'not-utf-8'
  | 'malformed';

export interface JsonRefusal {
  readonly code: JsonRefusalCode;
  readonly message: string;
  /** Characters from the start of the text (bytes for `not-utf-8` and `too-large`), from 0. */
  readonly offset: number;
}

/** Keys through which a careless copy would change every object of the process. */
export function isUnsafeKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}
