// Who may import whom. Each library says so where it lies: `library.json` names what it is,
// which libraries of ours and which outside packages it may import, and whether it is pure.
// This file turns those cards into rules and adds what holds everywhere.
// `test/architecture/rules.spec.ts` runs the rules over the sources, and over a small tree
// in which each is broken once, to see that each goes red.
//
// By hand: npx depcruise --config .dependency-cruiser.cjs apps libs test
// The ladder of folders inside each library is in `.dependency-cruiser.folders.cjs`.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const LIBS = path.join(__dirname, 'libs');

/** Every folder with a card, such as `pathway` and `event-store/sqlite`, and what its card says. */
const CARDS = readdirSync(LIBS, { recursive: true })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => path.posix.basename(file) === 'library.json')
  .map((file) => {
    const card = JSON.parse(readFileSync(path.join(LIBS, file), 'utf8'));
    return { folder: path.posix.dirname(file), ...card };
  })
  .sort((a, b) => (a.folder < b.folder ? -1 : 1));

/** Adapters: the only places that know a driver. */
const ADAPTER = '(sqlite|eventstoredb|postgres|kafka|webhook)';
/** What only tests import: contract suites, and what tests of several libraries share. */
const FOR_TESTS = '^libs/[^/]+/(contract|testing)/';
/** What a library offers to others: what `imports` of package.json names. */
const OPENINGS = Object.values(require('./package.json').imports).map(
  (file) => `^${file.slice('./'.length).replaceAll('.', '[.]')}$`,
);
/** Tests and what they share, such as `x.spec.ts` and `x.spec.support.ts`. */
const SPEC = '[.]spec[.](support[.]|fixture[.])?m?ts$';
const OURS = '^(libs|apps|test)/';

/** `#event-store/sqlite` → the file it leads to. */
const opening = (name) => `^libs/${name.slice(1)}/index[.]ts$`;
const inside = (folder) => `^libs/${folder}/`;

/** The cards inside this one, which speak for themselves. */
const within = (folder) => CARDS.filter((card) => card.folder.startsWith(`${folder}/`));

function librariesOf({ folder, description, imports }) {
  const parent = folder.split('/')[0];
  // An adapter may import any file of the library whose port it implements.
  const own = imports.includes(`#${parent}`) ? parent : folder;
  return {
    name: `${folder.replaceAll('/', '-')}-imports-only-its-own`,
    comment: description,
    severity: 'error',
    from: {
      path: inside(folder),
      pathNot: [SPEC, FOR_TESTS, ...within(folder).map((card) => inside(card.folder))],
    },
    to: { path: OURS, pathNot: [inside(own), ...imports.map(opening)] },
  };
}

function packagesOf({ folder, packages }) {
  const names = packages.map((name) => name.replaceAll('.', '[.]'));
  return {
    name: `${folder.replaceAll('/', '-')}-uses-only-its-packages`,
    comment: 'The outside packages of a library stand in its library.json.',
    severity: 'error',
    from: {
      path: inside(folder),
      pathNot: [SPEC, FOR_TESTS, ...within(folder).map((card) => inside(card.folder))],
    },
    to: {
      path: 'node_modules/',
      ...(names.length > 0 && { pathNot: `node_modules/(@types/)?(${names.join('|')})/` }),
    },
  };
}

const PURE = CARDS.filter((card) => card.pure).map((card) => inside(card.folder));

module.exports = {
  forbidden: [
    ...CARDS.map(librariesOf),
    ...CARDS.map(packagesOf),
    {
      name: 'pure-core-does-no-input-or-output',
      comment: 'No clock, randomness, files or network: the same facts give the same answer.',
      severity: 'error',
      from: { path: PURE, pathNot: [SPEC, FOR_TESTS] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-are-chosen-in-apps',
      comment: 'Nothing in a library but a test may name an adapter.',
      severity: 'error',
      from: { path: '^libs/', pathNot: [SPEC, FOR_TESTS, `^libs/[^/]+/${ADAPTER}/`] },
      to: { path: `^libs/[^/]+/${ADAPTER}/` },
    },
    {
      name: 'stores-are-chosen-in-one-place',
      comment: 'Whoever needs a log, read models or checkpoints asks apps/composition/stores.',
      severity: 'error',
      from: { path: '^apps/', pathNot: [SPEC, '^apps/composition/stores/'] },
      to: { path: '^libs/(event-store|engine|projections)/(sqlite|eventstoredb|postgres)/' },
    },
    {
      name: 'no-adapter-imports-another',
      severity: 'error',
      from: { path: `^libs/([^/]+)/${ADAPTER}/`, pathNot: SPEC },
      to: { path: `^libs/[^/]+/${ADAPTER}/`, pathNot: '^libs/$1/$2/' },
    },
    {
      name: 'not-past-a-library-index',
      comment: 'A library is entered through its index, by tests too.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', ...OPENINGS] },
    },
    {
      name: 'not-past-a-library-index-from-outside',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/', pathNot: OPENINGS },
    },
    {
      name: 'siblings-are-imported-directly',
      comment: 'A file that imports its own library’s index invites a circle.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: [SPEC, FOR_TESTS, `^libs/[^/]+/${ADAPTER}/`] },
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
      comment: 'Tests and their tools stay out of what users run.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, FOR_TESTS] },
      to: { path: [SPEC, FOR_TESTS, 'node_modules/(@jest|fast-check|@nestjs/testing)/'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-import-resolves',
      comment: 'The tool does not know every module that Node brings.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(libs/client/)?dist/' },
    // Types count as imports: a type is knowledge too.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      mainFields: ['main', 'types'],
    },
  },
};
