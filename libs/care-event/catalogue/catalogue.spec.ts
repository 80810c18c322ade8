/** The catalogue: every type is complete, and its schemas take and refuse what they should. */
import { describe, expect, it } from '@jest/globals';
import { dataFaults, schemaFault } from '../checks/data-schema.js';
import type { JsonObject } from '../text/json.js';
import { CATALOGUE, THEMES } from './catalogue.js';
import type { CatalogueData } from './catalogue.js';

/** The events of the domain reference, in its order. */
const DOMAIN = `
  SymptomOnsetReported FirstContactMade RedFlagScreened RedFlagEscalated DiagnosisCoded
  RiskStratified FunctionMeasured RiskFactorRecorded WorkloadAssessed RehabPlanAgreed
  RehabPlanRevised CoordinationNeedReported CoordinatorAppointed CoordinatorEnded
  IndividualPlanOffered IndividualPlanAccepted IndividualPlanDeclined ReferralSent
  ReferralReceived InformationRequested InformationSupplied ReferralAssessed
  ResponsibilityOffered ResponsibilityAccepted ResponsibilityRefused AppointmentOffered
  AppointmentBooked AppointmentDeclined AppointmentMissed VisitCompleted AssessmentStarted
  TreatmentStarted LowValueCareFlagged CollaborationMeetingHeld DischargedToMunicipality
  SickLeaveIssued SickLeaveChanged SickLeaveEnded EmployerPlanShared DialogueMeetingCalled
  DialogueMeetingHeld DialogueMeetingExempted ActivityRequirementDecided BenefitDecided
  ReturnedToWork EpisodeRecurred ClockPaused ClockResumed PathwayClosed DutyArmed DutyMet
  DutyBreached DutyReopened DutyVoided EventCorrected RecordAccessed
`
  .trim()
  .split(/\s+/);

/** What the definitions that come along need beside it. */
const BEYOND = `
  PatientRegistered PatientMoved PatientDied AspectAssessed AdviceGiven TreatmentEnded
  CareDeclined ProviderChosen PatientTold WorkAdapted WorkAbilityAssessed OccupationalHealthNotified
  CertificateIssued BenefitApplied BenefitReportSent DutyExempted DutyWarned DutyEscalated EpisodeRecurrenceVoided
  ResponsibilityWithdrawn ResponsibilityReleased DecisionAppealed AppealDecided
  PatientAdmitted ReadyForDischarge MunicipalityNotified DischargeSummarySent
  TaskRequested TaskAnswered TaskCompleted CoordinationNeedEnded IndividualPlanMade
  IndividualPlanRevised RehabilitationNeedReported RehabilitationDecided RehabilitationNeedEnded
  MedicationPrescribed EmployerPlanExempted
  HandoverOffered HandoverInformationRequested HandoverInformationSupplied
  HandoverInformationOverdue HandoverFellSilent HandoverReminded HandoverEscalated
  HandoverAccepted HandoverRefused HandoverWithdrawn HandoverWithdrawalAnswered
  HandoverOvertaken HandoverReopened HandoverVoided
`
  .trim()
  .split(/\s+/);

const TYPES = [...DOMAIN, ...BEYOND];

const ENGINE_ONLY = /^(Duty|Handover)/;

function faultsOf(type: string, data: JsonObject) {
  const entry = CATALOGUE.get(type);
  if (entry === undefined) throw new Error(`${type} is not in the catalogue`);
  return dataFaults(entry.schema, data);
}

describe('the catalogue', () => {
  it('has every event of the domain reference and of the shipped definitions, and no other', () => {
    expect([...CATALOGUE.keys()].sort()).toEqual([...TYPES].sort());
  });

  it('has each event in one theme only', () => {
    expect(Object.values(THEMES).flatMap((theme) => Object.keys(theme))).toHaveLength(TYPES.length);
  });

  it.each(TYPES)('describes %s in full', (type) => {
    const entry = CATALOGUE.get(type);
    expect(entry?.version).toBe(1);
    expect(entry?.description).toMatch(/\.$/);
    expect(entry?.publishedBy).not.toHaveLength(0);
    expect(entry?.fhir).not.toHaveLength(0);
    const schema = JSON.parse(JSON.stringify(entry?.schema)) as JsonObject;
    expect(schemaFault(schema)).toBeUndefined();
    expect(schema['additionalProperties']).toBe(false);
    for (const field of Object.values(schema['properties'] as Record<string, JsonObject>)) {
      expect(field['description']).toMatch(/\S/);
    }
  });

  it.each(TYPES.filter((type) => !ENGINE_ONLY.test(type)))(
    'takes a %s that says nothing more than that it happened',
    (type) => {
      expect(faultsOf(type, {})).toEqual([]);
    },
  );

  it('reads code systems off the fields', () => {
    expect(CATALOGUE.get('DiagnosisCoded')?.codeSystems).toEqual([
      'ICD-10',
      'ICPC-2',
      'FHIR condition-ver-status',
    ]);
    expect(CATALOGUE.get('FunctionMeasured')?.codeSystems).toEqual(['ICF', 'ICF qualifier']);
  });

  it('checks the form of codes and accepts a diagnosis outside the range', () => {
    expect(faultsOf('DiagnosisCoded', { icd10: 'M54.5', icpc2: 'L84' })).toEqual([]);
    expect(faultsOf('DiagnosisCoded', { icd10: 'M545' })).toEqual([]);
    expect(faultsOf('DiagnosisCoded', { icd10: 'F32.1' })).toEqual([]);
    expect(faultsOf('DiagnosisCoded', { icd10: 'back pain' })).toEqual([
      { path: '/data/icd10', message: expect.stringContaining('expected an ICD-10 code') },
    ]);
  });

  it('knows a medicine by its code, and a group of medicines by its prefix', () => {
    expect(faultsOf('MedicationPrescribed', { atc: 'N02AX02', icd10: 'M54.5' })).toEqual([]);
    expect(faultsOf('MedicationPrescribed', { atc: 'N02A' })).toEqual([]);
    expect(faultsOf('MedicationPrescribed', { atc: 'tramadol' })).toHaveLength(1);
  });

  it('wants instrument and version beside every score', () => {
    const measured: CatalogueData<'FunctionMeasured'> = { instrument: 'ODI', score: 32 };
    expect(faultsOf('FunctionMeasured', measured)).toEqual([
      { path: '/data/instrumentVersion', message: 'is required beside "score"' },
    ]);
    expect(faultsOf('FunctionMeasured', { ...measured, instrumentVersion: '2.1a' })).toEqual([]);
  });

  it('wants no more of a date of birth than may be kept', () => {
    for (const born of ['1980', '1980-05', '1980-05-17']) {
      expect(faultsOf('PatientRegistered', { born })).toEqual([]);
    }
    expect(faultsOf('PatientRegistered', { born: '1980-13' })).toHaveLength(1);
    expect(faultsOf('PatientRegistered', { born: '17.05.1980' })).toHaveLength(1);
  });

  it('takes administrative sex as FHIR has it', () => {
    expect(faultsOf('PatientRegistered', { sex: 'female' })).toEqual([]);
    expect(faultsOf('PatientRegistered', { sex: 'F' })).toHaveLength(1);
  });

  it('wants decisions complete', () => {
    const decision: CatalogueData<'DutyMet'> = {
      pathway: 'back-pain',
      version: 1,
      duty: 'rehabilitation-planned',
      owner: 'primary-care',
      instance: 0,
      armedBy: 'https://gp.example 1',
      armedAt: '2026-03-01T00:00:00+01:00',
      dueAt: '2026-04-12T23:59:59.999+02:00',
    };
    expect(faultsOf('DutyMet', { ...decision })).toEqual([]);
    const incomplete = Object.entries(decision).filter(([field]) => field !== 'duty');
    expect(faultsOf('DutyMet', Object.fromEntries(incomplete))).toEqual([
      { path: '/data/duty', message: 'is required' },
    ]);
  });

  it('lets a referral say between which organisations it goes', () => {
    const referral = { to: 'hospital', sender: 'no-herid|4711', addressee: 'haukeland' };
    expect(faultsOf('ReferralSent', referral)).toEqual([]);
    expect(faultsOf('VisitCompleted', { performer: 'haukeland' })).toEqual([]);
    expect(faultsOf('ReferralSent', { addressee: 'x'.repeat(257) })).toHaveLength(1);
    expect(faultsOf('ReferralSent', { performer: 'haukeland' })).toHaveLength(1);
  });

  it('knows the calendar', () => {
    expect(faultsOf('SickLeaveIssued', { from: '2028-02-29', grade: 50 })).toEqual([]);
    expect(faultsOf('SickLeaveIssued', { from: '2026-02-29' })).toHaveLength(1);
    expect(faultsOf('SickLeaveIssued', { grade: 101 })).toHaveLength(1);
    expect(faultsOf('SymptomOnsetReported', { date: '2026-03' })).toEqual([]);
    expect(faultsOf('SymptomOnsetReported', { date: '2026' })).toHaveLength(1);
  });
});
