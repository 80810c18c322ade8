/** Collects what is wrong with a definition's text, each with its place. */
import { closestName, formatValue } from '#care-event';
import type { Problem } from '#pathway';

/** Where something stands in a document: keys and list places from the root. */
export type DocumentPath = readonly (string | number)[];

/** Offsets into the text; a key's is missing for items of lists and for the root. */
export interface Offsets {
  readonly value: number;
  readonly key?: number;
}

/** Places by the parts of their paths: the texts of all paths together could fill the memory. */
interface OffsetsNode {
  offsets: Offsets;
  readonly within: Map<string | number, OffsetsNode>;
}

/** More than these nobody reads, and a hostile text must not fill the memory. */
const PROBLEMS_MAX = 1_000;

/** How many names may be compared in search of the one that was meant, in one document. */
const COMPARISONS_MAX = 20_000;

/** What is wrong, without its place. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  /** An error where it is left out. */
  readonly severity?: Problem['severity'];
}

export class ProblemList {
  private readonly problems: Problem[] = [];
  private readonly root: OffsetsNode = { offsets: { value: 0 }, within: new Map() };
  private comparisons = 0;

  constructor(
    private readonly positionAt: (offset: number) => {
      readonly line: number;
      readonly column: number;
    },
  ) {}

  get size(): number {
    return this.problems.length;
  }

  /** True when no more is taken in: looking on would be in vain. */
  get full(): boolean {
    return this.problems.length >= PROBLEMS_MAX;
  }

  /** Makes known where the value at `path` stands. */
  locate(path: DocumentPath, offsets: Offsets): void {
    let node = this.root;
    for (const part of path) {
      const next = node.within.get(part) ?? { offsets: node.offsets, within: new Map() };
      node.within.set(part, next);
      node = next;
    }
    node.offsets = offsets;
  }

  /** A problem with the value at `path`, or with its key. */
  add(path: DocumentPath, finding: Finding, on: 'value' | 'key' = 'value'): void {
    const offsets = this.offsetsOf(path);
    this.addAt(on === 'key' ? (offsets.key ?? offsets.value) : offsets.value, path, finding);
  }

  /** A problem at a place of the text itself. */
  addAt(offset: number, path: DocumentPath, finding: Finding): void {
    if (this.full) return;
    const offsets = { ...this.positionAt(offset), path: pathText(path) };
    this.problems.push({ ...offsets, severity: 'error', ...finding });
  }

  /** Where the value at `path` stands, counted from 1. */
  lineOf(path: DocumentPath): { readonly line: number; readonly column: number } {
    return this.positionAt(this.offsetsOf(path).value);
  }

  private offsetsOf(path: DocumentPath): Offsets {
    let node: OffsetsNode | undefined = this.root;
    for (const part of path) node = node?.within.get(part);
    return node?.offsets ?? this.root.offsets;
  }

  /** `did you mean …?` where one of the candidates is near. */
  nearest(word: string, candidates: readonly string[]): { readonly advice?: string } {
    this.comparisons += candidates.length;
    if (this.comparisons > COMPARISONS_MAX) return {};
    const near = closestName(word, candidates);
    return near === undefined ? {} : { advice: `did you mean ${near}?` };
  }

  /** By place; what stands at one place by code. */
  sorted(): readonly Problem[] {
    return this.problems.toSorted(
      (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1),
    );
  }
}

/** `duties[0].within`; keys that are no plain words stand in brackets and quotes. */
export function pathText(path: DocumentPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (!/^[\w-]{1,60}$/.test(part)) text += `[${formatValue(part)}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}
