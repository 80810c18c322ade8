/**
 * A small tree in which each import rule is broken once, by a file named after the rule, and
 * in which files named `allowed` import what they may. Nothing in it runs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a library says of itself in its `library.json`. */
export interface Card {
  /** Below `libs/`, such as `pathway` or `event-store/sqlite`. */
  readonly folder: string;
  readonly description: string;
  readonly pure?: boolean;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

export function cardsOf(root: string): readonly Card[] {
  return readdirSync(path.join(root, 'libs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'library.json')
    .map((file) => ({
      ...(JSON.parse(readFileSync(path.join(root, 'libs', file), 'utf8')) as Omit<Card, 'folder'>),
      folder: path.dirname(file).replaceAll(path.sep, '/'),
    }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

type Files = Readonly<Record<string, string>>;

/** The general rules, each broken by the file of its name. */
const BROKEN: Files = {
  'libs/calendar/pure-core-does-no-input-or-output.ts': "import 'node:fs';",
  'libs/statistics/pure-core-does-no-input-or-output.ts': "import 'node:crypto';",
  'libs/engine/no-circles.ts': "import './other-half.js';",
  'libs/engine/other-half.ts': "import './no-circles.js';",
  'libs/engine/left/no-folder-circles.ts': "import '../right/there.js';",
  'libs/engine/left/back.ts': 'export type Back = 1;',
  'libs/engine/right/there.ts': 'export type There = 1;',
  'libs/engine/right/no-folder-circles.ts': "import '../left/back.js';",
  'libs/engine/upper.ts': 'export type Upper = 1;',
  'libs/engine/left/no-rooms-below-the-stairs.ts': "import '../upper.js';",
  'libs/engine/adapters-are-chosen-in-apps.ts': "import '#event-store/sqlite';",
  'libs/event-store/adapters-are-chosen-in-apps.ts': "import './sqlite/index.js';",
  'apps/composition/stores-are-chosen-in-one-place.ts': "import '#event-store/sqlite';",
  'libs/projections/sqlite/no-adapter-imports-another.ts': "import '#event-store/sqlite';",
  'libs/pathway/inner.ts': "export type Inner = 'a file behind the index';",
  'libs/engine/not-past-a-library-index.ts': "import '../pathway/inner.js';",
  'libs/engine/not-past-a-library-index.spec.mts': "import '../pathway/inner.js';",
  'apps/cli/not-past-a-library-index-from-outside.ts': "import '../../libs/pathway/inner.js';",
  'test/not-past-a-library-index-from-outside.ts': "import '../libs/pathway/inner.js';",
  'libs/engine/siblings-are-imported-directly.ts': "import './index.js';",
  'libs/engine/libraries-know-no-app-and-no-test.ts': "import '../../apps/server/main.js';",
  'libs/exchange/libraries-know-no-app-and-no-test.ts': "import '../../test/whole.js';",
  'apps/server/apps-know-no-test.ts': "import '../../test/whole.js';",
  'libs/engine/no-test-in-what-ships.ts': "import 'fast-check';",
  'apps/server/no-test-in-what-ships.ts': "import '#event-store/contract';",
  'apps/cli/every-import-resolves.ts': "import './nowhere.js';",
};

/** Imports that no rule minds. */
const ALLOWED: Files = {
  'libs/engine/allowed.spec.mts':
    "import '#event-store/contract';\nimport '#event-store/sqlite';\nimport 'fast-check';",
  'libs/engine/allowed.ts': "import 'node:crypto';",
  'apps/cli/allowed.ts': "import '#projections';\nimport '../server/main.js';",
  'apps/server/main.ts': "import '#engine';",
  'apps/composition/stores/allowed.ts': "import '#event-store/sqlite';",
  'test/whole.ts': "import '#engine';",
};

const roomOf = (folder: string): string => folder.split('/')[0] ?? '';

/** What each card allows, and one import of each kind that it does not. */
function filesOf(card: Card, cards: readonly Card[]): Files {
  const { folder, imports, packages } = card;
  const stranger = cards.find(
    (other) => roomOf(other.folder) !== roomOf(folder) && !imports.includes(`#${other.folder}`),
  );
  const name = folder.replaceAll('/', '-');
  // Of the library that it lies in it may import any file but the index.
  const others = imports.filter((each) => each !== `#${roomOf(folder)}`);
  const mine = [...others, ...packages.filter((each) => each !== '@types/node')];
  return {
    [`libs/${folder}/${name}-imports-only-its-own.ts`]: `import type { X } from '#${stranger?.folder}';\n\nexport type Known = X;`,
    [`libs/${folder}/${name}-uses-only-its-packages.ts`]: "import 'prettier';",
    [`libs/${folder}/allowed.ts`]: mine.map((each) => `import '${each}';`).join('\n'),
  };
}

/** Writes the tree into an empty folder. `modules`: the node_modules that its imports lead to. */
export async function writeBrokenTree(folder: string, root: string): Promise<void> {
  const { imports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    imports: Readonly<Record<string, string>>;
  };
  const cards = cardsOf(root);
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ private: true, type: 'module', imports }),
  };
  for (const file of Object.values(imports)) files[file] = 'export type X = 1;';
  for (const card of cards) Object.assign(files, filesOf(card, cards));
  Object.assign(files, BROKEN, ALLOWED);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), `${text}\n`);
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}
