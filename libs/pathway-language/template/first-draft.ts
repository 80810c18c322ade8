/** The first draft of a pathway: a definition that an author edits, and scenarios that touch each of its rules. */
import { calendarOfZone } from '#calendar';
import { CATALOGUE } from '#care-event';
import { isRecord } from '../parsing/shape.js';
import { definitionDraft } from './definition-draft.js';
import { scenariosDraft } from './scenarios-draft.js';

export interface DraftOptions {
  readonly id: string;
  /** The id in words where it is left out. */
  readonly title?: string;
  /** IANA name. */
  readonly zone: string;
  /** Whose public holidays are free; absent: those of the zone's country. */
  readonly holidays?: string;
  /** Field by whose values a patient may have several episodes side by side; one of `DRAFT_KEYS`. */
  readonly key?: string;
}

export interface Draft {
  readonly title: string;
  /** YAML. */
  readonly definition: string;
  readonly scenarios: string;
  /** Whether public holidays are known; without them every Monday to Friday is a working day. */
  readonly knowsHolidays: boolean;
}

/** Types of the draft by which an episode begins, goes on and ends. */
const KEYED = ['ReferralSent', 'ReferralAssessed', 'VisitCompleted', 'PathwayClosed'] as const;

/** Values by which the scenarios tell two episodes apart, by the fields that all of these types have. */
const KEY_VALUES: Readonly<Record<string, readonly [string, string]>> = {
  referral: ['r-1', 'r-2'],
  icd10: ['M17.1', 'M54.5'],
  icpc2: ['L15', 'L03'],
  bodySite: ['knee', 'back'],
};

/** Fields that may be the key of a draft. */
export const DRAFT_KEYS: readonly string[] = Object.keys(KEY_VALUES).filter((field) =>
  KEYED.every((type) => fieldsOf(type).includes(field)),
);

/** @throws RangeError for a key that is not one of `DRAFT_KEYS` */
export function firstDraft({ id, zone, holidays, key, ...options }: DraftOptions): Draft {
  const title = options.title ?? inWords(id);
  const keys = key === undefined ? undefined : KEY_VALUES[key];
  if (key !== undefined && keys === undefined) throw new RangeError(`${key} is no key of a draft`);
  const region = calendarOfZone(zone).holidays;
  const own = holidays === region ? undefined : holidays;
  const isKeyed = key !== undefined && keys !== undefined;
  return {
    title,
    definition: definitionDraft({ id, title, zone, holidays: own, key }),
    scenarios: scenariosDraft(id, isKeyed ? { field: key, values: keys } : undefined),
    knowsHolidays: (own ?? region ?? 'none') !== 'none',
  };
}

/** `hip-fracture` is `Hip fracture`. */
function inWords(id: string): string {
  const words = id.split('-').filter(Boolean).join(' ') || id;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fieldsOf(type: string): readonly string[] {
  const properties = CATALOGUE.get(type)?.schema['properties'];
  return isRecord(properties) ? Object.keys(properties) : [];
}
