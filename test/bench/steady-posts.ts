/**
 * An open loop: a request leaves every so many milliseconds whether or not the ones before
 * are answered, so that a server that stands still is seen to stand still. Latency counts
 * from when the request should have left.
 */
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { writeCloudEvent } from '#exchange';
import { sampleFact } from './samples.js';

export interface SteadyPosts {
  /** Latencies of all that were answered, ms. */
  stop(): Promise<readonly number[]>;
}

let patients = 0;

/** @param onRecorded called with where an event stands in the log, and when it should have left */
export function startPosts(
  url: string,
  perSecond: number,
  onRecorded: (position: string, dueAt: number) => void = () => undefined,
): SteadyPosts {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const latencies: number[] = [];
  const under = new Set<Promise<void>>();
  let failure: Error | undefined;
  const startedAt = performance.now();
  let sent = 0;
  let timer: NodeJS.Immediate | NodeJS.Timeout | undefined;
  const send = (): void => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000);
    for (; sent < due; sent += 1) {
      const dueAt = startedAt + ((sent + 1) * 1_000) / perSecond;
      const answer = postOne(`${url}/v1/events`, agent).then(
        (position) => {
          latencies.push(performance.now() - dueAt);
          onRecorded(position, dueAt);
        },
        (error: unknown) => {
          failure ??= error instanceof Error ? error : new Error(String(error));
        },
      );
      under.add(answer);
      void answer.finally(() => under.delete(answer));
    }
    timer = setTimeout(send, 1);
  };
  send();
  return {
    stop: async () => {
      clearTimeout(timer as NodeJS.Timeout);
      await Promise.all(under);
      agent.destroy();
      if (failure !== undefined) throw failure;
      return latencies;
    },
  };
}

/** @returns the event's position */
function postOne(url: string, agent: Agent): Promise<string> {
  patients += 1;
  const body = JSON.stringify(
    writeCloudEvent(`live|${process.pid}-${patients}`, sampleFact(patients, 0)),
  );
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/cloudevents+json',
        'content-length': Buffer.byteLength(body),
      },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      json(response).then((receipt) => {
        if (response.statusCode === 201) resolve((receipt as { position: string }).position);
        else reject(new Error(`POST /v1/events answered ${response.statusCode}`));
      }, reject);
    });
    sent.end(body);
  });
}
