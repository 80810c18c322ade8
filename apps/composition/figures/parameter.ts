/**
 * The parameters of a figure as data: what each means, and what kind of value it takes. The HTTP
 * route, its entry in OpenAPI and the options of the command line are made from them.
 */
import type { Cause, SelectedValue } from '#projections';

interface Words {
  /** What it is for, as a part of a sentence: begins in lower case and ends without a full stop. */
  readonly words: string;
  /** Its name in an address; without it, the name of the query's field. */
  readonly name?: string;
  /** A value, as it is written. */
  readonly example?: string;
}

/** An instant with its UTC offset, or a date, which stands for the end of that day in the pathway's zone. */
type InstantParameter = Words & { readonly kind: 'instant' };
/** Any text, such as an identifier. */
type TextParameter = Words & { readonly kind: 'text' };
/** A length of time, such as `6 weeks`. */
type LengthParameter = Words & { readonly kind: 'length' };
/** One of several words. */
type ChoiceParameter<Value extends string = string> = Words & {
  readonly kind: 'choice';
  readonly choices: readonly Value[];
};
/** Given or not. */
type FlagParameter = Words & { readonly kind: 'flag' };
/** A whole number, from `min` to what one answer may list. */
type CountParameter = Words & { readonly kind: 'count'; readonly min: number };
/**
 * How many rows to list. Without it, as many as one answer may have, or where the list comes in
 * pages one of them; and few where people read them.
 */
type RowsParameter = Words & { readonly kind: 'rows'; readonly page?: number };
/** Texts, such as ids of stages. */
type TextsParameter = Words & { readonly kind: 'texts' };
/** Event types. */
type TypesParameter = Words & { readonly kind: 'types' };
/** Event types that begin something, or `@start`. */
type BeginningsParameter = Words & { readonly kind: 'beginnings' };
type LengthsParameter = Words & { readonly kind: 'lengths' };
/** Each `NAME=TYPE`, or `NAME=TYPE|TYPE`. */
type CausesParameter = Words & { readonly kind: 'causes' };
/** Each a dimension and a value, such as `municipality=0301`; in an address a parameter of its own. */
type SelectedParameter = Words & { readonly kind: 'selected' };
/** The name of a dimension. */
type DimensionParameter = Words & { readonly kind: 'dimension' };

type Kind =
  | InstantParameter
  | TextParameter
  | LengthParameter
  | ChoiceParameter
  | FlagParameter
  | CountParameter
  | RowsParameter
  | TypesParameter
  | TextsParameter
  | BeginningsParameter
  | LengthsParameter
  | CausesParameter
  | SelectedParameter
  | DimensionParameter;

export type Parameter = Kind & { readonly required?: true };
export type ParameterKind = Parameter['kind'];

/** The parameters that can give a value of this type. */
type KindFor<Value> = [Value] extends [boolean]
  ? FlagParameter
  : [Value] extends [number]
    ? CountParameter | RowsParameter
    : [Value] extends [readonly Cause[]]
      ? CausesParameter
      : [Value] extends [readonly SelectedValue[]]
        ? SelectedParameter
        : [Value] extends [readonly string[]]
          ? TypesParameter | TextsParameter | BeginningsParameter | LengthsParameter
          : [Value] extends [string]
            ? string extends Value
              ? InstantParameter | TextParameter | LengthParameter | DimensionParameter
              : ChoiceParameter<Value>
            : never;

type Required<Query, Field extends keyof Query> =
  object extends Pick<Query, Field> ? { readonly required?: never } : { readonly required: true };

/** One parameter for each of these fields of a query, and required where the field is. */
export type ParametersOf<Query, Field extends keyof Query> = {
  readonly [Name in Field]-?: KindFor<Exclude<Query[Name], undefined>> & Required<Query, Name>;
};

/** Those that may be given several times. */
const LISTS: ReadonlySet<ParameterKind> = new Set([
  'types',
  'beginnings',
  'lengths',
  'causes',
  'selected',
]);

export function isList({ kind }: Parameter): boolean {
  return LISTS.has(kind);
}
