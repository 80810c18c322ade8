/** A care event as it is published: a CloudEvent whose `data` depends on its `type`. */
import type { CatalogueData } from './catalogue.js';

interface Attributes {
  readonly specversion?: '1.0';
  /** Yours; unique for its `source`. Sending an event again changes nothing. */
  readonly id: string;
  /** URI of your system; the same in every event. */
  readonly source: string;
  /** The patient: `system|value`, which is replaced by a pseudonym on its way in, or a pseudonym. */
  readonly subject: string;
  /** Your own order of events at the same time; whole numbers sort by value. */
  readonly sequence?: string;
  /** Id of the one pathway that it is meant for; without it, it counts for all. */
  readonly pathway?: string;
  readonly actorrole?: string;
  readonly actororganisation?: string;
  /** Its number, as a text: `0301`. */
  readonly municipality?: string;
  /** Id of the event of yours that it corrects; of another system's: its source, a space, its id. */
  readonly correctionof?: string;
  readonly datacontenttype?: string;
  /** Accepted and not kept, as the next three are. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly dataschema?: string;
  readonly partitionkey?: string;
}

/**
 * When it happened: `2026-03-14T10:15:00+01:00`, `2026-03-14` or `2026-03`, as exactly as you know.
 * `time` alone says so too; beside `occurredat` it is when you issued the report.
 */
type When =
  | { readonly occurredat: string; readonly time?: string }
  | { readonly time: string; readonly occurredat?: string };

/** A type without a version is version 1. */
type Bare<Literal extends string> = Literal extends `${infer Name}.v1` ? Name : never;

type WithData<Data extends object> =
  Record<never, never> extends Data ? { readonly data?: Data } : { readonly data: Data };

/** @typeParam Types what `data` may say, by type such as `ReferralSent.v1` */
export type CareEventOf<Types extends object> = Attributes &
  When &
  {
    [Literal in keyof Types & string]: {
      readonly type: Literal | Bare<Literal>;
    } & WithData<Types[Literal] & object>;
  }[keyof Types & string];

/** An event of the catalogue. */
export type CareEvent = CareEventOf<CatalogueData>;
