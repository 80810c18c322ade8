/**
 * Whether names are what they were. A name stands in its table and in the index of it: where
 * the two are not the same, one of them is damaged, and nobody can say which. Each is compared
 * once; what is remembered of it is a bit, since a log may have millions of streams.
 */
import type Database from 'better-sqlite3';

export class CheckedNames {
  private readonly select: { get(key: number): string | undefined };
  private readonly lookUp: { get(name: string): number | undefined };
  private readonly unlike: { get(keys: string): number | undefined };
  private readonly indexed: { all(): readonly (readonly [name: string, key: number])[] };
  /** A bit for each key that was compared. */
  private compared = new Uint8Array(1_024);
  /** Keys whose names differ; undefined while every name that was read was found by it. */
  private damaged: ReadonlySet<number> | undefined;

  constructor(db: Database.Database, table: 'streams' | 'types', key: 'stream' | 'type') {
    const index = `sqlite_autoindex_${table}_1`;
    const names = `SELECT name FROM ${table} WHERE ${key} = ?`;
    this.select = db.prepare<[number], string>(names).pluck();
    const keys = `SELECT ${key} FROM ${table} WHERE name = ?`;
    this.lookUp = db.prepare<[string], number>(keys).pluck();
    // Both by the index and by the table, as the two single ones.
    const unlike = `SELECT value FROM json_each(?) WHERE value IS NOT (
      SELECT found.${key} FROM ${table} AS named JOIN ${table} AS found INDEXED BY ${index}
      ON found.name = named.name WHERE named.${key} = value) LIMIT 1`;
    this.unlike = db.prepare<[string], number>(unlike).pluck();
    const entries = `SELECT name, ${key} FROM ${table} INDEXED BY ${index} ORDER BY name`;
    this.indexed = db.prepare<[], [string, number]>(entries).raw();
  }

  /** Undefined where there is none. */
  name(key: number): string | undefined {
    return this.select.get(key);
  }

  /** Many at once take a fifth of the time. */
  compareAll(keys: Iterable<number>): void {
    const news = new Set<number>();
    for (const key of keys) if (!this.wasCompared(key)) news.add(key);
    if (news.size === 0) return;
    if (this.unlike.get(JSON.stringify([...news])) !== undefined) this.damaged ??= this.differing();
    for (const key of news) this.remember(key);
  }

  isDamaged(key: number): boolean {
    if (!this.wasCompared(key)) this.compare(key);
    return this.damaged?.has(key) === true;
  }

  private wasCompared(key: number): boolean {
    return ((this.compared[key >>> 3] ?? 0) & (1 << (key & 7))) !== 0;
  }

  private compare(key: number): void {
    const name = this.select.get(key);
    if (name === undefined || this.lookUp.get(name) !== key) this.damaged ??= this.differing();
    this.remember(key);
  }

  private remember(key: number): void {
    const byte = key >>> 3;
    if (byte >= this.compared.length) {
      const larger = new Uint8Array(2 * byte);
      larger.set(this.compared);
      this.compared = larger;
    }
    this.compared[byte] = this.compared[byte]! | (1 << (key & 7));
  }

  /** One name out of its order also hides others from a search, so all are looked at. */
  private differing(): ReadonlySet<number> {
    const differ = this.indexed.all().filter(([name, key]) => this.select.get(key) !== name);
    return new Set(differ.map(([, key]) => key));
  }
}
