/**
 * The elements of the lists of an OCEL 2.0 in JSON, one after the other from a stream of text, so
 * that a file of any size is read in little memory. Only where they begin and end is found here;
 * each is parsed on its own.
 */
import { BrokenSource, MalformedFile } from '../source/malformed-file.js';

export interface OcelElement {
  /** Name of the list that it stands in. */
  readonly list: string;
  readonly line: number;
  /** Undefined for one that is longer than is ever read. */
  readonly text: string | undefined;
}

export const ELEMENT_CHARACTERS_MAX = 1.5 * 1024 * 1024;
const NAME_CHARACTERS_MAX = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * @param wanted names of the lists whose elements are delivered; the others are passed over
 * @throws MalformedFile with the line, after all that stood before it
 */
export async function* readOcelElements(
  text: AsyncIterable<string>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<OcelElement[]> {
  const scanner = new ElementScanner(wanted);
  try {
    for await (const chunk of text) {
      scanner.write(chunk);
      if (scanner.ready.length > 0) yield scanner.take();
    }
    scanner.end();
  } catch (error) {
    if (scanner.ready.length > 0) yield scanner.take();
    throw error instanceof BrokenSource ? scanner.malformed(error.message) : error;
  }
}

/** What is expected next. */
type State = 'start' | 'name' | 'colon' | 'value' | 'element' | 'inside' | 'after' | 'end';

class ElementScanner {
  ready: OcelElement[] = [];
  private state: State = 'start';
  private line = 1;
  private list = '';
  private isInList = false;
  private depth = 0;
  private inText = false;
  private isEscaped = false;
  private elementLine = 1;
  /** Of the element, or the name, under way, from chunks before. */
  private held = '';
  private from = 0;
  private isTooLong = false;

  constructor(private readonly wanted: ReadonlySet<string>) {}

  take(): OcelElement[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  write(chunk: string): void {
    this.from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (this.inText) {
        at = this.skipText(chunk, at);
        continue;
      }
      if (code === LINE_FEED) this.line += 1;
      if (code === LINE_FEED || code === 0x20 || code === 0x09 || code === 0x0d) continue;
      if (this.state === 'inside') this.inside(code, chunk, at);
      else this.between(code, chunk, at);
    }
    if (this.state === 'inside' || (this.state === 'name' && this.inText))
      this.hold(chunk, chunk.length);
  }

  end(): void {
    if (this.state !== 'end') throw this.malformed('the file ends too early');
  }

  malformed(reason: string): MalformedFile {
    return new MalformedFile(reason, this.line);
  }

  /** From within a text to its end, or to the end of the chunk. @returns where it stopped */
  private skipText(chunk: string, start: number): number {
    let at = start;
    for (; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (this.isEscaped) this.isEscaped = false;
      else if (code === BACKSLASH) this.isEscaped = true;
      else if (code === QUOTE) break;
      else if (code === LINE_FEED) throw this.malformed('a text runs over the end of its line');
    }
    if (at === chunk.length) return at;
    this.inText = false;
    if (this.state === 'name') {
      this.hold(chunk, at);
      this.list = this.held;
      this.held = '';
      this.state = 'colon';
    } else if (this.state === 'inside' && this.depth === 0) this.closeValue(chunk, at + 1);
    return at;
  }

  /** Between values, where the structure of the file is. */
  private between(code: number, chunk: string, at: number): void {
    const { state } = this;
    if (state === 'start' && code === OPEN_OBJECT) this.state = 'name';
    else if (state === 'name' && code === QUOTE) {
      this.inText = true;
      this.from = at + 1;
    } else if (state === 'colon' && code === COLON) this.state = 'value';
    else if (state === 'value' && code === OPEN_LIST) {
      this.isInList = true;
      this.state = 'element';
    } else if (state === 'value') this.openValue(code, at);
    else if (state === 'element' && code === CLOSE_LIST) this.closeList();
    else if (state === 'element' && code === OPEN_OBJECT) this.openValue(code, at);
    else if (state === 'after') this.afterValue(code);
    else if (state === 'name' && code === CLOSE_OBJECT) this.state = 'end';
    else throw this.malformed(`unexpected ${JSON.stringify(chunk.charAt(at))}`);
  }

  private afterValue(code: number): void {
    if (this.isInList && code === CLOSE_LIST) this.closeList();
    else if (code === COMMA) this.state = this.isInList ? 'element' : 'name';
    else if (code === CLOSE_OBJECT && !this.isInList) this.state = 'end';
    else throw this.malformed('a comma is missing');
  }

  private closeList(): void {
    this.isInList = false;
    this.state = 'after';
  }

  private openValue(code: number, at: number): void {
    this.state = 'inside';
    this.from = at;
    this.held = '';
    this.isTooLong = false;
    this.elementLine = this.line;
    this.depth = 0;
    if (code === QUOTE) this.inText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.depth = 1;
  }

  private inside(code: number, chunk: string, at: number): void {
    if (code === QUOTE) this.inText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.depth += 1;
    else if (this.depth === 0 && (code === COMMA || code === CLOSE_OBJECT)) {
      // A number or a word ends with what follows it.
      this.closeValue(chunk, at);
      this.afterValue(code);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      this.depth -= 1;
      if (this.depth === 0) this.closeValue(chunk, at + 1);
    }
  }

  private closeValue(chunk: string, end: number): void {
    if (this.isInList && this.wanted.has(this.list)) {
      this.hold(chunk, end);
      const text = this.isTooLong ? undefined : this.held;
      this.ready.push({ list: this.list, line: this.elementLine, text });
    }
    this.held = '';
    this.state = 'after';
  }

  private hold(chunk: string, end: number): void {
    const isWanted = this.state === 'name' || (this.isInList && this.wanted.has(this.list));
    if (!isWanted) return;
    this.held += chunk.slice(this.from, end);
    this.from = end;
    const max = this.state === 'name' ? NAME_CHARACTERS_MAX : ELEMENT_CHARACTERS_MAX;
    if (this.held.length <= max) return;
    if (this.state === 'name') throw this.malformed('a name is longer than any');
    this.isTooLong = true;
    this.held = '';
  }
}
