/** One thing wrong with a care event, and where. */
export interface Fault {
  /** JSON pointer into the event, such as `/data/urgency`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}
