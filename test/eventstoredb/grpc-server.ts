/** The gRPC server of the stand-in: its services, its limits, and where it listens. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { logIn, type Users } from './access.js';
import { Appending } from './appending.js';
import { batchAppend } from './batch-append.js';
import { type Member, readGossip, refuseWhatIsForLeaders, supportedMethods } from './cluster.js';
import type { Committing } from './committing.js';
import { softDelete, tombstone } from './deleting.js';
import type { Faults } from './faults.js';
import type { FrontDoor } from './front-door.js';
import type { Log } from './log.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { read } from './reading.js';
import type { Subscribing } from './subscribing.js';
import { unaryAppend } from './unary-append.js';

export interface ServerOptions {
  /** Whether it announces batch appends, which clients then use. Default true. */
  readonly batchAppends?: boolean;
  /** Encrypted with these, in PEM. Default: not encrypted. */
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Who may log in. Default: nobody has to. Clients send passwords over TLS alone. */
  readonly users?: Users;
}

interface Parts {
  readonly log: Log;
  readonly committing: Committing;
  readonly faults: Faults;
  readonly subscribing: Subscribing;
  readonly door: FrontDoor;
  /** Which of the members this is. */
  readonly id: string;
  readonly members: () => readonly Member[];
}

/** No message may be longer. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** How many calls a connection may have open; more wait in the client. */
const MAX_CALLS = 100;

export function grpcServer(parts: Parts, { batchAppends = true, users }: ServerOptions): Server {
  const { log, committing, faults, subscribing, door, id, members } = parts;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': MAX_CALLS,
    interceptors: [...(users ? [logIn(users)] : []), refuseWhatIsForLeaders(members, id)],
  });
  const appending = new Appending(log, committing, faults, () => door.reset());
  server.addService(StreamsService, {
    read: read(log, faults, subscribing, users),
    append: unaryAppend(appending),
    batchAppend: batchAppend(appending),
    delete: softDelete(log, committing),
    tombstone: tombstone(log, committing),
  });
  server.addService(GossipService, { read: readGossip(members) });
  const getSupportedMethods = supportedMethods(faults, batchAppends);
  server.addService(ServerFeaturesService, { getSupportedMethods });
  return server;
}

/** Resolves to the port, any that is free. */
export function listen(server: Server, tls: ServerOptions['tls']): Promise<number> {
  const credentials = tls
    ? ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) },
      ])
    : ServerCredentials.createInsecure();
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}
