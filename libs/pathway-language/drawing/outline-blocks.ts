/** The pieces that a drawing of a pathway is made of. */
import type { Level } from '#pathway';

/** A line under a heading, with a word in front that says what it is about. */
export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

/** Where a row's arrow leads: id of a stage, or the end of the pathway. */
export const END = '.end';

export interface Row extends LabelledText {
  /** An arrow goes out from this row. */
  readonly to?: string;
  /** An arrow from any stage comes in at this row; an interrupt's is marked. */
  readonly comesFrom?: 'any-stage' | 'interrupt';
}

export interface DutyBlock {
  readonly title: string;
  /** Where the rule comes from; undefined where it does not say. */
  readonly source: string | undefined;
  readonly rows: readonly LabelledText[];
}

export interface StageBlock {
  readonly kind: 'stage';
  readonly id: string;
  /** `2`, or `2.1` for its first part. */
  readonly number: string;
  readonly level: Level;
  readonly title: string;
  /** Who holds the patient here. */
  readonly held: string;
  readonly source: string | undefined;
  readonly rows: readonly Row[];
  readonly parts: readonly StageBlock[];
}

export interface HandoverBlock {
  readonly kind: 'handover';
  readonly id: string;
  /** Undefined where whoever holds the patient hands over. */
  readonly fromLevel: Level | undefined;
  readonly toLevel: Level;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly source: string | undefined;
  readonly rows: readonly Row[];
}

/** What a service owes; without a level: whoever holds the patient. */
export interface OwedBlock {
  readonly kind: 'owed';
  readonly level: Level | undefined;
  readonly title: string;
  readonly duties: readonly DutyBlock[];
}

export interface Swimlane {
  readonly level: Level;
  readonly title: string;
  readonly services: readonly string[];
  /** Whether any stage or handover stands in it. */
  readonly used: boolean;
}

export interface LegendBlock {
  readonly title: string;
  readonly entries: readonly DutyBlock[];
}

export interface Outline {
  readonly title: string;
  readonly facts: readonly string[];
  readonly entry: LabelledText & { readonly to: readonly string[] };
  /** Events that close it from any stage; undefined where none do. */
  readonly closes: string | undefined;
  readonly lanes: readonly Swimlane[];
  /** In the order in which they stand below each other. */
  readonly blocks: readonly (StageBlock | HandoverBlock | OwedBlock)[];
  /** What is owed by services that hold no stage, and by the holder. */
  readonly owed: readonly OwedBlock[];
  readonly legend: readonly LegendBlock[];
}
