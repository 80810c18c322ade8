/**
 * XES 1.0 from a stream of text: traces with their events, in pieces of bounded size.
 * `saxes` reads the XML; it knows no entities but XML's own five and fetches nothing.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { BrokenSource, MalformedFile } from '../source/malformed-file.js';
import {
  EVENT_CHARACTERS_MAX,
  faultOf,
  localName,
  NAME,
  textOf,
  TIME,
  type OpenEvent,
  type OpenTrace,
  type XesPiece,
} from './xes-case.js';
import {
  AttributeSet,
  isNumberKeptAsText,
  isPlainAttribute,
  typedValue,
  valueOf,
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
export async function* readXesPieces(text: AsyncIterable<string>): AsyncGenerator<XesPiece[]> {
  const reader = new XesParser();
  try {
    for await (const chunk of text) {
      reader.write(chunk);
      if (reader.ready.length > 0) yield reader.take();
    }
    reader.close();
    if (reader.ready.length > 0) yield reader.take();
  } catch (error) {
    reader.giveUp();
    if (reader.ready.length > 0) yield reader.take();
    throw error instanceof BrokenSource ? reader.malformed(error.message) : error;
  }
}

class XesParser {
  ready: XesPiece[] = [];
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

  take(): XesPiece[] {
    const pieces = this.ready;
    this.ready = [];
    return pieces;
  }

  /** Delivers the complete events of a trace that is cut off, if it is known whose they are. */
  giveUp(): void {
    if (this.trace?.name !== undefined) this.deliver(this.trace);
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
      this.openedInLog(kind);
    } else if (kind === 'event' && this.depth === 3) {
      this.openEvent(this.trace);
    } else {
      this.openedAttribute(kind, tag);
    }
  }

  private openedInLog(kind: string): void {
    if (kind !== 'trace') {
      this.skippedFrom = this.depth;
      if (kind === 'event') this.reportStrayEvent();
      return;
    }
    this.traces += 1;
    const { line, position } = this.parser;
    this.trace = {
      number: this.traces,
      line,
      start: position,
      attributes: new AttributeSet(),
      name: undefined,
      fault: undefined,
      eventsRead: 0,
      pieces: 0,
      pieceStart: position,
      events: [],
      bad: [],
    };
  }

  private reportStrayEvent(): void {
    const bad = [{ line: this.parser.line, reason: 'the event is in no trace: whose is it?' }];
    const nothing = {
      name: undefined,
      attributes: undefined,
      events: [],
      eventsRead: 0,
      keptAsText: 0,
    };
    this.ready.push({ trace: 0, isFirst: false, bad, ...nothing });
  }

  private openEvent(trace: OpenTrace): void {
    trace.eventsRead += 1;
    this.event = {
      ordinal: trace.eventsRead,
      line: this.parser.line,
      start: this.parser.position,
      attributes: new AttributeSet(),
      name: undefined,
      time: undefined,
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
    const { key } = attribute;
    const owner = this.event ?? trace;
    if (key === NAME && owner.name === undefined) owner.name = valueOf(attribute);
    else if (key === TIME && this.event !== undefined && this.event.time === undefined) {
      this.event.time = valueOf(attribute);
    } else if (key === NAME || (key === TIME && this.event !== undefined)) {
      this.fault(`the attribute ${key} is given twice`);
    } else {
      const fault = owner.attributes.put(attribute, false);
      if (fault !== undefined) this.fault(fault);
    }
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

  private closeEvent(trace: OpenTrace, event: OpenEvent): void {
    this.event = undefined;
    const { line, ordinal } = event;
    const reason = event.fault ?? faultOf(event, this.parser.position - event.start);
    if (reason !== undefined) {
      trace.bad.push({ line, reason, row: { case: textOf(trace.name) ?? null, place: ordinal } });
    } else {
      const name = textOf(event.name) ?? '';
      const time = textOf(event.time) ?? '';
      trace.events.push({ ordinal, line, name, time, data: event.attributes.values });
    }
    const size = this.parser.position - trace.pieceStart;
    if (trace.events.length + trace.bad.length >= PIECE_EVENTS_MAX || size > PIECE_CHARACTERS_MAX) {
      this.deliver(trace);
    }
  }

  private deliver(trace: OpenTrace): void {
    const isFirst = trace.pieces === 0;
    const { bad } = trace;
    if (isFirst && trace.fault !== undefined) {
      bad.unshift({ line: trace.line, reason: `the attributes of its trace: ${trace.fault}` });
    }
    const kept = isFirst && !trace.attributes.empty && trace.fault === undefined;
    this.ready.push({
      trace: trace.number,
      name: textOf(trace.name),
      isFirst,
      eventsRead: trace.eventsRead,
      attributes: kept ? trace.attributes.values : undefined,
      events: trace.events,
      bad,
      keptAsText: this.keptAsText,
    });
    this.keptAsText = 0;
    trace.pieces += 1;
    trace.pieceStart = this.parser.position;
    trace.events = [];
    trace.bad = [];
  }
}
