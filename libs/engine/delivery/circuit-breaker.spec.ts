/** The circuit: when a target is left alone, and when it is asked again. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.js';

const LIMITS = { failures: 3, openMs: 1_000, openMsMax: 3_000 };

describe('The circuit breaker', () => {
  let now: number;
  let breaker: CircuitBreaker;
  const fail = (times: number): void => {
    for (let i = 0; i < times; i += 1) {
      const leave = breaker.tryAcquire();
      if (leave !== undefined) breaker.failed(leave);
    }
  };
  beforeEach(() => {
    now = 1_000_000;
    breaker = new CircuitBreaker(() => now, LIMITS);
  });

  it('stays closed while failures do not follow one another', () => {
    for (let i = 0; i < 10; i += 1) {
      fail(2);
      breaker.succeeded();
    }
    expect(breaker.state).toBe('closed');
  });

  it('opens after so many failures in a row, and lets nothing through', () => {
    fail(3);
    expect(breaker.state).toBe('open');
    expect(breaker.tryAcquire()).toBeUndefined();
  });

  it('lets one probe through after a while, and closes when it went well', () => {
    fail(3);
    now += 1_000;
    expect(breaker.state).toBe('half-open');
    expect(breaker.tryAcquire()).toEqual({ probe: true });
    expect(breaker.tryAcquire()).toBeUndefined();
    breaker.succeeded();
    expect(breaker.state).toBe('closed');
    expect(breaker.tryAcquire()).toEqual({ probe: false });
  });

  it('stays open twice as long after each probe that failed, up to a limit', () => {
    fail(3);
    for (const openMs of [1_000, 2_000, 3_000, 3_000]) {
      now += openMs - 1;
      expect(breaker.state).toBe('open');
      now += 1;
      fail(1);
    }
  });

  it('lets another probe through when the first was cut off', () => {
    fail(3);
    now += 1_000;
    breaker.cancelled(breaker.tryAcquire()!);
    expect(breaker.tryAcquire()).toEqual({ probe: true });
  });

  it('is not opened longer by tries that were under way when it opened', () => {
    const underWay = [breaker.tryAcquire()!, breaker.tryAcquire()!];
    fail(3);
    now += 500;
    for (const leave of underWay) breaker.failed(leave);
    now += 500;
    expect(breaker.state).toBe('half-open');
  });

  it('leaves a target alone for as long as it asked, and then goes on as before', () => {
    breaker.postpone(5_000);
    expect(breaker.tryAcquire()).toBeUndefined();
    now += 5_000;
    expect(breaker.tryAcquire()).toEqual({ probe: false });
  });

  it('does not stay open for ever when the clock is set back', () => {
    fail(3);
    breaker.postpone(5_000);
    now -= 86_400_000;
    expect(breaker.state).toBe('half-open');
  });
});
