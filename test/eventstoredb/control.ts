/**
 * How a stand-in in a process of its own is told what to do wrong: `POST /<command>` with a JSON
 * body on a port beside it. `GET /` lists the commands.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/schema';
import { FAILURES, MODES } from './faults.js';
import type { StandIn } from './stand-in.js';

interface Command {
  readonly body: TSchema;
  readonly run: (standIn: StandIn, body: unknown) => unknown;
}

function command<S extends TSchema>(
  body: S,
  run: (standIn: StandIn, body: Static<S>) => unknown,
): Command {
  return { body, run: (standIn, given) => run(standIn, given as Static<S>) };
}

const oneOf = <T extends string>(values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)));
const count = Type.Integer({ minimum: 0 });
const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);

const COMMANDS: Readonly<Record<string, Command>> = {
  'fail-appends': command(
    Type.Object(
      {
        answer: Type.Optional(oneOf(FAILURES)),
        stored: Type.Boolean(),
        delayMs: Type.Optional(count),
        after: Type.Optional(count),
        times: Type.Optional(count),
      },
      closed,
    ),
    (standIn, fault) => standIn.failAppends(fault),
  ),
  mode: command(Type.Object({ mode: oneOf(MODES) }, closed), (standIn, { mode }) =>
    standIn.setMode(mode),
  ),
  'clear-faults': command(nothing, (standIn) => standIn.clearFaults()),
  'reset-connections': command(nothing, (standIn) => standIn.resetConnections()),
  'drop-subscriptions': command(
    Type.Object({ how: oneOf(['error', 'silently']) }, closed),
    (standIn, { how }) => standIn.dropSubscriptions(how),
  ),
  freeze: command(nothing, (standIn) => standIn.freeze()),
  thaw: command(nothing, (standIn) => standIn.thaw()),
  restart: command(Type.Object({ downMs: count }, closed), (standIn, { downMs }) =>
    standIn.restart(downMs),
  ),
  'shift-clock': command(Type.Object({ ms: Type.Integer() }, closed), (standIn, { ms }) =>
    standIn.shiftClock(ms),
  ),
  'lag-reads': command(Type.Object({ ms: count }, closed), (standIn, { ms }) =>
    standIn.lagReads(ms),
  ),
  'cut-off-leader': command(nothing, (standIn) => standIn.cutOffLeader()),
  'elect-leader': command(
    Type.Object({ unconfirmed: oneOf(['kept', 'cut off']) }, closed),
    (standIn, { unconfirmed }) => standIn.electLeader(unconfirmed),
  ),
  truncate: command(Type.Object({ appends: count }, closed), (standIn, { appends }) =>
    standIn.truncate(appends),
  ),
};

/** What `--help` says of them. */
export const COMMAND_NAMES = Object.keys(COMMANDS);

export function listenForCommands(standIn: StandIn, port: number): void {
  createServer((request, response) => void obey(standIn, request, response)).listen(
    port,
    '127.0.0.1',
  );
}

async function obey(
  standIn: StandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const named = COMMANDS[request.url?.slice(1) ?? ''];
  if (request.method === 'GET' || !named) {
    const bodies = Object.fromEntries(
      Object.entries(COMMANDS).map(([name, { body }]) => [name, body]),
    );
    answer(request.method === 'GET' ? 200 : 404, bodies);
    return;
  }
  const body = parsed(await text(request));
  if (!Check(named.body, body)) {
    answer(400, { expected: named.body });
    return;
  }
  await named.run(standIn, body);
  answer(200, {});
}

/** Undefined, which no command takes, where it is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json || '{}');
  } catch {
    return undefined;
  }
}
