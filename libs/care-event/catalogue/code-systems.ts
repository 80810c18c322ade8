/**
 * The code systems that care events use, each with the form of its codes. Forms are
 * checked, membership is not: the lists are licensed, national and yearly, and a
 * diagnosis outside this pathway's range is still a fact about the patient.
 */

export interface CodeSystem {
  readonly name: string;
  /** Identifier that FHIR uses for it. */
  readonly uri: string;
  /** Regular expression (ECMA-262) that every code matches. */
  readonly pattern: string;
}

export const ICD_10: CodeSystem = {
  name: 'ICD-10',
  uri: 'http://hl7.org/fhir/sid/icd-10',
  // Norwegian registers leave the point out.
  pattern: '^[A-Z][0-9]{2}(\\.?[0-9A-Z]{1,4})?$',
};

export const ICPC_2: CodeSystem = {
  name: 'ICPC-2',
  uri: 'http://hl7.org/fhir/sid/icpc-2',
  pattern: '^[A-Z-][0-9]{2}$',
};

export const ICF: CodeSystem = {
  name: 'ICF',
  uri: 'http://hl7.org/fhir/sid/icf',
  pattern: '^[bsde][1-9][0-9]{0,4}$',
};

/** Medicines. A prefix stands for a group: N02A is all opioids. */
export const ATC: CodeSystem = {
  name: 'ATC',
  uri: 'http://www.whocc.no/atc',
  pattern: '^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$',
};
