/** The queries on parked sequences; loaded by the operations that ask them, since Nest comes with them. */
export { ListParked, ListParkedHandler, ShowParked, ShowParkedHandler } from '#engine';
