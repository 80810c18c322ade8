/** Written by test/tools/openapi-examples.ts: what a running server answers. */
export const Projections: unknown = {
  position: '21',
  models: [
    { name: 'definitions', version: 6, built: 6, position: '21', rows: 1, behindSeconds: 0 },
    { name: 'organisations', version: 2, built: 2, position: '21', rows: 2, behindSeconds: 0 },
    { name: 'types', version: 2, built: 2, position: '21', rows: 3, behindSeconds: 0 },
    { name: 'feeds', version: 3, built: 3, position: '21', rows: 2, behindSeconds: 0 },
    { name: 'journeys', version: 6, built: 6, position: '21', rows: 7, behindSeconds: 0 },
    { name: 'wakeups', version: 4, built: 4, position: '21', rows: 2, behindSeconds: 0 },
    { name: 'streams', version: 1, built: 1, position: '21', rows: 9, behindSeconds: 0 },
    { name: 'parked', version: 4, built: 4, position: '21', rows: 2, behindSeconds: 0 },
    { name: 'outbox', version: 5, built: 5, position: '21', rows: 2, behindSeconds: 0 },
    { name: 'damaged', version: 1, built: 1, position: '21', rows: 0, behindSeconds: 0 },
    { name: 'id-collisions', version: 1, built: 1, position: '21', rows: 0, behindSeconds: 0 },
    { name: 'standing', version: 1, built: 1, position: '21', rows: 2, behindSeconds: 0 },
  ],
  rebuild: null,
};
