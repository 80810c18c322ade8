// The folders of a library or an app form a ladder, as the libraries do: a lower one never
// imports a higher one. Tests are left out, since they may put together what is above them.
//
// By hand: npx depcruise --config .dependency-cruiser.folders.cjs apps libs
const { options } = require('./.dependency-cruiser.cjs');

/** Stand above the port that they implement or check, wherever that lies. */
const ABOVE_THE_PORT = '^libs/[^/]+/(sqlite|eventstoredb|postgres|kafka|webhook|contract|testing)/';

module.exports = {
  forbidden: [
    {
      name: 'no-folder-circles',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-rooms-below-the-stairs',
      comment: 'The loose files of a library or an app stand above its folders.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/([^/]+)/', pathNot: ABOVE_THE_PORT },
      to: { path: '^$1/$2/[^/]+[.]ts$' },
    },
  ],
  options: {
    ...options,
    exclude: { path: ['^(libs/client/)?dist/', '[.]spec[.]', '^libs/[^/]+/testing/'] },
  },
};
