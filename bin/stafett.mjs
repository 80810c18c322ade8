#!/usr/bin/env node
// Starts the command `stafett` on a Node that can carry it. The database driver
// is built for Node 22 and later and crashes older ones with a segmentation
// fault, so nothing of it may be loaded before the version is known. On an older
// Node this file starts itself again on the one that the npm package `node`
// brought along. It therefore keeps to syntax that Node 14 can read.
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { createRequire } from 'module';
import { constants } from 'os';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const OLDEST_NODE = 22;
/** Set on the restarted process, so that a wrong binary cannot restart itself for ever. */
const RESTARTED = 'STAFETT_RESTARTED';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const here = fileURLToPath(import.meta.url);
const entry = join(dirname(here), '..', 'dist', 'bundle', 'cli', 'main.js');

function stop(lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}

/** The newer Node's binary beside this installation, or undefined. */
function bundledNode() {
  let manifest;
  try {
    manifest = createRequire(import.meta.url).resolve('node/package.json');
  } catch {
    return undefined;
  }
  const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) ? binary : undefined;
}

function tooOld(why) {
  stop([
    `stafett needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node} (${process.execPath}).`,
    why,
    'Do one of these:',
    '  - install stafett again (`npm ci` in its repository) with install scripts allowed;',
    '  - install Node 24 (https://nodejs.org) and run the same command again.',
  ]);
}

function restartOn(binary) {
  const child = spawn(binary, [here, ...process.argv.slice(2)], {
    // The channel carries nothing: that it breaks tells the child that this process was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [RESTARTED]: '1' },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    tooOld(`The Node that came with it could not be started (${binary}: ${error.message}).`);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    for (const name of SIGNALS) process.removeAllListeners(name);
    // Should the signal not end this process too, the shell's convention does.
    process.exitCode = 128 + constants.signals[signal];
    process.kill(process.pid, signal);
  });
}

/** Killed without warning means killed: a process left behind would go on writing. */
function endWithParent() {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

/** A server that is stopped while it is being loaded has nothing to finish; then it listens itself. */
function endIfStopped() {
  for (const signal of SIGNALS) {
    process.on(signal, () => process.listenerCount(signal) > 1 || process.exit(0));
  }
}

function start() {
  const restarted = process.env[RESTARTED] === '1';
  delete process.env[RESTARTED];
  if (restarted && process.channel) endWithParent();
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    const binary = bundledNode();
    if (restarted) tooOld('It is the Node that came with stafett, and it is too old.');
    else if (binary === undefined) tooOld('The Node that should have come with it is not there.');
    else restartOn(binary);
    return;
  }
  if (!existsSync(entry)) {
    stop([
      `stafett is not built: ${entry} is missing.`,
      'Run `npm run build` in the folder where stafett is installed.',
    ]);
    return;
  }
  if (process.argv.includes('serve')) endIfStopped();
  import(new URL('../dist/bundle/cli/main.js', import.meta.url).href).catch((error) => {
    stop([`stafett could not start: ${error.stack || error}`]);
  });
}

start();
