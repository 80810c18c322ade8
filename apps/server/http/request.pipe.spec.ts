/** How a wrong request is answered: by the mistake, rather than the rule that found it. */
import { describe, expect, it } from '@jest/globals';
import type { ArgumentMetadata } from '@nestjs/common';
import { AcknowledgementBody, OutboxQuery } from '../outbox/outbox.dto.js';
import { RequestPipe } from './request.pipe.js';

async function refusal(value: object, metadata: ArgumentMetadata): Promise<unknown> {
  return new RequestPipe().transform(value, metadata).then(
    () => undefined,
    (problem: unknown) => problem,
  );
}

describe('A request', () => {
  it.each([
    ['cursr', 'there is no "cursr" here; did you mean "cursor"?'],
    ['constructor', 'there is no "constructor" here'],
  ])('with the unknown name %s in its body is refused', async (name, detail) => {
    const metadata: ArgumentMetadata = { type: 'body', metatype: AcknowledgementBody };
    expect(await refusal({ cursor: '1', [name]: '1' }, metadata)).toMatchObject({
      status: 400,
      detail,
      errors: [{ path: name, message: detail }],
    });
  });

  it('without what it needs is told that it is missing', async () => {
    expect(await refusal({}, { type: 'body', metatype: AcknowledgementBody })).toMatchObject({
      detail: 'cursor is missing',
    });
  });

  it('with a wrong value is told what the value must be', async () => {
    const metadata: ArgumentMetadata = { type: 'query', metatype: OutboxQuery };
    for (const limit of ['0', '1001', '1e9', '1.5', '', 'all'])
      expect(await refusal({ limit }, metadata)).toMatchObject({
        detail: 'limit must be a whole number from 1 to 1000, in digits alone',
      });
  });
});
