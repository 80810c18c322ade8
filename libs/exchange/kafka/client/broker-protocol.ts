/**
 * Which version of Kafka a broker is, as far as it says: it names the requests that it knows, before
 * anybody has logged in. One request by hand, since the client keeps the answer to itself.
 */
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { toKafkaFault } from './faults.js';
import type { KafkaAddress } from './port.js';

const ANSWER_MS = 5_000;
const ANSWER_BYTES_MAX = 64 * 1024;
const API_VERSIONS = 18;
const FETCH = 1;
/** The newest way of fetching that a broker knows, and the versions of Kafka that know no newer one. */
const KAFKA_BY_FETCH: readonly (readonly [fetch: number, kafka: string])[] = [
  [18, '4.1 or newer'],
  [17, '3.9 or 4.0'],
  [16, '3.7 or 3.8'],
  [15, '3.5 or 3.6'],
  [13, '3.1 to 3.4'],
  [12, '2.7 to 3.0'],
  [11, '2.3 to 2.6'],
];

export interface BrokerProtocol {
  /** Such as `4.1 or newer`; undefined for one that is older than all we know. */
  readonly kafka: string | undefined;
  readonly answerMs: number;
}

/** @throws KafkaFault */
export async function askBrokerProtocol(
  broker: string,
  tls: KafkaAddress['tls'],
): Promise<BrokerProtocol> {
  const at = broker.lastIndexOf(':');
  const host = broker.slice(0, at).replace(/^\[|\]$/g, '');
  const port = Number(broker.slice(at + 1));
  const signal = AbortSignal.timeout(ANSWER_MS);
  const socket =
    tls === undefined
      ? connectPlain({ host, port })
      : connectTls({ host, port, servername: host, ...tls });
  try {
    await once(socket, tls === undefined ? 'connect' : 'secureConnect', { signal });
    const began = performance.now();
    socket.write(apiVersionsRequest());
    const answer = await readAnswer(socket, signal);
    const answerMs = performance.now() - began;
    const newest = newestFetch(answer);
    return { kafka: KAFKA_BY_FETCH.find(([fetch]) => newest >= fetch)?.[1], answerMs };
  } catch (error) {
    throw toKafkaFault(
      Object.assign(new Error((error as Error).message, { cause: error }), {
        name: 'KafkaJSConnectionError',
      }),
    );
  } finally {
    socket.destroy();
  }
}

/** Length, request, its version, a number of ours, and the client's name. */
function apiVersionsRequest(): Buffer {
  const client = Buffer.from('stafett');
  const request = Buffer.alloc(14 + client.length);
  request.writeInt32BE(10 + client.length, 0);
  request.writeInt16BE(API_VERSIONS, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  return request;
}

async function readAnswer(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  let held = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    held = Buffer.concat([held, chunk]);
    const length = held.length >= 4 ? held.readInt32BE(0) : 0;
    if (length > ANSWER_BYTES_MAX || length < 0)
      throw new Error('it does not speak Kafka’s protocol');
    if (length > 0 && held.length >= 4 + length) return held.subarray(4, 4 + length);
  }
}

/** Behind our number and a code of error: a list of requests, each with its oldest and newest version. */
function newestFetch(answer: Buffer): number {
  const count = answer.length < 10 ? 0 : answer.readInt32BE(6);
  for (let i = 0; i < count && 16 + i * 6 <= answer.length; i += 1) {
    if (answer.readInt16BE(10 + i * 6) === FETCH) return answer.readInt16BE(14 + i * 6);
  }
  return 0;
}
