// Who may import whom: the table of the architecture, as rules that a tool
// checks. `test/architecture/rules.spec.ts` runs them over the sources, and over
// a small tree of forbidden imports to see that each rule can go red.
//
// By hand: npx depcruise --config .dependency-cruiser.cjs apps libs test

/** Adapters: the only places that know a driver. */
const ADAPTER = '(sqlite|eventstoredb|postgres|kafka|webhook)';
/** What a library offers to others: its own index, its adapters' and its contract suite's. */
const OPENING = `^libs/[^/]+/((${ADAPTER}|contract)/)?index[.]ts$`;
/** Tests and what they share, such as `x.spec.ts` and `x.spec.support.ts`. */
const SPEC = '[.]spec[.](support[.]|fixture[.])?m?ts$';
const OURS = '^(libs|apps|test)/';

/** A library that may import only what is named here (and itself). */
function only(library, allowed, comment) {
  return {
    name: `${library}-imports-only-its-own`,
    comment,
    severity: 'error',
    from: { path: `^libs/${library}/`, pathNot: [SPEC, `^libs/${library}/${ADAPTER}/`] },
    to: { path: OURS, pathNot: [`^libs/${library}/`, ...allowed] },
  };
}

const PATHWAY = '^libs/pathway/index[.]ts$';
const STATISTICS = '^libs/statistics/index[.]ts$';
const STORE_PORT = '^libs/event-store/index[.]ts$';

module.exports = {
  forbidden: [
    only('pathway', [], 'The pure core imports nothing of ours.'),
    only('statistics', [], 'The pure core imports nothing of ours.'),
    only('event-store', [], 'The event store knows no patient and no pathway.'),
    only('engine', [PATHWAY, STORE_PORT], 'The engine stands on the core and the port.'),
    only('exchange', [PATHWAY, STORE_PORT], 'Doors stand on the core and the port.'),
    only('projections', [PATHWAY, STATISTICS, STORE_PORT], 'Figures never ask a sibling library.'),
    {
      name: 'adapters-are-chosen-in-apps',
      comment: 'Nothing in a library but a test may name an adapter.',
      severity: 'error',
      from: { path: '^libs/', pathNot: [SPEC, `^libs/[^/]+/${ADAPTER}/`] },
      to: { path: `^libs/[^/]+/${ADAPTER}/` },
    },
    {
      name: 'adapter-imports-its-port-and-driver',
      comment: 'An adapter imports its own library, the core and the event store’s port.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/${ADAPTER}/`, pathNot: SPEC },
      to: { path: OURS, pathNot: ['^libs/$1/', PATHWAY, STORE_PORT] },
    },
    {
      name: 'store-adapter-knows-no-pathway',
      comment: 'What holds for the event store’s port holds for its adapters.',
      severity: 'error',
      from: { path: `^libs/event-store/${ADAPTER}/`, pathNot: SPEC },
      to: { path: OURS, pathNot: '^libs/event-store/' },
    },
    {
      name: 'no-adapter-imports-another',
      severity: 'error',
      from: { path: `^libs/([^/]+)/${ADAPTER}/`, pathNot: SPEC },
      to: { path: `^libs/[^/]+/${ADAPTER}/`, pathNot: '^libs/$1/$2/' },
    },
    {
      name: 'pure-core-does-no-input-or-output',
      comment: 'No clock, randomness, files or network: the same facts give the same answer.',
      severity: 'error',
      from: { path: '^libs/(pathway|statistics)/', pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-core-uses-no-framework',
      comment:
        'Schemas, YAML, regular expressions and the calendar are all that the core takes from others.',
      severity: 'error',
      from: { path: '^libs/(pathway|statistics)/', pathNot: SPEC },
      to: {
        path: 'node_modules/',
        pathNot:
          'node_modules/(typebox|yaml|date-holidays|temporal-polyfill|temporal-spec|@eslint-community/regexpp)/',
      },
    },
    {
      name: 'drivers-only-in-adapters',
      severity: 'error',
      from: { path: '^libs/', pathNot: [SPEC, `^libs/[^/]+/${ADAPTER}/`] },
      to: { path: 'node_modules/(better-sqlite3|pg|kafkajs|@eventstore/db-client)/' },
    },
    {
      name: 'not-past-a-library-index',
      comment: 'A library is entered through its index, by tests too.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', OPENING] },
    },
    {
      name: 'not-past-a-library-index-from-outside',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/', pathNot: OPENING },
    },
    {
      name: 'siblings-are-imported-directly',
      comment: 'A file that imports its own library’s index invites a circle.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: [SPEC, `^libs/[^/]+/(${ADAPTER}|contract)/`] },
      to: { path: '^libs/$1/index[.]ts$' },
    },
    {
      name: 'libraries-know-no-app-and-no-test',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'apps-know-no-test',
      severity: 'error',
      from: { path: '^apps/', pathNot: SPEC },
      to: { path: '^test/' },
    },
    {
      name: 'no-test-in-what-ships',
      comment: 'Tests and their tools stay out of what users run; the contract suite is a test.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, '^libs/[^/]+/contract/'] },
      to: {
        path: [SPEC, '^libs/[^/]+/contract/', 'node_modules/(@jest|fast-check|@nestjs/testing)/'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^test/architecture/fixture/'] },
    // Types count as imports: a type is knowledge too.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      // `source` makes `#pathway` the TypeScript file, as the compiler sees it.
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      mainFields: ['main', 'types'],
    },
  },
};
