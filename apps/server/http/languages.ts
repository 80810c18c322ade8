/** The languages of a request and of its answer: `Accept-Language` and `Content-Language` (RFC 9110). */
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** More than any browser sends. */
const RANGES_MAX = 50;

/** A route that answers in the language that is wanted. */
export function InLanguages(): MethodDecorator {
  return ApiHeader({
    name: 'Accept-Language',
    required: false,
    description: 'In which language titles, names and notes are wanted; else they are in English.',
    schema: { type: 'string', example: 'nb, en;q=0.5' },
  });
}

/** Tags, the most wanted first. `*` and what is not acceptable name none; a malformed part is passed over. */
export function languagesWanted(header = ''): readonly string[] {
  return header
    .split(',', RANGES_MAX)
    .flatMap((part) => {
      const match =
        /^\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/.exec(
          part,
        );
      const [, tag, quality = '1'] = match ?? [];
      return tag === undefined ? [] : [{ tag, quality: Number(quality) }];
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/** Says in which languages the answer's titles are, and that another request may get them in others. */
export function answerIn(languages: Iterable<string>, reply: FastifyReply): void {
  const all = [...new Set(languages)];
  void reply.header('vary', 'Accept-Language');
  if (all.length > 0) void reply.header('content-language', all.join(', '));
}
