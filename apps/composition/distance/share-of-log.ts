/** How much of a log lies before a position. */
import { comparePositions, type Position } from '#event-store';

/** Roughly: positions tell an order, and on a log in one file nearly a count. */
export function shareOf(position: Position | undefined, head: Position | undefined): number {
  if (head === undefined || position === undefined) return position === head ? 1 : 0;
  return comparePositions(position, head) >= 0 ? 1 : Number(position) / Number(head);
}
