/**
 * Visits what is derived of everybody who entered a pathway, as assessed at the instant of a
 * question: from memory where it holds that, and worked out where it does not. Which of the two it
 * comes from makes no difference.
 */
import { DerivedRows } from '../columns/derived-rows.js';
import { NEVER } from '../columns/patient-rows.js';
import type { JourneyFact } from '../models/stored-journey.js';
import { eachAssessed } from '../standing/each-assessed.js';
import type { Unreadable } from '../standing/each-patient.js';
import { derivedAt, derivedWhile, type Deriving } from './derived-while.js';
import { eachAmong } from './each-among.js';
import type { FigureSource } from './each-journey.js';
import type { Holding } from './figure-cache.js';
import { loadShelf } from './load-shelf.js';

export interface Derivation<Derived> extends Deriving<Derived> {
  /** Tells it from others of the same pathway. */
  readonly name: string;
  /** About how much memory it takes. */
  bytesOf(derived: Derived): number;
}

type Visit<Derived> = (derived: Derived, patient: string) => void;
/** Of who has not entered, but may do so without a further event. */
type Held<Derived> = { readonly derived: Derived | undefined };

/** In no order. @throws QueryRefused no as-of instant was given @returns as `eachPatient` */
export async function eachDerived<Derived>(
  { cache, view, question }: FigureSource,
  derivation: Derivation<Derived>,
  visit: Visit<Derived>,
): Promise<readonly Unreadable[]> {
  const { asOf } = question;
  const held = await cache?.visit<Held<Derived>, DerivedRows<Held<Derived>>>(view, question, {
    holding: holdingOf(derivation),
    visit: ({ derived }, patient) => {
      if (derived !== undefined) visit(derived, patient);
    },
  });
  if (held === undefined || asOf === undefined)
    return eachAssessed(view, question, (patient) => {
      visit(derivation.of(patient), patient.patient);
    });
  const { others, unreadable } = held;
  const then = { ...question, asOf };
  const worked = await eachAmong(view, question, others, (patient, facts) => {
    const derived = derivedAt(then, { patient, facts }, (assessed) => derivation.of(assessed));
    if (derived !== undefined) visit(derived, patient);
  });
  return [...unreadable, ...worked];
}

function holdingOf<Derived>(derivation: Derivation<Derived>): Holding<DerivedRows<Held<Derived>>> {
  return {
    name: derivation.name,
    isTimeless: false,
    load(view, question, options) {
      const shelf = new DerivedRows<Held<Derived>>(({ derived }) =>
        derived === undefined ? 0 : derivation.bytesOf(derived),
      );
      const filling = {
        shelf,
        derive: (patient: string, facts: readonly JourneyFact[]) => {
          const { derived, validity } = derivedWhile(question, { patient, facts }, derivation);
          const isNobody = derived === undefined && validity.until === Infinity;
          return () => {
            if (!isNobody || options.among !== undefined) shelf.set(patient, { derived }, validity);
          };
        },
        forget: (patient: string) => {
          shelf.set(patient, { derived: undefined }, NEVER);
        },
      };
      return loadShelf(view, question, filling, options);
    },
  };
}
