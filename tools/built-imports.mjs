// A step of a build. An import such as `#pathway` leads to the source, where an
// editor, the compiler and every tool that reads package.json find it. What Node runs is
// built, so `dist` gets a package.json of its own with the same names, each leading to the
// built file. Node takes the nearest one. No module does anything by being loaded, entry points
// aside, so that a bundler may leave out what nobody uses.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const { type, imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const built = Object.entries(imports).map(([name, file]) => [name, file.replace(/[.]ts$/, '.js')]);
const text = `${JSON.stringify({ type, sideEffects: false, imports: Object.fromEntries(built) }, null, 2)}\n`;
writeFileSync(new URL('dist/package.json', root), text);
