/** The entry of a figure in OpenAPI, made from its description. */
import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import { answerNameOf, nameOf, parametersOf } from '../../composition/figures/describe-figure.js';
import type { DESCRIPTIONS } from '../../composition/figures/descriptions.js';
import { isList, type Parameter } from '../../composition/figures/parameter.js';
import { DIMENSIONS } from '../../composition/figures/selection.js';
import { INSTANT_OR_DAY, MAX_LISTED } from '../http/validators.js';
import { Documented } from '../openapi/documented.js';
import { MAX_REPEATS } from './read-question.js';

export function DocumentedFigure(figure: (typeof DESCRIPTIONS)[number]): MethodDecorator {
  const parameters = Object.entries(parametersOf(figure)).flatMap(([field, parameter]) =>
    parameter.kind === 'selected'
      ? selection()
      : ApiQuery({
          name: nameOf(field, parameter),
          required: parameter.required === true,
          description: asSentence(parameter.words),
          schema: schemaOf(parameter),
          ...(parameter.example !== undefined && {
            example: isList(parameter) ? [parameter.example] : parameter.example,
          }),
        }),
  );
  return applyDecorators(
    Documented({
      summary: asSentence(figure.summary, ''),
      description: figure.description,
      answer: answerNameOf(figure.name),
      when: { 200: 'The figure, with the log position that it is based on.' },
      isTable: true,
      problems: ['cursor' in figure.parameters ? 410 : 406, 404, 406, 422, 503],
    }),
    ApiParam({ name: 'pathway', description: 'Id of the pathway.', schema: { type: 'string' } }),
    ...parameters,
  );
}

/** A parameter for each dimension. */
function selection(): readonly MethodDecorator[] {
  const all = { ...DIMENSIONS, 'attribute.{field}': 'this field of the events has this value' };
  return Object.entries(all).map(([name, words]) =>
    ApiQuery({
      name,
      required: false,
      description: `Count only where ${words}. Repeated: any of the values.`,
      schema: { type: 'array', items: { type: 'string' }, maxItems: MAX_REPEATS },
    }),
  );
}

function asSentence(words: string, end = '.'): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${end}`;
}

function schemaOf(parameter: Parameter): object {
  switch (parameter.kind) {
    case 'instant':
      return INSTANT_OR_DAY;
    case 'choice':
      return { type: 'string', enum: [...parameter.choices] };
    case 'flag':
      return { type: 'boolean' };
    case 'count':
      return { type: 'integer', minimum: parameter.min, maximum: MAX_LISTED };
    case 'rows':
      return { type: 'integer', minimum: 1, maximum: MAX_LISTED };
    default:
      return isList(parameter)
        ? { type: 'array', items: { type: 'string' }, maxItems: MAX_REPEATS }
        : { type: 'string' };
  }
}
