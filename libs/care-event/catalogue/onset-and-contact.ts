/** Events in which an illness begins and first meets the services. */
import { entry } from './entry.js';
import { dayOrMonth, flag, icd10, icpc2, name, oneOf, performer, text, urgency } from './fields.js';

export const ONSET_AND_CONTACT = {
  SymptomOnsetReported: entry({
    description:
      'Symptoms began. It happened when they began, however late that is reported; often known only to the day or month.',
    publishedBy: ['patient', 'GP'],
    fhir: ['Condition.onset'],
    fields: {
      date: dayOrMonth(
        'Onset as reported; the time of the event counts, and a date that contradicts it is a deviation',
      ),
      precision: oneOf('How exactly the onset is known', ['instant', 'day', 'month']),
      icpc2: icpc2('Symptom', 'L02, L03'),
      recurrence: flag('Whether the patient had the same before'),
    },
  }),

  FirstContactMade: entry({
    description: 'The patient first reached a health service about this.',
    publishedBy: ['GP', 'physiotherapist'],
    fhir: ['Encounter'],
    fields: {
      contact: name("Contact's identifier in the sending system"),
      channel: oneOf('How contact was made', [
        'visit',
        'home-visit',
        'telephone',
        'video',
        'message',
        'emergency',
      ]),
      urgency: urgency(),
      reason: text('Reason for the contact'),
      icpc2: icpc2('Reason for the encounter', 'L02, L03, L84, L86'),
      performer: performer(),
    },
  }),

  DiagnosisCoded: entry({
    description: 'A diagnosis was made and coded.',
    publishedBy: ['GP', 'hospital'],
    fhir: ['Condition'],
    fields: {
      icd10: icd10('Diagnosis, as hospitals code it', 'M40-M54'),
      icpc2: icpc2('Diagnosis, as general practice codes it', 'L84, L86'),
      certainty: oneOf(
        'How certain it is',
        ['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted'],
        'FHIR condition-ver-status',
      ),
      rank: oneOf('Its place among the diagnoses', ['main', 'secondary']),
      longLasting: flag('Whether the illness is long-lasting or recurrent'),
      codedBy: name('Profession that made it'),
      performer: performer(),
    },
  }),
};
