/** Events about the patient as such: they belong to no illness and open no pathway by themselves. */
import { entry } from './entry.js';
import { dateOfBirth, name, oneOf } from './fields.js';

export const PATIENT = {
  PatientRegistered: entry({
    description:
      'The patient became known to the services. The date of birth holds for all time, whenever it was reported.',
    publishedBy: ['any'],
    fhir: ['Patient'],
    fields: {
      born: dateOfBirth('Date of birth, as exactly as it may be kept: year, month or day'),
      sex: oneOf(
        'Administrative sex, for comparing groups; no rule depends on it',
        ['female', 'male', 'other', 'unknown'],
        'FHIR administrative-gender',
      ),
    },
  }),

  PatientMoved: entry({
    description: 'The patient moved to another municipality.',
    publishedBy: ['any'],
    fhir: ['Patient.address'],
    fields: {
      municipality: name("Number of the municipality that the patient moved to, such as '0301'"),
    },
  }),

  PatientDied: entry({
    description: 'The patient died.',
    publishedBy: ['any'],
    fhir: ['Patient.deceased'],
    fields: {},
  }),
};
