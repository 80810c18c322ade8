/**
 * Facts from an XES log. A trace is a case, its `concept:name` the patient's identifier, an
 * event's `concept:name` its type, unless a mapping says otherwise.
 */
import { didYouMean } from '#care-event';
import type { MappedOptions } from '../facts/mapped-options.js';
import { readFacts } from '../facts/read-facts.js';
import type { ImportedBatch } from '../facts/imported-batch.js';
import { CASE_PREFIX } from '../facts/log-row.js';
import { rowPlan } from '../facts/row-plan.js';
import { RowTranslator } from '../facts/row-translator.js';
import type { Mapping } from '../mapping/mapping.js';
import { ImportRefused } from '../source/import-refused.js';
import { startingWith } from '../source/bytes.js';
import { NAME, type XesPiece } from './xes-case.js';
import { readXesPieces } from './xes-parser.js';

const XES_NAMES = {
  case: `${CASE_PREFIX}${NAME}`,
  type: NAME,
  time: 'time:timestamp',
  start: 'start_timestamp',
  transition: 'lifecycle:transition',
  instance: 'concept:instance',
};

/**
 * @throws ImportRefused (`mapping-invalid`) where the log has not the classifier that is asked for
 * @throws MalformedFile with line and column, after all that could be read before it
 * @throws RangeError when the zone is not known
 */
export async function* readXes(
  text: AsyncIterable<string>,
  options: MappedOptions,
): AsyncGenerator<ImportedBatch> {
  const pieces = readXesPieces(text);
  const first = await pieces.next();
  if (first.done === true) return;
  const { lifecycle } = options;
  const mapping = withClassifier(options.mapping ?? {}, first.value.classifiers);
  const plan = rowPlan({ ...mapping, ...(lifecycle && { lifecycle }) }, XES_NAMES, {
    isTable: false,
    keepsRest: true,
  });
  const translator = new RowTranslator(plan, options);
  yield* readFacts(startingWith(first.value, rest(pieces)), plan, translator);
}

function rest(pieces: AsyncGenerator<XesPiece>): AsyncIterable<XesPiece> {
  return { [Symbol.asyncIterator]: () => pieces };
}

/** The mapping with the attributes that its classifier names. */
function withClassifier(mapping: Mapping, classifiers: XesPiece['classifiers']): Mapping {
  const { type } = mapping;
  if (typeof type !== 'object' || !('classifier' in type)) return mapping;
  const keys = classifiers.get(type.classifier);
  if (keys !== undefined && keys.length > 0) return { ...mapping, type: [...keys] };
  const known = [...classifiers.keys()];
  throw new ImportRefused(
    'mapping-invalid',
    `The log has no classifier ${type.classifier}. It has: ${known.join(', ') || 'none'}.${didYouMean(type.classifier, known)}`,
  );
}
