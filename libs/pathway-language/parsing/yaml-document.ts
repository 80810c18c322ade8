/**
 * Reads a YAML text as one plain JSON value, and remembers where everything stood. Made
 * for texts by strangers: limits on bytes, depth and aliases come before the work, keys
 * may not repeat, and nothing is built that JSON could not say.
 */
import { Composer, LineCounter, Parser, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { CST, Document, Node, Pair, YAMLMap } from 'yaml';
import { ProblemList } from './problem-list.js';
import type { DocumentPath } from './problem-list.js';
import { formatValue } from '#care-event';

/** A stored event holds the whole text within its 1 MiB, escaped as JSON. */
export const DEFINITION_BYTES_MAX = 256 * 1024;

/** Levels of lists and maps within each other. */
const DEFINITION_DEPTH_MAX = 64;

const TOO_DEEP = `lists and maps nest deeper than ${DEFINITION_DEPTH_MAX} levels`;

/**
 * Values and the signs between them. A definition has a few thousand; the YAML library
 * would take seconds to say of each in 250,000 commas what is wrong with it.
 */
const SIGNS_MAX = 100_000;

/** Values that may stand in the text once and in the document again, by way of aliases. */
const ALIASED_VALUES_MAX = 10_000;

const BLANK: ReadonlySet<string> = new Set(['space', 'newline', 'comment']);

const SYNTAX_PROBLEMS_MAX = 20;

const PLAIN_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/** `value` is only worth looking at where `problems` has nothing that `broken` tells of. */
export interface YamlDocument {
  readonly value: unknown;
  readonly problems: ProblemList;
  /** True when the text could not be read as one document at all. */
  readonly broken: boolean;
}

export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const problems = new ProblemList((offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  });
  const broken = { value: undefined, problems, broken: true };
  if (text.length > DEFINITION_BYTES_MAX || Buffer.byteLength(text) > DEFINITION_BYTES_MAX) {
    const message = `the text is longer than ${DEFINITION_BYTES_MAX / 1024} KiB`;
    problems.addAt(0, [], { code: 'too-long', message });
    return broken;
  }
  const tokens = tokensOf(text, lines, problems);
  if (tokens === undefined) return broken;
  const [document] = new Composer({ uniqueKeys: false, schema: 'core' }).compose(
    tokens,
    true,
    text.length,
  );
  // Told to, the composer makes a document of whatever there is, if only an empty one.
  if (document === undefined || hasSyntaxProblems(document, problems)) return broken;
  const conversion = new Conversion(problems);
  const value = conversion.valueOf(document.contents, []);
  return { value, problems, broken: conversion.stopped };
}

/** The tokens of the only document; undefined when there are several or it nests too deeply. */
function tokensOf(
  text: string,
  lines: LineCounter,
  problems: ProblemList,
): CST.Token[] | undefined {
  const tokens: CST.Token[] = [];
  let documents = 0;
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'document') {
      documents += 1;
      const several = { code: 'several-documents', message: 'the text holds several documents' };
      const excess = documents > 1 ? { ...several, offset: token.offset } : excessOf(token);
      if (excess !== undefined) {
        const { offset, ...problem } = excess;
        problems.addAt(offset, [], problem);
        return undefined;
      }
      tokens.push(token);
    } else if (tokens.length < SYNTAX_PROBLEMS_MAX || token.type !== 'error') tokens.push(token);
  }
  return tokens;
}

/** Where a document holds too much or nests too deeply; looked for without recursion. */
function excessOf(
  document: CST.Document,
): { readonly offset: number; readonly code: string; readonly message: string } | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  if (document.value) open.push({ token: document.value, depth: 1 });
  let signs = signsIn(document.end ?? []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    const { offset } = token;
    const items = 'items' in token ? token.items : [];
    if ('end' in token) signs += signsIn(token.end ?? []);
    for (const { start, sep } of items) signs += 1 + signsIn(start) + signsIn(sep ?? []);
    if (signs > SIGNS_MAX) {
      return { offset, code: 'too-long', message: 'the text holds too many values' };
    }
    if (items.length > 0 && depth > DEFINITION_DEPTH_MAX) {
      return { offset, code: 'too-deep', message: TOO_DEEP };
    }
    for (const { key, value } of items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

function signsIn(tokens: readonly CST.SourceToken[]): number {
  return tokens.filter((token) => !BLANK.has(token.type)).length;
}

function hasSyntaxProblems(document: Document.Parsed, problems: ProblemList): boolean {
  for (const { pos, message } of document.errors.slice(0, SYNTAX_PROBLEMS_MAX)) {
    problems.addAt(pos[0], [], { code: 'not-yaml', message: message.replace(/\p{Cc}/gu, ' ') });
  }
  return document.errors.length > 0;
}

class Conversion {
  /** True when the rest was given up: it would have been too much. */
  stopped = false;
  private readonly problems: ProblemList;
  private readonly anchors = new Map<string, Node>();
  private readonly within = new Set<Node>();
  private aliased = 0;
  private aliases = 0;

  constructor(problems: ProblemList) {
    this.problems = problems;
  }

  valueOf(node: Node | null, path: DocumentPath, key?: number): unknown {
    const offset = node?.range?.[0] ?? key ?? 0;
    this.problems.locate(path, { value: offset, ...(key !== undefined && { key }) });
    if (node === null || this.stopped) return null;
    if (this.aliases > 0 && (this.aliased += 1) > ALIASED_VALUES_MAX) {
      return this.stop(path, 'too-many-aliases', 'aliases repeat too much of the document');
    }
    if (path.length > DEFINITION_DEPTH_MAX) {
      return this.stop(path, 'too-deep', TOO_DEEP);
    }
    if (isAlias(node)) return this.aliasOf(node.source, path);
    if ('anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (node.tag !== undefined && !PLAIN_TAG.test(node.tag)) {
      const message = `the tag ${formatValue(node.tag)} is not supported`;
      this.problems.add(path, { code: 'unsupported-tag', message, advice: 'leave it out' });
    }
    this.within.add(node);
    const value = this.contentOf(node, path);
    this.within.delete(node);
    return value;
  }

  private contentOf(node: Node, path: DocumentPath): unknown {
    if (isSeq<Node>(node)) return node.items.map((item, at) => this.valueOf(item, [...path, at]));
    if (isMap<Node, Node | null>(node)) return this.mapOf(node, path);
    const value: unknown = isScalar(node) ? node.value : undefined;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.problems.add(path, { code: 'not-json', message: 'expected a value that JSON can hold' });
    return null;
  }

  private mapOf(map: YAMLMap<Node, Node | null>, path: DocumentPath): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const pair of map.items) {
      const key = this.keyOf(pair, path);
      if (key === undefined) continue;
      const offset = pair.key.range?.[0] ?? 0;
      if (Object.hasOwn(values, key)) {
        const message = `the key ${formatValue(key)} is repeated`;
        this.problems.addAt(offset, [...path, key], { code: 'duplicate-key', message });
      } else values[key] = this.valueOf(pair.value, [...path, key], offset);
    }
    return values;
  }

  private keyOf({ key }: Pair<Node, unknown>, path: DocumentPath): string | undefined {
    const offset = key.range?.[0] ?? 0;
    if (!isScalar(key) || key.value === null) {
      this.problems.addAt(offset, path, { code: 'wrong-key', message: 'a key must be text' });
      return undefined;
    }
    // A foreign log may call an activity 1 or true: what was written is the name.
    const text = typeof key.value === 'string' ? key.value : (key.source ?? '');
    if (text !== '__proto__') return text;
    const message = 'this key is not allowed';
    this.problems.addAt(offset, path, { code: 'forbidden-key', message });
    return undefined;
  }

  private aliasOf(name: string, path: DocumentPath): unknown {
    const node = this.anchors.get(name);
    if (node === undefined)
      return this.stop(path, 'not-yaml', `there is no anchor ${formatValue(name)} above`);
    if (this.within.has(node)) {
      return this.stop(
        path,
        'alias-circle',
        `the alias ${formatValue(name)} refers to the value that contains it`,
      );
    }
    this.aliases += 1;
    const value = this.valueOf(node, path);
    this.aliases -= 1;
    return value;
  }

  private stop(path: DocumentPath, code: string, message: string): null {
    this.problems.add(path, { code, message });
    this.stopped = true;
    return null;
  }
}
