/**
 * Counts distinct pseudonyms in 16 bytes or so each, where a set of texts would take a
 * hundred and end at 16 million. A pseudonym is a keyed hash, so that 50 bits of it tell
 * a million cases apart with an error below one in a thousand.
 */
const FREE = 0;
const CHARACTERS = 10;

export class DistinctCount {
  private slots = new Float64Array(1_024);
  private used = 0;

  /** Whether it is new. */
  add(pseudonym: string): boolean {
    if (this.used * 2 >= this.slots.length) this.grow();
    if (!this.place(numberOf(pseudonym))) return false;
    this.used += 1;
    return true;
  }

  private place(value: number): boolean {
    const mask = this.slots.length - 1;
    for (let at = (value % 4_294_967_296) & mask; ; at = (at + 1) & mask) {
      const held = this.slots[at];
      if (held === value) return false;
      if (held === FREE) {
        this.slots[at] = value;
        return true;
      }
    }
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Float64Array(before.length * 2);
    for (const value of before) if (value !== FREE) this.place(value);
  }
}

/** The 50 bits of ten base32 characters, plus one so that none is `FREE`. */
function numberOf(pseudonym: string): number {
  let value = 0;
  for (let index = 1; index <= CHARACTERS; index++) {
    const code = pseudonym.charCodeAt(index);
    value = value * 32 + (code >= 0x61 ? code - 0x61 : code - 0x32 + 26);
  }
  return value + 1;
}
