/** Texts that recur, each kept once and known by its number. */

export class DictionaryFull extends Error {
  override readonly name = 'DictionaryFull';
  constructor(most: number) {
    super(`A dictionary of columns holds at most ${most} texts.`);
  }
}

/** An entry of the index, and the header of a text. */
const ENTRY_BYTES = 64;

export class Dictionary {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  private characters = 0;

  constructor(private readonly most: number) {}

  /** About how much memory it takes. */
  get bytes(): number {
    return this.characters + this.texts.length * ENTRY_BYTES;
  }

  /** @throws DictionaryFull */
  numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number !== undefined) return number;
    if (this.texts.length >= this.most) throw new DictionaryFull(this.most);
    number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    this.characters += text.length;
    return number;
  }
}
