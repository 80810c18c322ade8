/** Every refusal and fault. */
import { Type } from 'typebox';
import { text } from './schema-parts.js';

export const ProblemSchema = Type.Object(
  {
    type: text('`urn:stafett:problem:` and the code.'),
    title: text(),
    status: Type.Integer(),
    detail: text('What was wrong, and what to do.'),
    code: text('Stable: for programs.'),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: text('Where.'), message: text('What is wrong there.') })),
    ),
  },
  { description: 'RFC 9457 problem document.' },
);
