/** `stafett serve --now`: the server lives at the time it was given, and its timers with it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '#event-store/testing';
import { clockFrom } from '../apps/composition/index.js';
import { run } from '../apps/cli/program.js';
import { serve } from '../apps/server/serve.js';
import { BACK_PAIN_PATHWAY, begin, runStafett, temporaryFolder } from './data-folder.js';

interface Journey {
  readonly decisions: readonly {
    type: string;
    effectiveAt: string;
    recordedAt: string;
    lateSeconds: number | null;
  }[];
}

describe('A server that was told what time it is', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const during = async (now: string, work: (url: string) => Promise<void>): Promise<void> => {
    const server = await serve(folder.path, { port: 0, clock: clockFrom(Date.parse(now)) });
    try {
      await work(server.url);
    } finally {
      await server.close();
    }
  };
  const replay = (patient: string, ...more: readonly string[]) =>
    runStafett(
      ...['replay', `test|${patient}`, '--as-of', '2040-01-01T00:00:00Z'],
      ...['--data', folder.path, ...more],
    );
  const reportOnset = async (url: string, patient: string, occurredAt: string): Promise<void> => {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: `onset-${patient}`,
        source: 'urn:test:gp',
        type: 'SymptomOnsetReported.v1',
        subject: `test|${patient}`,
        time: occurredAt,
      }),
    });
    expect(response.status).toBe(201);
  };
  const settled = async (url: string): Promise<void> => {
    await waitUntil('all timers to have fired', async () => {
      const timers = (await (await fetch(`${url}/health/timers`)).json()) as { overdue: number };
      return timers.overdue === 0;
    });
  };
  const breaches = async (patient: string): Promise<Journey['decisions']> => {
    const { stdout } = await replay(patient, '--json');
    const journey = JSON.parse(stdout) as Journey;
    return journey.decisions.filter(({ type }) => type === 'DutyBreached');
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
  });
  afterEach(() => folder.remove());

  it('fires what fell due by then, once, and marks it as late', async () => {
    await during('2030-01-07T09:00:00Z', (url) => reportOnset(url, 'anna', '2030-01-07T08:00:00Z'));
    await during('2030-02-25T09:00:00Z', settled);
    await during('2030-02-25T10:00:00Z', settled);
    const [breach, ...others] = await breaches('anna');
    expect(others).toEqual([]);
    expect(breach?.effectiveAt).toBe('2030-02-19T00:00:00+02:00');
    expect(breach?.recordedAt).toMatch(/^2030-02-25T11:00/);
    expect(breach?.lateSeconds).toBeGreaterThan(6 * 86_400);
    const page = await replay('anna');
    expect(page.stdout).toMatch(/DutyBreached.* 6 d 11 h late$/m);
  });

  it('fires nothing early when it is told a time before the end of the log', async () => {
    await during('2030-01-07T09:00:00Z', (url) => reportOnset(url, 'anna', '2030-01-07T08:00:00Z'));
    const now = ['--now', '2029-01-01T00:00:00Z'];
    const server = begin(run, ['serve', '--port', '0', '--data', folder.path, ...now]);
    const url = await server.printed(/on (http:\S+)[.] Press Ctrl-C/);
    await reportOnset(url, 'bo', '2028-12-31T08:00:00Z');
    await settled(url);
    server.stop();
    expect((await server.finished).status).toBe(0);
    expect([...(await breaches('anna')), ...(await breaches('bo'))]).toEqual([]);
  });

  it('refuses a day without an hour', async () => {
    const { status, stderr } = await runStafett('serve', '--now', '2030-01-07');
    expect(status).toBe(2);
    expect(stderr).toContain('is a day, not an instant');
  });
});
