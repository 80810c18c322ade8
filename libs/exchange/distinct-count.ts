/**
 * Counts distinct pseudonyms, and an amount for each, in 32 bytes or so apiece, where a
 * set of texts would take a hundred and end at 16 million. A pseudonym is a keyed hash, so
 * that 50 bits of it tell a million cases apart with an error below one in a thousand.
 */
const FREE = 0;
const CHARACTERS = 10;

export class DistinctCount {
  private slots = new Float64Array(1_024);
  private amounts = new Float64Array(1_024);
  private used = 0;

  /** Whether it is new. */
  add(pseudonym: string): boolean {
    const known = this.used;
    this.slotOf(pseudonym);
    return this.used > known;
  }

  /** Adds an amount to it, and tells what had been added before. */
  tally(pseudonym: string, amount: number): number {
    const slot = this.slotOf(pseudonym);
    const before = this.amounts[slot] ?? 0;
    this.amounts[slot] = before + amount;
    return before;
  }

  private slotOf(pseudonym: string): number {
    if (this.used * 2 >= this.slots.length) this.grow();
    const value = numberOf(pseudonym);
    const slot = this.find(value);
    if (this.slots[slot] === FREE) {
      this.slots[slot] = value;
      this.used += 1;
    }
    return slot;
  }

  /** Where it is, or would be. */
  private find(value: number): number {
    const mask = this.slots.length - 1;
    for (let at = (value % 4_294_967_296) & mask; ; at = (at + 1) & mask) {
      const held = this.slots[at];
      if (held === value || held === FREE) return at;
    }
  }

  private grow(): void {
    const [slots, amounts] = [this.slots, this.amounts];
    this.slots = new Float64Array(slots.length * 2);
    this.amounts = new Float64Array(slots.length * 2);
    slots.forEach((value, i) => {
      if (value === FREE) return;
      const slot = this.find(value);
      this.slots[slot] = value;
      this.amounts[slot] = amounts[i] ?? 0;
    });
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
