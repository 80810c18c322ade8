/** Sends reports to a running server, as publishers do: one CloudEvent per request, many at a time. */
import { Agent, request } from 'node:http';
import { writeCloudEvent } from '#exchange';
import type { Report } from './region/region.js';

const CONNECTIONS = 16;

export interface Sent {
  readonly accepted: number;
  readonly repeated: number;
  /** What the server refused, in its own words. */
  readonly refused: readonly string[];
}

export interface SenderOptions {
  readonly url: string;
  readonly reports: readonly Report[];
  /** Called before each report is sent. */
  readonly onSend: (report: Report, done: number) => void;
}

export async function sendReports({ url, reports, onSend }: SenderOptions): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const refused: string[] = [];
  let accepted = 0;
  let repeated = 0;
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let report = reports[next++]; report !== undefined; report = reports[next++]) {
      onSend(report, next);
      const { status, body } = await post(agent, url, report);
      if (status === 201) accepted += 1;
      else if (status === 200) repeated += 1;
      else refused.push(`${report.event.type}: HTTP ${status} ${body}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  } finally {
    agent.destroy();
  }
  return { accepted, repeated, refused };
}

function post(
  agent: Agent,
  url: string,
  { patient, event }: Report,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/cloudevents+json' };
    const sending = request(
      new URL('/v1/events', url),
      { agent, method: 'POST', headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      },
    );
    sending.on('error', reject);
    sending.end(JSON.stringify(writeCloudEvent(patient, event)));
  });
}
