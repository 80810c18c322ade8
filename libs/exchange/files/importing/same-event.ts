/**
 * Whether an event of a file is the one that the log has under its id, though the two differ: in
 * the order of rows, in what is said of the whole case, or, where the id is made of what the
 * event says, in how that is written.
 */
import type { CareEvent, Fault } from '#care-event';
import type { ImportNote, ImportNotes } from '../facts/import-notes.js';

const CONTENT_ID = /\/c[0-9a-f]{20}(?:\.\d+)?$/;
const ORDER = '/sequence';
const CASE_DATA = /^\/data\/case(?::trace)?(?:\/|$)/;
const KIND = new Set(['/type', '/version']);

export function isSameEvent(
  { id, pathway }: CareEvent,
  faults: readonly Fault[],
  notes: ImportNotes,
): boolean {
  const differs = faults.map(({ path }) => path).filter((path) => path !== ORDER);
  const beside = differs.filter((path) => !CASE_DATA.test(path));
  if (beside.length > 0 && !CONTENT_ID.test(id)) return false;
  // Mapped to another type than before, it would count as something else.
  if (beside.some((path) => KIND.has(path))) return false;
  if (beside.length < differs.length) {
    notes.add(
      'case-differs',
      () => 'with other attributes of the case than before: the log keeps what it has.',
    );
  }
  if (beside.includes('/pathway')) {
    notes.add(
      'other-pathway',
      () => `there already for another pathway than ${pathway ?? 'none'}: they stay with that.`,
    );
  } else if (beside.length > 0 && !beside.every((path) => path === '/occurredAt')) {
    notes.add(
      'values-differ',
      () =>
        `there already, written otherwise in ${beside.join(', ').slice(0, 200)}: the log keeps what it has.`,
    );
  }
  return true;
}

/** What becomes of a changed attribute. */
export function newInKnownLog(accepted: number): readonly ImportNote[] {
  if (accepted === 0) return [];
  const message =
    'new in a log that was imported before. An event whose attributes have changed is a new event: the one from before stays.';
  return [{ code: 'changed-events', events: accepted, message }];
}
