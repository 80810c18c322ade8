/** The catalogue of care events: every type that Stafett knows by itself, by its name. */
import type { Static } from 'typebox';
import type { CatalogueEntry } from './entry.js';
import { APPOINTMENTS_AND_TREATMENT } from './appointments-and-treatment.js';
import { CERTIFICATES_AND_BENEFITS } from './certificates-and-benefits.js';
import { DISCHARGE } from './discharge.js';
import { ENGINE } from './engine.js';
import { ONSET_AND_CONTACT } from './onset-and-contact.js';
import { PATIENT } from './patient.js';
import { PLAN_AND_COORDINATION } from './plan-and-coordination.js';
import { REFERRAL_AND_HANDOVER } from './referral-and-handover.js';
import { SCREENING_AND_ASSESSMENT } from './screening-and-assessment.js';
import { WORK } from './work.js';

/** The entries by theme, in the order in which a pathway meets them. */
export const THEMES = {
  'The patient': PATIENT,
  'Onset and contact': ONSET_AND_CONTACT,
  'Screening and assessment': SCREENING_AND_ASSESSMENT,
  'Plan and coordination': PLAN_AND_COORDINATION,
  'Referral and handover': REFERRAL_AND_HANDOVER,
  'Appointments and treatment': APPOINTMENTS_AND_TREATMENT,
  'Hospital stay and discharge': DISCHARGE,
  Work: WORK,
  'Certificates and benefits': CERTIFICATES_AND_BENEFITS,
  'The course itself': ENGINE,
} as const satisfies Record<string, Record<string, CatalogueEntry>>;

type Entries = typeof PATIENT &
  typeof ONSET_AND_CONTACT &
  typeof SCREENING_AND_ASSESSMENT &
  typeof PLAN_AND_COORDINATION &
  typeof REFERRAL_AND_HANDOVER &
  typeof APPOINTMENTS_AND_TREATMENT &
  typeof DISCHARGE &
  typeof WORK &
  typeof CERTIFICATES_AND_BENEFITS &
  typeof ENGINE;

/** A type of care event that the catalogue has. */
export type CatalogueType = keyof Entries;

/** The `data` of a catalogue event: `CatalogueData<'ReferralSent'>`. */
export type CatalogueData<Name extends CatalogueType> = Static<Entries[Name]['schema']>;

/** By bare type, such as `ReferralSent`. */
export const CATALOGUE: ReadonlyMap<string, CatalogueEntry> = new Map(
  Object.values(THEMES).flatMap((theme): [string, CatalogueEntry][] => Object.entries(theme)),
);
