/**
 * One entry of the catalogue. Its `schema` is the single source: the TypeScript type
 * comes from it (`Static`), it is itself the JSON Schema, and the validator is compiled
 * from it. Code systems are read off its fields, so that they cannot disagree.
 */
import Type from 'typebox';
import type { TObject, TObjectOptions, TProperties } from 'typebox';

export interface CatalogueEntry<Schema extends TObject = TObject> {
  /** Version of the schema; part of the stored literal. */
  readonly version: number;
  readonly description: string;
  /** Schema of the event's `data`. */
  readonly schema: Schema;
  /** Who may be expected to send it. */
  readonly publishedBy: readonly string[];
  /** FHIR R4 resources or elements that carry the same. */
  readonly fhir: readonly string[];
  /** Names of the code systems and value sets of its fields. */
  readonly codeSystems: readonly string[];
}

interface Draft<Fields extends TProperties> {
  readonly description: string;
  readonly publishedBy: readonly string[];
  readonly fhir: readonly string[];
  readonly fields: Fields;
  /** Which fields mean nothing without which others. */
  readonly together?: Record<string, string[]>;
}

/** A first version. Fields that the schema does not name are refused: a misspelt one must not vanish. */
export function entry<Fields extends TProperties>(
  draft: Draft<Fields>,
): CatalogueEntry<TObject<Fields>> {
  const options: TObjectOptions = {
    description: draft.description,
    additionalProperties: false,
    ...(draft.together && { dependentRequired: draft.together }),
  };
  return {
    version: 1,
    description: draft.description,
    schema: Type.Object(draft.fields, options),
    publishedBy: draft.publishedBy,
    fhir: draft.fhir,
    codeSystems: [...new Set(Object.values(draft.fields).flatMap(codeSystemsOf))],
  };
}

/** The parts of a field's schema that name code systems. */
interface FieldNotes {
  readonly items?: FieldNotes;
  readonly 'x-code-system'?: string;
}

function codeSystemsOf(field: FieldNotes): readonly string[] {
  const own = field['x-code-system'];
  return [...(own === undefined ? [] : [own]), ...(field.items ? codeSystemsOf(field.items) : [])];
}
