/** For an object that is put together property by property and then handed out as it is. */
export type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
