/** What is measured, as Prometheus reads it: read when it is asked for, and missing where it cannot be read. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Metrics } from './metrics.js';

const SAMPLE = /^stafett_test[ {].*$/gm;

describe('Metrics', () => {
  const errors: unknown[] = [];
  beforeAll(() => {
    const nothing = (): void => undefined;
    Logger.overrideLogger({ log: nothing, warn: nothing, error: (error) => errors.push(error) });
  });
  const open = (): Metrics => new Metrics();
  const samples = async (metrics: Metrics): Promise<readonly string[]> =>
    (await metrics.text()).match(SAMPLE) ?? [];

  it('reads a gauge when somebody asks', async () => {
    const metrics = open();
    let value = 1;
    metrics.gauge('stafett_test', 'A test.', () => value);
    expect(await samples(metrics)).toEqual(['stafett_test 1']);
    value = 2.5;
    expect(await samples(metrics)).toEqual(['stafett_test 2.5']);
    expect(await metrics.text()).toContain(
      '# HELP stafett_test A test.\n# TYPE stafett_test gauge',
    );
  });

  it('says nothing where there is nothing to say, or it cannot be read', async () => {
    const metrics = open();
    const broken = new Error('no disk');
    metrics.gauge('stafett_test', 'A test.', () => undefined);
    metrics.gaugeBy('by', 'stafett_test_by', 'A test.', () => Promise.reject(broken));
    expect(await samples(metrics)).toEqual([]);
    expect(errors).toEqual([broken]);
  });

  it('forgets what is no longer there', async () => {
    const metrics = open();
    let values: readonly (readonly [string, number])[] = [
      ['a', 1],
      ['b', 2],
    ];
    metrics.gaugeBy('by', 'stafett_test', 'A test.', () => values);
    expect(await samples(metrics)).toEqual(['stafett_test{by="a"} 1', 'stafett_test{by="b"} 2']);
    values = [['b', 3]];
    expect(await samples(metrics)).toEqual(['stafett_test{by="b"} 3']);
  });

  it('counts events from 0 on, whatever becomes of them', async () => {
    const metrics = open();
    metrics.countEvents({ refused: 1 });
    metrics.countEvents({ refused: 1 });
    const text = await metrics.text();
    expect(text).toContain('stafett_events_total{outcome="accepted"} 0');
    expect(text).toContain('stafett_events_total{outcome="refused"} 2');
  });
});
