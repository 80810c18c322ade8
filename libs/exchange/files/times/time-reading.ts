/** What became of a text that should be a time. */

export type TimeReading =
  | {
      readonly at: string;
      /** Of a time that the clock showed twice: what it is the second time. */
      readonly later?: string;
    }
  | { readonly fault: string };
