/**
 * XES 1.0 from a stream of text: traces with their events, in pieces of bounded size.
 * `saxes` reads the XML; it knows no entities but XML's own five and fetches nothing.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { BrokenSource, MalformedFile } from '../source/malformed-file.js';
import type { LogRow } from '../facts/log-row.js';
import type { BadRow } from '../facts/imported-batch.js';
import {
  caseFieldsOf,
  classifierKeys,
  EVENT_CHARACTERS_MAX,
  isNamed,
  localName,
  nameOf,
  type OpenEvent,
  type OpenTrace,
  type XesPiece,
} from './xes-case.js';
import {
  AttributeSet,
  isNumberKeptAsText,
  isPlainAttribute,
  typedValue,
  type OpenAttribute,
} from './xes-attributes.js';

/** The longest stretch without a tag, and the deepest nesting, before the file counts as hostile. */
const TOKEN_CHARACTERS_MAX = 4 * EVENT_CHARACTERS_MAX;
const DEPTH_MAX = 1_000;
const ATTRIBUTE_DEPTH_MAX = 64;
/** A trace of more events is delivered in several pieces. */
const PIECE_EVENTS_MAX = 1_000;
const PIECE_CHARACTERS_MAX = 8 * EVENT_CHARACTERS_MAX;

/**
 * Yields what each chunk of text completed.
 * @throws MalformedFile with the place, after all that could be read before it
 */
export async function* readXesPieces(text: AsyncIterable<string>): AsyncGenerator<XesPiece> {
  const reader = new XesParser();
  try {
    for await (const chunk of text) {
      reader.write(chunk);
      if (reader.hasSome) yield reader.take();
    }
    reader.close();
    if (reader.hasSome) yield reader.take();
  } catch (error) {
    reader.giveUp();
    if (reader.hasSome) yield reader.take();
    throw error instanceof BrokenSource ? reader.malformed(error.message) : error;
  }
}

class XesParser {
  private rows: LogRow[] = [];
  private bad: BadRow[] = [];
  private readonly classifiers = new Map<string, readonly string[]>();
  private readonly parser = new SaxesParser();
  private depth = 0;
  /** Depth at which something that is no part of a case began, or 0. */
  private skippedFrom = 0;
  private traces = 0;
  private trace: OpenTrace | undefined;
  private event: OpenEvent | undefined;
  private readonly open: OpenAttribute[] = [];
  private lastTag = 0;
  /** Numbers kept as text since the last delivery. */
  private keptAsText = 0;

  constructor() {
    this.parser.on('opentag', (tag) => this.opened(tag));
    this.parser.on('closetag', (tag) => this.closed(tag.name));
    this.parser.on('error', (error) => {
      throw this.malformed(error.message.replace(/^\d+:\d+: /, ''));
    });
  }

  write(chunk: string): void {
    this.parser.write(chunk);
    if (this.parser.position - this.lastTag > TOKEN_CHARACTERS_MAX) {
      throw this.malformed(`nothing but one piece of XML for ${TOKEN_CHARACTERS_MAX} characters`);
    }
  }

  close(): void {
    this.parser.close();
  }

  get hasSome(): boolean {
    return this.rows.length > 0 || this.bad.length > 0;
  }

  take(): XesPiece {
    const { rows, bad, keptAsText, classifiers } = this;
    this.rows = [];
    this.bad = [];
    this.keptAsText = 0;
    return { rows, bad, keptAsText, classifiers };
  }

  /** Delivers the complete events of a trace that is cut off, if it is known whose they are. */
  giveUp(): void {
    if (this.trace !== undefined && isNamed(this.trace)) this.deliver(this.trace);
    this.trace = undefined;
  }

  malformed(reason: string): MalformedFile {
    return new MalformedFile(reason, this.parser.line, Math.max(1, this.parser.column));
  }

  private opened(tag: SaxesTagPlain): void {
    this.lastTag = this.parser.position;
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw this.malformed(`nested deeper than ${DEPTH_MAX} levels`);
    if (this.skippedFrom > 0) return;
    const kind = localName(tag.name);
    if (this.depth === 1) {
      if (kind !== 'log') throw this.malformed(`a XES file begins with <log>, this with <${kind}>`);
    } else if (this.trace === undefined) {
      this.openedInLog(kind, tag);
    } else if (kind === 'event' && this.depth === 3) {
      this.openEvent();
    } else {
      this.openedAttribute(kind, tag);
    }
  }

  private openedInLog(kind: string, { attributes }: SaxesTagPlain): void {
    if (kind !== 'trace') {
      this.skippedFrom = this.depth;
      if (kind === 'event') {
        const reason = 'the event is in no trace: whose is it?';
        this.bad.push({ line: this.parser.line, reason });
      }
      const { name, keys } = attributes;
      if (kind === 'classifier' && name !== undefined && keys !== undefined) {
        this.classifiers.set(name, classifierKeys(keys));
      }
      return;
    }
    this.traces += 1;
    const { line, position } = this.parser;
    this.trace = {
      number: this.traces,
      line,
      attributes: new AttributeSet(),
      fault: undefined,
      pieces: 0,
      pieceStart: position,
      events: [],
      bad: [],
    };
  }

  private openEvent(): void {
    this.event = {
      line: this.parser.line,
      start: this.parser.position,
      attributes: new AttributeSet(),
      fault: undefined,
    };
  }

  private openedAttribute(kind: string, tag: SaxesTagPlain): void {
    const { key, value } = tag.attributes;
    const isContainer = kind === 'list' || kind === 'container';
    const isValues = kind === 'values' && this.open.at(-1)?.kind === 'list';
    if (!isValues && (key === undefined || (!isContainer && value === undefined))) {
      this.skippedFrom = this.depth;
      if (isContainer || isPlainAttribute(kind)) this.fault(`<${kind}> lacks its key or its value`);
      return;
    }
    if (this.open.length >= ATTRIBUTE_DEPTH_MAX) {
      this.skippedFrom = this.depth;
      this.fault(`its attributes are nested deeper than ${ATTRIBUTE_DEPTH_MAX} levels`);
      return;
    }
    const typed = isContainer || value === undefined ? null : typedValue(kind, value);
    if (value === typed && isNumberKeptAsText(kind, typed)) this.keptAsText += 1;
    this.open.push({ kind, key: key ?? '', value: typed, children: undefined });
  }

  private closed(name: string): void {
    this.lastTag = this.parser.position;
    const depth = this.depth;
    this.depth -= 1;
    if (this.skippedFrom > 0) {
      if (depth === this.skippedFrom) this.skippedFrom = 0;
    } else if (this.trace === undefined) {
      return;
    } else if (depth === 2) {
      this.deliver(this.trace);
      this.trace = undefined;
    } else if (depth === 3 && this.event !== undefined && localName(name) === 'event') {
      this.closeEvent(this.trace, this.event);
    } else {
      this.closeAttribute(this.trace);
    }
  }

  private closeAttribute(trace: OpenTrace): void {
    const attribute = this.open.pop();
    if (attribute === undefined) return;
    const parent = this.open.at(-1);
    if (parent !== undefined) {
      this.nest(parent, attribute);
      return;
    }
    const fault = (this.event ?? trace).attributes.put(attribute, false);
    if (fault !== undefined) this.fault(fault);
  }

  private nest(parent: OpenAttribute, attribute: OpenAttribute): void {
    if (attribute.kind === 'values' && parent.kind === 'list') {
      // `<values>` only wraps the entries of its list.
      parent.children ??= attribute.children;
      return;
    }
    parent.children ??= new AttributeSet();
    const fault = parent.children.put(
      attribute,
      parent.kind === 'list' || parent.kind === 'values',
    );
    if (fault !== undefined) this.fault(fault);
  }

  private fault(reason: string): void {
    const owner = this.event ?? this.trace;
    if (owner !== undefined) owner.fault ??= reason;
  }

  private closeEvent(trace: OpenTrace, { line, start, attributes, fault }: OpenEvent): void {
    this.event = undefined;
    const characters = this.parser.position - start;
    if (fault !== undefined || characters > EVENT_CHARACTERS_MAX) {
      const reason = fault ?? `the event is larger than ${EVENT_CHARACTERS_MAX} characters`;
      trace.bad.push({ line, reason, row: { case: nameOf(trace) } });
    } else {
      trace.events.push({ line, characters, fields: attributes.values });
    }
    const size = this.parser.position - trace.pieceStart;
    const isFull = trace.events.length + trace.bad.length >= PIECE_EVENTS_MAX;
    // A trace may be named after its events.
    if ((isFull && isNamed(trace)) || size > PIECE_CHARACTERS_MAX) this.deliver(trace);
  }

  private deliver(trace: OpenTrace): void {
    const isFirst = trace.pieces === 0;
    const { bad, fault } = trace;
    if (isFirst && fault !== undefined) {
      bad.unshift({ line: trace.line, reason: `the attributes of its trace: ${fault}` });
    }
    const caseName = nameOf(trace);
    const caseFields = fault === undefined ? caseFieldsOf(trace) : undefined;
    this.bad.push(...bad);
    for (const { line, characters, fields } of trace.events) {
      this.rows.push({ line, characters, fields, caseName, caseFields });
    }
    trace.pieces += 1;
    trace.pieceStart = this.parser.position;
    trace.events = [];
    trace.bad = [];
  }
}
