/** One patient's way through the richest definition that ships, with most of what it can say. */
import { readFileSync } from 'node:fs';
import { readDefinition } from '#pathway-language';
import { type Definition } from '#pathway';
import { type JsonObject, type RecordedFact } from '#care-event';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 0, 5, 8);

/** Day of the story, type, data. */
type Step = readonly [day: number, type: string, data: JsonObject];

const aspect = (name: string, level: string): JsonObject => ({
  aspect: name,
  instrument: 'interview',
  instrumentVersion: '1',
  level,
});
const REFERRAL = { referral: 'r-1' };
const leave = (from: string, to: string): JsonObject => ({ grade: 100, icpc2: 'L84', from, to });

const STORY: readonly Step[] = [
  [-20, 'PatientRegistered', { born: '1980-05' }],
  [-10, 'SymptomOnsetReported', { icpc2: 'L03', precision: 'day', recurrence: false }],
  [0, 'FirstContactMade', { channel: 'visit', urgency: 'routine' }],
  [0, 'DiagnosisCoded', { icd10: 'M54.5', icpc2: 'L03', certainty: 'confirmed' }],
  [0, 'SickLeaveIssued', leave('2026-01-05', '2026-01-18')],
  [1, 'RedFlagScreened', { result: 'negative', flags: [] }],
  [1, 'AdviceGiven', { topics: ['staying active'] }],
  [4, 'VisitCompleted', { profession: 'physiotherapist', number: 1 }],
  [4, 'AspectAssessed', aspect('biomechanical-load', 'medium')],
  [4, 'AspectAssessed', aspect('fear-of-pain', 'medium')],
  [4, 'AspectAssessed', aspect('resources', 'low')],
  [5, 'AspectAssessed', aspect('work-conditions', 'high')],
  [5, 'AspectAssessed', aspect('life-situation', 'low')],
  [9, 'WorkAdapted', { kind: 'tasks' }],
  [11, 'ReferralSent', { ...REFERRAL, from: 'primary-care', to: 'spine-clinic' }],
  [12, 'ReferralReceived', { ...REFERRAL, from: 'primary-care', to: 'spine-clinic' }],
  [14, 'SickLeaveIssued', leave('2026-01-19', '2026-02-15')],
  [20, 'VisitCompleted', { profession: 'physiotherapist', number: 2 }],
  [24, 'ReferralAssessed', { ...REFERRAL, outcome: 'accepted', rightToCare: true }],
  [26, 'RehabPlanAgreed', { goals: ['d450', 'd850'], consent: true }],
  [33, 'VisitCompleted', { profession: 'physiotherapist', number: 3 }],
  [40, 'VisitCompleted', { profession: 'physiotherapist', number: 4 }],
  [47, 'AssessmentStarted', { ...REFERRAL, kind: 'outpatient' }],
  [50, 'TreatmentStarted', { ...REFERRAL, kind: 'injection' }],
  [52, 'DischargedToMunicipality', { to: 'rehabilitation', summarySent: true }],
  [54, 'ResponsibilityAccepted', {}],
  [60, 'FunctionMeasured', { instrument: 'ODI', instrumentVersion: '2.1a', score: 22 }],
  [70, 'ReturnedToWork', { percent: 100, icf: 'd850' }],
  [160, 'FunctionMeasured', { instrument: 'ODI', instrumentVersion: '2.1a', score: 12 }],
  [161, 'TreatmentEnded', { kind: 'rehabilitation', outcome: 'goals-reached' }],
];

export function richestDefinition(): Definition {
  const read = readDefinition(readFileSync('deploy/pathways/fi-back-pain.yaml', 'utf8'));
  if ('definition' in read) return read.definition;
  throw new Error(read.problems[0]?.message);
}

/** The story once, in order; two things of one day are an hour apart. */
export function backPainStory(): readonly RecordedFact[] {
  return STORY.map(([day, type, data], n) =>
    factAt(`e${n}`, type, day * DAY_MS + n * HOUR_MS, data),
  );
}

/** A patient who comes back for years: so many facts, mostly visits within the episode. */
export function longHistory(facts: number): readonly RecordedFact[] {
  const beginning = backPainStory().slice(0, 22);
  const visits = Array.from({ length: facts - beginning.length }, (_, n) => {
    const days = 42 + n;
    const data = { profession: 'physiotherapist', number: n + 5 };
    return n % 3 === 0
      ? factAt(`v${n}`, 'FunctionMeasured', days * DAY_MS, {
          instrument: 'ODI',
          instrumentVersion: '2.1a',
          score: n % 100,
        })
      : factAt(`v${n}`, 'VisitCompleted', days * DAY_MS, data);
  });
  return [...beginning, ...visits];
}

function factAt(id: string, type: string, afterMs: number, data: JsonObject): RecordedFact {
  const at = START_MS + afterMs;
  return {
    id,
    source: 'urn:stafett:bench',
    type,
    version: 1,
    occurredAt: new Date(at).toISOString(),
    municipality: '9901',
    data,
    recordedAt: at + HOUR_MS,
  };
}
