/** What is compared of two definitions: their elements, each with its rows in words. */
import type { Definition, Origin } from '#pathway';
import { formatText } from '../drawing/format-rules.js';
import type { LabelledText } from '../drawing/outline-blocks.js';
import { labelled } from '../drawing/rule-rows.js';

export type ElementKind =
  | 'pathway'
  | 'entry'
  | 'service'
  | 'parameter'
  | 'event'
  | 'stage'
  | 'exit'
  | 'milestone'
  | 'duty'
  | 'handover'
  | 'clock'
  | 'guard'
  | 'interrupt'
  | 'sequence'
  | 'queue'
  | 'scope'
  | 'measure';

export interface ComparedElement {
  readonly kind: ElementKind;
  /** Of an exit: the stage and its own, such as `waiting/seen`. */
  readonly id: string;
  readonly title: string;
  /** What it means, in words. */
  readonly rows: readonly LabelledText[];
  /** What people read beside it: title, note and source. */
  readonly texts: readonly LabelledText[];
  /** All that was read of it: what differs there and in no row is shown by where it stands. */
  readonly rule: unknown;
}

/** Services, stages, clocks and scopes as the other definition calls those of the same id. */
export function calledAsIn(definition: Definition, other: Definition): Definition {
  const called = <T extends { readonly id: string; readonly title: string }>(
    elements: readonly T[],
    others: readonly { readonly id: string; readonly title: string }[],
  ): readonly T[] => {
    const titles = new Map(others.map(({ id, title }) => [id, title]));
    return elements.map((each) => ({ ...each, title: titles.get(each.id) ?? each.title }));
  };
  const { scopes } = definition;
  return {
    ...definition,
    services: new Map(
      [...definition.services].map(([id, service]) => {
        const name = other.services.get(id)?.name;
        return [id, name === undefined ? service : { ...service, name: formatText(name, other) }];
      }),
    ),
    stages: called(definition.stages, other.stages),
    clocks: called(definition.clocks, other.clocks),
    ...(scopes !== undefined && { scopes: called(scopes, other.scopes ?? []) }),
  };
}

export function textRows({ note, source }: Origin, title?: string): readonly LabelledText[] {
  return [
    ...(title === undefined ? [] : [labelled('Title', title)]),
    ...(note === undefined ? [] : [labelled('Note', note)]),
    ...(source === undefined ? [] : [labelled('Source', source)]),
  ];
}

/** A row where there is something to say. */
export function rowIf(label: string, text: string | undefined | false): readonly LabelledText[] {
  return text === undefined || text === false || text === '' ? [] : [labelled(label, text)];
}
