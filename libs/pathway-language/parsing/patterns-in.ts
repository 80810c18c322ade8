/** The patterns that a part of a document holds, each with its place; anything else left out. */
import type { DocumentPath } from './problem-list.js';
import { isRecord } from './shape.js';

export interface PatternPart {
  /** Where the type stands. */
  readonly path: DocumentPath;
  readonly type: string;
  /** Undefined where the pattern has no conditions. */
  readonly where?: unknown;
}

export function patternsIn(value: unknown, path: DocumentPath): readonly PatternPart[] {
  if (typeof value === 'string') return [{ path, type: value }];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) =>
      Array.isArray(item) ? [] : patternsIn(item, [...path, at]),
    );
  }
  if (!isRecord(value)) return [];
  const parts = value['all-of'];
  if (Array.isArray(parts)) {
    return parts.flatMap((part: unknown, at) => patternsIn(part, [...path, 'all-of', at]));
  }
  const { where } = value;
  const inner = [...path, 'event'];
  return typesIn(value['event'], inner).map((one) => ({
    ...one,
    ...(where !== undefined && { where }),
  }));
}

function typesIn(value: unknown, path: DocumentPath): readonly PatternPart[] {
  if (typeof value === 'string') return [{ path, type: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, at) =>
    typeof item === 'string' ? [{ path: [...path, at], type: item }] : [],
  );
}
