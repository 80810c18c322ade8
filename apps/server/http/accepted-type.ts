/** Which type of answer a request wants: `Accept` (RFC 9110, 12.5.1). */
import { Problem } from './problem.js';
import { ofRequest } from './request-problems.js';

/** More than any browser sends. */
const RANGES_MAX = 50;
const RANGE = /^\s*([\w!#$&^.+-]+|\*)\/([\w!#$&^.+-]+|\*)\s*((?:;[^;]*)*)$/;
const QUALITY = /;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)/i;

interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * The most wanted of the types that there are; the first of those wanted alike.
 * @throws Problem 406 none of them is wanted
 */
export function acceptedType<const Type extends string>(
  header: string | undefined,
  types: readonly Type[],
): Type {
  const ranges = rangesOf(header ?? '*/*');
  let best: { readonly type: Type; readonly quality: number } | undefined;
  for (const type of types) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  if (best === undefined) throw notAcceptable(types);
  return best.type;
}

/** A malformed part is passed over. */
function rangesOf(header: string): readonly Range[] {
  return header.split(',', RANGES_MAX).flatMap((part) => {
    const [, type, subtype, rest = ''] = RANGE.exec(part) ?? [];
    if (type === undefined) return [];
    const quality = Number(QUALITY.exec(rest)?.[1] ?? 1);
    return [{ type: `${type}/${subtype}`.toLowerCase(), quality }];
  });
}

/** By the range that says most of it. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const [kind] = type.split('/');
  for (const name of [type, `${kind}/*`, '*/*']) {
    const found = ranges.find((range) => range.type === name);
    if (found !== undefined) return found.quality;
  }
  return 0;
}

function notAcceptable(types: readonly string[]): Problem {
  const { status, code, title } = ofRequest(406);
  return new Problem(status, code, title, `This can be had as ${types.join(' or ')}.`);
}
