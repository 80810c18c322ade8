// The last step of a build: the command `stafett` in a few files. Loading a thousand small
// modules takes a second, most of it spent on finding them; a command needs a few of these
// chunks. What a command does not reach is not loaded: help knows no database, and a figure
// no server.
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const cwd = fileURLToPath(new URL('../', import.meta.url));
// A thread's file lies beside the file that starts the thread, here as in the sources.
const entries = ['dist/apps/cli/main.js', ...globSync('dist/{apps,libs}/**/*.worker.js', { cwd })];

/** Of the public holidays of all countries those that a calendar can name: each thread has its own copy. */
const COUNTRIES = ['NO', 'FI', 'SE', 'GB'];
const fewerHolidays = {
  name: 'fewer-holidays',
  async load(id) {
    if (!id.endsWith('/date-holidays/src/data.js')) return undefined;
    const { data } = await import(pathToFileURL(id).href);
    const { holidays, ...rest } = data;
    const kept = Object.fromEntries(COUNTRIES.map((country) => [country, holidays[country]]));
    return `export const data = ${JSON.stringify({ ...rest, holidays: kept })}`;
  },
};

const bundle = await rolldown({
  cwd,
  plugins: [fewerHolidays],
  input: Object.fromEntries(entries.map((file) => [basename(file, '.js'), `./${file}`])),
  platform: 'node',
  // Nest asks for optional packages by name, and it and its kin must be loaded only once; drivers
  // of databases come with a binary, or look for one.
  external:
    /^(@nestjs|@?fastify|rxjs|reflect-metadata|class-transformer|class-validator|prom-client|better-sqlite3|pg|pg-cursor|pg-copy-streams|@eventstore|kafkajs|@grpc)(\/|$)/,
});
await bundle.write({
  // As deep as the entry is in the sources: package.json is found from there.
  dir: 'dist/bundle/cli',
  cleanDir: true,
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  // Names of classes are names of schemas in OpenAPI.
  keepNames: true,
});
await bundle.close();
