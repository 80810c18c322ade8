/** The queries on parked sequences; loaded by the actions that ask them. */
export { ListParked, ListParkedHandler, ShowParked, ShowParkedHandler } from '#engine';
