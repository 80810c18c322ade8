/** What a definition measures: waits, instruments and money; in YAML, and how it is read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { InstrumentMeasure, Measures, MoneyMeasure, WaitMeasure } from '#pathway';
import { id, LIST_ITEMS_MAX, named, nameOf, text } from './schema-parts.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';
import { patterns, patternsOf } from './pattern-schema.js';

const only = { additionalProperties: false };

const wait = named(
  'wait-id',
  {
    from: patterns('Events from which it is counted.'),
    to: patterns('Events by which it ends.'),
    standard: Type.Optional(
      Type.Object(
        {
          within: limitRef('Time within which it should end.'),
          share: Type.String({
            pattern: '^(100|[0-9]{1,2}([.][0-9]{1,2})?) ?%$',
            description: 'For at least so many, such as `92 %`.',
          }),
        },
        { ...only, description: 'What is expected of it.' },
      ),
    ),
  },
  'A time between two events, measured over all patients.',
);

const instrument = named(
  'instrument-id',
  {
    instrument: text('Its name, as events carry it.'),
    version: text('Its version; scores of different versions are never compared.'),
    better: Type.Enum(['higher', 'lower'], { description: 'Which scores are better.' }),
    'smallest-important-change': Type.Number({
      exclusiveMinimum: 0,
      description: "On the instrument's own scale.",
    }),
    lowest: Type.Optional(Type.Number({ description: 'Lowest possible score.' })),
    highest: Type.Optional(Type.Number({ description: 'Highest possible score.' })),
  },
  'An instrument of which one version is compared with itself.',
);

const money = named(
  'money-id',
  {
    on: patterns('Events of which each counts once.'),
    payer: id('Who pays or saves, such as `municipality`.'),
    kind: Type.Enum(['cost', 'saving'], { description: 'Whether it costs or saves.' }),
    amount: Type.Number({ minimum: 0, description: 'For each event, in units of the currency.' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, such as `NOK`.' }),
    basis: Type.Enum(['recorded', 'modelled'], {
      description: 'Recorded and modelled figures are listed apart.',
    }),
  },
  'What an event costs or saves, and whom.',
);

export const measures = Type.Object(
  {
    waits: Type.Optional(
      Type.Array(wait, { maxItems: LIST_ITEMS_MAX, description: 'Times between two events.' }),
    ),
    instruments: Type.Optional(
      Type.Array(instrument, {
        maxItems: LIST_ITEMS_MAX,
        description: 'Instruments whose scores are compared.',
      }),
    ),
    money: Type.Optional(
      Type.Array(money, { maxItems: LIST_ITEMS_MAX, description: 'What events cost or save.' }),
    ),
  },
  { ...only, description: 'What is measured over all patients.' },
);

export function measuresFrom(yaml: Static<typeof measures> | undefined): Measures {
  return {
    waits: (yaml?.waits ?? []).map(waitOf),
    instruments: (yaml?.instruments ?? []).map(instrumentOf),
    money: (yaml?.money ?? []).map(moneyOf),
  };
}

function waitOf(yaml: Static<typeof wait>): WaitMeasure {
  const { standard } = yaml;
  return {
    ...nameOf(yaml),
    from: patternsOf(yaml.from),
    to: patternsOf(yaml.to),
    ...(standard !== undefined && {
      standard: { within: limitRefOf(standard.within), share: parseFloat(standard.share) / 100 },
    }),
  };
}

function instrumentOf(yaml: Static<typeof instrument>): InstrumentMeasure {
  const { lowest, highest } = yaml;
  return {
    ...nameOf(yaml),
    instrument: yaml.instrument,
    version: yaml.version,
    better: yaml.better,
    smallestImportantChange: yaml['smallest-important-change'],
    ...(lowest !== undefined && { lowest }),
    ...(highest !== undefined && { highest }),
  };
}

function moneyOf(yaml: Static<typeof money>): MoneyMeasure {
  const { payer, kind, amount, currency, basis } = yaml;
  return { ...nameOf(yaml), on: patternsOf(yaml.on), payer, kind, amount, currency, basis };
}
