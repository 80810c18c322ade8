/** For an object that is built property by property and then returned as read-only. */
export type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
