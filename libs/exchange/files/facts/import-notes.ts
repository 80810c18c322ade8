/** What people should know of an import beside its counts: each kind once, with how often. */

export interface ImportNote {
  readonly code: ImportNoteCode;
  readonly events: number;
  readonly message: string;
}

export type ImportNoteCode =
  | 'columns-recognised'
  | 'epoch-times'
  | 'ambiguous-times'
  | 'lifecycle'
  | 'unfinished'
  | 'left-out'
  | 'no-case'
  | 'case-differs'
  | 'values-differ'
  | 'other-pathway'
  | 'changed-events';

export class ImportNotes {
  private readonly notes = new Map<
    string,
    { code: ImportNoteCode; events: number; message: string }
  >();

  /** Counts one event more of the kind; `what` tells kinds of one code apart. */
  add(code: ImportNoteCode, message: () => string, what = ''): void {
    const key = `${code} ${what}`;
    const note = this.notes.get(key);
    if (note !== undefined) note.events += 1;
    else if (this.notes.size < NOTES_MAX)
      this.notes.set(key, { code, events: 1, message: message() });
  }

  get all(): readonly ImportNote[] {
    return [...this.notes.values()];
  }
}

const NOTES_MAX = 200;
