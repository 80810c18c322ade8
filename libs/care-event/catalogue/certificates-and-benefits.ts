/**
 * Events in which benefits and the certificates behind them are asked for, given and
 * reported on. Grades are per cent.
 */
import { entry } from './entry.js';
import { day, name, oneOf, percent, performer } from './fields.js';

const benefit = () =>
  oneOf('Which', [
    'allowance',
    'partial-allowance',
    'AAP',
    'pension',
    'partial-pension',
    'pregnancy',
    'parental',
  ]);

export const CERTIFICATES_AND_BENEFITS = {
  CertificateIssued: entry({
    description: 'A certificate or statement other than sick leave was issued.',
    publishedBy: ['GP', 'occupational health'],
    fhir: ['DocumentReference'],
    fields: {
      kind: name('Which, such as statement-b or capacity-statement'),
      from: day('First day that it covers'),
      to: day('Last day that it covers'),
      performer: performer(),
    },
  }),

  BenefitApplied: entry({
    description: 'The patient applied for a benefit.',
    publishedBy: ['patient', 'NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: { benefit: benefit() },
  }),

  BenefitDecided: entry({
    description: 'A benefit was granted, changed, ended or refused.',
    publishedBy: ['NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: {
      benefit: benefit(),
      outcome: oneOf('What was decided', ['granted', 'changed', 'ended', 'refused']),
      grade: percent('Degree of the benefit'),
      from: day('First day'),
      to: day('Last day'),
      payer: name('Who pays'),
    },
  }),

  BenefitReportSent: entry({
    description: 'The patient reported to the payer of a benefit.',
    publishedBy: ['patient', 'NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: { from: day('First day of the report'), to: day('Last day of the report') },
  }),
};
