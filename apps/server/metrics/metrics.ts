/**
 * What the server measures, in the Prometheus text format. A gauge is read when somebody
 * asks, so nothing is kept up to date for nobody. No label ever names a patient.
 *
 * A new figure is one line: `metrics.gauge('stafett_…', 'What it is.', () => value)`.
 */
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

type Maybe<T> = T | Promise<T>;

/** The value of a gauge; undefined where there is none. */
export type Read = () => Maybe<number | undefined>;
/** The same by one label: a name that this program gave, never one that came from outside. */
export type ReadBy = () => Maybe<Iterable<readonly [label: string, value: number | undefined]>>;

const OUTCOMES = ['accepted', 'repeated', 'refused', 'failed'] as const;
/** Refused: the event is at fault. Failed: sending the same again may go through. */
export type EventOutcome = (typeof OUTCOMES)[number];

@Injectable()
export class Metrics {
  private readonly logger = new Logger(Metrics.name);
  private readonly registry = new Registry();
  private readonly events = new Counter({
    name: 'stafett_events_total',
    help: 'Events that came over HTTP since the start, by what became of them.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  constructor() {
    for (const outcome of OUTCOMES) this.events.inc({ outcome }, 0);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  countEvents(outcomes: Readonly<Partial<Record<EventOutcome, number>>>): void {
    for (const outcome of OUTCOMES) {
      const count = outcomes[outcome] ?? 0;
      if (count > 0) this.events.inc({ outcome }, count);
    }
  }

  gauge(name: string, help: string, read: Read): void {
    const gauge = new Gauge({
      ...{ name, help, registers: [this.registry] },
      collect: async () => {
        const value = await this.valueOf(read);
        if (value === undefined) gauge.remove();
        else gauge.set(value);
      },
    });
  }

  /** What only grows, counted elsewhere since the start. */
  total(name: string, help: string, read: () => number): void {
    const counter = new Counter({
      ...{ name, help, registers: [this.registry] },
      collect: () => {
        counter.reset();
        counter.inc(read());
      },
    });
  }

  gaugeBy(label: string, name: string, help: string, read: ReadBy): void {
    const gauge = new Gauge({
      ...{ name, help, labelNames: [label], registers: [this.registry] },
      collect: async () => {
        const values = await this.valueOf(read);
        gauge.reset();
        for (const [key, value] of values ?? []) {
          if (value !== undefined) gauge.set({ [label]: key }, value);
        }
      },
    });
  }

  /** All of it, as Prometheus reads it. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** What cannot be read is logged and left out; an old value would look like a new one. */
  private async valueOf<T>(read: () => Maybe<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.logger.error(error);
      return undefined;
    }
  }
}
