/** Written by test/tools/client-catalogue.ts, from the catalogue of care events. */

/** What the `data` of an event may say, by its type. */
export interface CatalogueData {
  /** The patient became known to the services. The date of birth holds for all time, whenever it was reported. */
  readonly 'PatientRegistered.v1': {
    /** Date of birth, as exactly as it may be kept: year, month or day */
    readonly born?: string;
    /** Administrative sex, for comparing groups; no rule depends on it */
    readonly sex?: 'female' | 'male' | 'other' | 'unknown';
  };
  /** The patient moved to another municipality. */
  readonly 'PatientMoved.v1': {
    /** Number of the municipality that the patient moved to, such as '0301' */
    readonly municipality?: string;
  };
  /** The patient died. */
  readonly 'PatientDied.v1': Readonly<Record<string, never>>;
  /** Symptoms began. It happened when they began, however late that is reported; often known only to the day or month. */
  readonly 'SymptomOnsetReported.v1': {
    /** Onset as reported; the time of the event counts, and a date that contradicts it is a deviation */
    readonly date?: string;
    /** How exactly the onset is known */
    readonly precision?: 'instant' | 'day' | 'month';
    /** Symptom */
    readonly icpc2?: string;
    /** Whether the patient had the same before */
    readonly recurrence?: boolean;
  };
  /** The patient first reached a health service about this. */
  readonly 'FirstContactMade.v1': {
    /** Contact's identifier in the sending system */
    readonly contact?: string;
    /** How contact was made */
    readonly channel?: 'visit' | 'home-visit' | 'telephone' | 'video' | 'message' | 'emergency';
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** Reason for the contact */
    readonly reason?: string;
    /** Reason for the encounter */
    readonly icpc2?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A diagnosis was made and coded. */
  readonly 'DiagnosisCoded.v1': {
    /** Diagnosis, as hospitals code it */
    readonly icd10?: string;
    /** Diagnosis, as general practice codes it */
    readonly icpc2?: string;
    /** How certain it is */
    readonly certainty?: 'unconfirmed' | 'provisional' | 'differential' | 'confirmed' | 'refuted';
    /** Its place among the diagnoses */
    readonly rank?: 'main' | 'secondary';
    /** Whether the illness is long-lasting or recurrent */
    readonly longLasting?: boolean;
    /** Profession that made it */
    readonly codedBy?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Specific and serious causes were looked for. */
  readonly 'RedFlagScreened.v1': {
    /** Whether any was found */
    readonly result?: 'negative' | 'positive' | 'inconclusive';
    /** Which were found */
    readonly flags?: readonly (
      'cauda-equina' | 'cancer' | 'fracture' | 'infection' | 'inflammatory'
    )[];
    /** Checklist that was used */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A red flag was found and the patient was sent on at once. */
  readonly 'RedFlagEscalated.v1': {
    /** Service that the patient was sent to */
    readonly destination?: string;
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** What was found */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The risk of a long-lasting course was put in a class. */
  readonly 'RiskStratified.v1': {
    /** Instrument that was used, such as STarT Back or ÖMPSQ */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Total score */
    readonly score?: number;
    /** Psychosocial sub-score */
    readonly psychosocialScore?: number;
    /** Class of risk */
    readonly stratum?: 'low' | 'medium' | 'high';
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Function, pain or quality of life was measured: one instrument, one score. */
  readonly 'FunctionMeasured.v1': {
    /** Instrument that was used, such as ODI, NPRS, PSFS or EQ-5D */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Score, on the scale of the instrument */
    readonly score?: number;
    /** Unit of the score, where it has one */
    readonly unit?: string;
    /** What was measured */
    readonly icf?: readonly string[];
    /** Degree of the problem */
    readonly qualifier?: '0' | '1' | '2' | '3' | '4';
    /** When in the course */
    readonly occasion?: 'baseline' | 'follow-up' | 'end';
    /** Who answered */
    readonly reporter?: 'patient' | 'clinician';
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A risk factor shared with other non-communicable diseases was recorded. */
  readonly 'RiskFactorRecorded.v1': {
    /** Which */
    readonly factor?: 'smoking' | 'alcohol' | 'diet' | 'bmi' | 'activity';
    /** Measured value */
    readonly value?: number;
    /** Unit of the value, such as kg/m2 or minutes a week */
    readonly unit?: string;
    /** Class of risk */
    readonly level?: 'none' | 'low' | 'medium' | 'high';
    /** Instrument that was used, such as ODI, NPRS, PSFS or EQ-5D */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** One aspect of the patient's whole situation was assessed: body, mind, resources, work or life. */
  readonly 'AspectAssessed.v1': {
    /** Which */
    readonly aspect?:
      'biomechanical-load' | 'fear-of-pain' | 'resources' | 'work-conditions' | 'life-situation';
    /** Instrument that was used, such as ODI, NPRS, PSFS or EQ-5D */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Score, on the scale of the instrument */
    readonly score?: number;
    /** How strongly it stands in the way of recovery */
    readonly level?: 'low' | 'medium' | 'high';
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The load that work puts on the patient was assessed. */
  readonly 'WorkloadAssessed.v1': {
    /** Load on the body */
    readonly biomechanical?: 'low' | 'medium' | 'high';
    /** Psychosocial load */
    readonly psychosocial?: 'low' | 'medium' | 'high';
    /** What the load consists of */
    readonly exposures?: readonly string[];
    /** Share of the tasks that could be changed */
    readonly adjustable?: number;
    /** Aspect of work */
    readonly icf?: string;
    /** Instrument that was used, such as ODI, NPRS, PSFS or EQ-5D */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Score, on the scale of the instrument */
    readonly score?: number;
    /** When it should be assessed again */
    readonly nextAssessment?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A rehabilitation plan was agreed with the patient. */
  readonly 'RehabPlanAgreed.v1': {
    /** Goals of the plan */
    readonly goals?: readonly string[];
    /** What is to be done */
    readonly measures?: readonly string[];
    /** Services that take part */
    readonly services?: readonly string[];
    /** Whether the patient agreed */
    readonly consent?: boolean;
    /** When the plan is to be reviewed */
    readonly reviewDate?: string;
    /** Risk factors that the plan addresses */
    readonly riskFactors?: readonly string[];
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The rehabilitation plan was changed. */
  readonly 'RehabPlanRevised.v1': {
    /** Goals of the plan */
    readonly goals?: readonly string[];
    /** What is to be done */
    readonly measures?: readonly string[];
    /** Services that take part */
    readonly services?: readonly string[];
    /** Whether the patient agreed */
    readonly consent?: boolean;
    /** When the plan is to be reviewed */
    readonly reviewDate?: string;
    /** Risk factors that the plan addresses */
    readonly riskFactors?: readonly string[];
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
    /** Why it was changed */
    readonly reason?: string;
  };
  /** Somebody reported that the patient needs services coordinated. */
  readonly 'CoordinationNeedReported.v1': {
    /** Who reported it, by role */
    readonly reporter?: string;
    /** Services that the patient needs */
    readonly services?: readonly string[];
    /** Whether the need is long-term */
    readonly longTerm?: boolean;
    /** Whether it is a family that has, or expects, a child with serious illness, injury or disability */
    readonly seriouslyIllChild?: boolean;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The patient no longer needs services coordinated. */
  readonly 'CoordinationNeedEnded.v1': {
    /** Why it ended */
    readonly outcome?: 'no-longer-needed' | 'not-found' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that found it so: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Somebody reported to the municipality that the patient may need rehabilitation. */
  readonly 'RehabilitationNeedReported.v1': {
    /** Who reported it, by role, such as patient, GP, hospital or NAV */
    readonly reporter?: string;
    /** Report's or referral's identifier in the sending system */
    readonly referral?: string;
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** Functions, activities and participation that are affected */
    readonly icf?: readonly string[];
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The municipality decided on rehabilitation. */
  readonly 'RehabilitationDecided.v1': {
    /** What was decided */
    readonly outcome?: 'granted' | 'refused';
    /** Identifier of the report or referral that was decided on */
    readonly referral?: string;
    /** Services that were granted */
    readonly services?: readonly string[];
    /** Last day on which it must begin */
    readonly latestStart?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that decided: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient no longer needs rehabilitation, whether or not it was given. */
  readonly 'RehabilitationNeedEnded.v1': {
    /** Why it ended */
    readonly outcome?: 'no-longer-needed' | 'not-found' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that found it so: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A coordinator was appointed. */
  readonly 'CoordinatorAppointed.v1': {
    /** Coordinator's identifier in the sending system, never a name */
    readonly person?: string;
    /** Organisation the coordinator belongs to */
    readonly organisation?: string;
    /** Kind of coordinator */
    readonly kind?: 'coordinator' | 'childrens-coordinator';
    /** Reason */
    readonly reason?: string;
  };
  /** The coordinator ceased to be one. */
  readonly 'CoordinatorEnded.v1': {
    /** Coordinator's identifier in the sending system, never a name */
    readonly person?: string;
    /** Organisation the coordinator belongs to */
    readonly organisation?: string;
    /** Kind of coordinator */
    readonly kind?: 'coordinator' | 'childrens-coordinator';
    /** Reason */
    readonly reason?: string;
  };
  /** The patient was offered an individual plan. */
  readonly 'IndividualPlanOffered.v1': {
    /** Reason */
    readonly reason?: string;
    /** Services that the plan covers */
    readonly services?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient agreed that an individual plan is made. */
  readonly 'IndividualPlanAccepted.v1': {
    /** Reason */
    readonly reason?: string;
    /** Services that the plan covers */
    readonly services?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient declined an individual plan. */
  readonly 'IndividualPlanDeclined.v1': {
    /** Reason */
    readonly reason?: string;
    /** Services that the plan covers */
    readonly services?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The individual plan was drawn up together with the patient and is in use. */
  readonly 'IndividualPlanMade.v1': {
    /** Reason */
    readonly reason?: string;
    /** Services that the plan covers */
    readonly services?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
    /** When the plan is to be reviewed */
    readonly reviewDate?: string;
  };
  /** The individual plan was reviewed, and changed where that was needed. */
  readonly 'IndividualPlanRevised.v1': {
    /** Reason */
    readonly reason?: string;
    /** Services that the plan covers */
    readonly services?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
    /** When the plan is to be reviewed next */
    readonly reviewDate?: string;
  };
  /** The services met about the patient. */
  readonly 'CollaborationMeetingHeld.v1': {
    /** Kind of meeting */
    readonly kind?: 'responsibility-group' | 'summarising' | 'follow-up' | 'discharge' | 'other';
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Who took part, by role or organisation */
    readonly attendees?: readonly string[];
    /** Whether the patient took part */
    readonly patientPresent?: boolean;
    /** Number of people */
    readonly attendance?: number;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A referral was sent. */
  readonly 'ReferralSent.v1': {
    /** Referral's identifier in the sending system */
    readonly referral?: string;
    /** Service that refers */
    readonly from?: string;
    /** Service that is referred to */
    readonly to?: string;
    /** Reason */
    readonly reason?: string;
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** A referral arrived. Its receipt starts the clock of the receiver. */
  readonly 'ReferralReceived.v1': {
    /** Referral's identifier in the sending system */
    readonly referral?: string;
    /** Service that refers */
    readonly from?: string;
    /** Service that is referred to */
    readonly to?: string;
    /** Reason */
    readonly reason?: string;
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The receiver of a referral asked its sender for more. */
  readonly 'InformationRequested.v1': {
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** What is asked */
    readonly question?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The sender of a referral answered what was asked. */
  readonly 'InformationSupplied.v1': {
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** What is asked */
    readonly question?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
    /** What was answered */
    readonly answer?: string;
  };
  /** The right to specialist care was assessed. */
  readonly 'ReferralAssessed.v1': {
    /** Identifier of the referral that was assessed */
    readonly referral?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Whether there is a right to specialist care */
    readonly rightToCare?: boolean;
    /** What was decided */
    readonly outcome?: 'accepted' | 'rejected' | 'redirected';
    /** Last day on which care must begin */
    readonly latestStart?: string;
    /** When the patient was informed; no rule counts it, PatientTold does */
    readonly patientToldOn?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
    /** Organisation that it was redirected to: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The patient was informed of something. It happened when the patient was informed. */
  readonly 'PatientTold.v1': {
    /** What the patient was informed of */
    readonly about?: 'referral-decision' | 'appointment' | 'delay' | 'other';
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Whether there is a right to specialist care, as the patient was informed */
    readonly rightToCare?: boolean;
    /** Last day on which care must begin, as the patient was informed */
    readonly latestStart?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient appealed against a decision. */
  readonly 'DecisionAppealed.v1': {
    /** What the decision was about */
    readonly about?: 'referral' | 'service' | 'benefit' | 'other';
    /** Identifier of the referral that the decision was about */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** An appeal was decided. */
  readonly 'AppealDecided.v1': {
    /** What the decision was about */
    readonly about?: 'referral' | 'service' | 'benefit' | 'other';
    /** Identifier of the referral that the decision was about */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** What became of the decision */
    readonly outcome?: 'upheld' | 'changed' | 'withdrawn';
    /** Organisation that decided the appeal: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient chose another provider. */
  readonly 'ProviderChosen.v1': {
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Service that the patient leaves */
    readonly from?: string;
    /** Service that the patient chose */
    readonly to?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that the patient chose: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** A service offered another to take the patient over. It keeps the patient until then. */
  readonly 'ResponsibilityOffered.v1': {
    /** Handover's identifier, the same in offer and answer */
    readonly handover?: string;
    /** Service that holds the patient until it is accepted */
    readonly from?: string;
    /** Service that is to hold the patient */
    readonly to?: string;
    /** What the responsibility covers */
    readonly scope?: string;
    /** Reason */
    readonly reason?: string;
    /** Identifier of the person who takes the patient over, never a name */
    readonly person?: string;
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The other service took the patient over. */
  readonly 'ResponsibilityAccepted.v1': {
    /** Handover's identifier, the same in offer and answer */
    readonly handover?: string;
    /** Service that holds the patient until it is accepted */
    readonly from?: string;
    /** Service that is to hold the patient */
    readonly to?: string;
    /** What the responsibility covers */
    readonly scope?: string;
    /** Reason */
    readonly reason?: string;
    /** Identifier of the person who takes the patient over, never a name */
    readonly person?: string;
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The other service did not take the patient over. */
  readonly 'ResponsibilityRefused.v1': {
    /** Handover's identifier, the same in offer and answer */
    readonly handover?: string;
    /** Service that holds the patient until it is accepted */
    readonly from?: string;
    /** Service that is to hold the patient */
    readonly to?: string;
    /** What the responsibility covers */
    readonly scope?: string;
    /** Reason */
    readonly reason?: string;
    /** Identifier of the person who takes the patient over, never a name */
    readonly person?: string;
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The service that offered withdraws the offer. The other service answers that, too. */
  readonly 'ResponsibilityWithdrawn.v1': {
    /** Handover's identifier, the same in offer and answer */
    readonly handover?: string;
    /** Service that holds the patient until it is accepted */
    readonly from?: string;
    /** Service that is to hold the patient */
    readonly to?: string;
    /** What the responsibility covers */
    readonly scope?: string;
    /** Reason */
    readonly reason?: string;
    /** Identifier of the person who takes the patient over, never a name */
    readonly person?: string;
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The other service releases an offer that the sender has withdrawn. */
  readonly 'ResponsibilityReleased.v1': {
    /** Handover's identifier, the same in offer and answer */
    readonly handover?: string;
    /** Service that holds the patient until it is accepted */
    readonly from?: string;
    /** Service that is to hold the patient */
    readonly to?: string;
    /** What the responsibility covers */
    readonly scope?: string;
    /** Reason */
    readonly reason?: string;
    /** Identifier of the person who takes the patient over, never a name */
    readonly person?: string;
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The patient was offered an appointment. */
  readonly 'AppointmentOffered.v1': {
    /** Appointment's identifier in the sending system */
    readonly appointment?: string;
    /** When it is to begin */
    readonly start?: string;
    /** Service that it is with */
    readonly service?: string;
    /** Profession that it is with */
    readonly profession?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Whether it is the first after the referral */
    readonly first?: boolean;
    /** Whether it takes the place of one that was missed or declined */
    readonly rebooked?: boolean;
    /** Who caused this */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that it is with: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** An appointment was agreed. */
  readonly 'AppointmentBooked.v1': {
    /** Appointment's identifier in the sending system */
    readonly appointment?: string;
    /** When it is to begin */
    readonly start?: string;
    /** Service that it is with */
    readonly service?: string;
    /** Profession that it is with */
    readonly profession?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Whether it is the first after the referral */
    readonly first?: boolean;
    /** Whether it takes the place of one that was missed or declined */
    readonly rebooked?: boolean;
    /** Who caused this */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that it is with: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** An appointment was declined or cancelled beforehand. */
  readonly 'AppointmentDeclined.v1': {
    /** Appointment's identifier in the sending system */
    readonly appointment?: string;
    /** When it is to begin */
    readonly start?: string;
    /** Service that it is with */
    readonly service?: string;
    /** Profession that it is with */
    readonly profession?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Whether it is the first after the referral */
    readonly first?: boolean;
    /** Whether it takes the place of one that was missed or declined */
    readonly rebooked?: boolean;
    /** Who caused this */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that it is with: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** An appointment did not take place though nobody had cancelled it. */
  readonly 'AppointmentMissed.v1': {
    /** Appointment's identifier in the sending system */
    readonly appointment?: string;
    /** When it is to begin */
    readonly start?: string;
    /** Service that it is with */
    readonly service?: string;
    /** Profession that it is with */
    readonly profession?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Whether it is the first after the referral */
    readonly first?: boolean;
    /** Whether it takes the place of one that was missed or declined */
    readonly rebooked?: boolean;
    /** Who caused this */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Reason */
    readonly reason?: string;
    /** Organisation that it is with: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient was seen. */
  readonly 'VisitCompleted.v1': {
    /** Profession that saw the patient */
    readonly profession?: string;
    /** Service that saw the patient */
    readonly service?: string;
    /** How */
    readonly channel?: 'visit' | 'home-visit' | 'telephone' | 'video' | 'group';
    /** Its number in the series, from 1 */
    readonly number?: number;
    /** Appointment's identifier in the sending system */
    readonly appointment?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The specialist assessment began. */
  readonly 'AssessmentStarted.v1': {
    /** Kind of assessment */
    readonly kind?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Treatment began. */
  readonly 'TreatmentStarted.v1': {
    /** Kind of treatment, such as rehabilitation, physiotherapy, opioid or surgery */
    readonly kind?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A medicine was prescribed. */
  readonly 'MedicationPrescribed.v1': {
    /** Medicine */
    readonly atc?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that prescribed it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Treatment ended. */
  readonly 'TreatmentEnded.v1': {
    /** Kind of treatment */
    readonly kind?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** How it ended */
    readonly outcome?: 'goals-reached' | 'improved' | 'unchanged' | 'worse' | 'broken-off';
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient was advised and guided. */
  readonly 'AdviceGiven.v1': {
    /** What the advice was about, such as staying active */
    readonly topics?: readonly string[];
    /** Identifier of the contact that led to it */
    readonly contact?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient declined something that was offered. */
  readonly 'CareDeclined.v1': {
    /** What was declined */
    readonly what?:
      | 'assessment'
      | 'treatment'
      | 'rehabilitation'
      | 'follow-up'
      | 'coordinator'
      | 'childrens-coordinator'
      | 'individual-plan'
      | 'work-adaptation'
      | 'other';
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** Service that had offered it */
    readonly service?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that had offered it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Imaging, an opioid or surgery was ordered before rehabilitation was tried. */
  readonly 'LowValueCareFlagged.v1': {
    /** What was ordered */
    readonly kind?: 'imaging' | 'opioid' | 'surgery';
    /** Which examination, medicine or operation */
    readonly detail?: string;
    /** Reason that was given */
    readonly reason?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Organisation that ordered it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient was admitted to hospital. */
  readonly 'PatientAdmitted.v1': {
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** How soon it is needed */
    readonly urgency?: 'routine' | 'urgent' | 'asap' | 'stat';
    /** When discharge is expected */
    readonly expectedDischarge?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** A physician found the patient ready for discharge: no more specialist care in hospital is needed. */
  readonly 'ReadyForDischarge.v1': {
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Municipal services that the patient is expected to need */
    readonly needs?: readonly string[];
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The hospital notified the municipality about a patient who is in hospital. */
  readonly 'MunicipalityNotified.v1': {
    /** What it was notified of */
    readonly about?: 'admission' | 'ready-for-discharge' | 'change';
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** When discharge is expected */
    readonly expectedDischarge?: string;
    /** Municipal services that the patient is expected to need */
    readonly needs?: readonly string[];
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The discharge summary was sent to whoever follows the patient up. */
  readonly 'DischargeSummarySent.v1': {
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Reference to the discharge summary */
    readonly summary?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** The hospital discharged the patient to the municipality. */
  readonly 'DischargedToMunicipality.v1': {
    /** Service that receives the patient */
    readonly to?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
    /** Whether the discharge summary was sent */
    readonly summarySent?: boolean;
    /** Reference to the discharge summary */
    readonly summary?: string;
    /** What the municipality is asked to do */
    readonly tasks?: readonly string[];
    /** When the patient was ready for discharge */
    readonly readyOn?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** One organisation asked another to do something for the patient. */
  readonly 'TaskRequested.v1': {
    /** Task's identifier in the sending system */
    readonly task?: string;
    /** What is to be done */
    readonly what?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
    /** Last day on which it is to be done */
    readonly by?: string;
  };
  /** The organisation that was asked accepted the task or refused it. */
  readonly 'TaskAnswered.v1': {
    /** Task's identifier in the sending system */
    readonly task?: string;
    /** What is to be done */
    readonly what?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
    /** What it answered */
    readonly outcome?: 'accepted' | 'refused';
  };
  /** A task that was asked for has been done. */
  readonly 'TaskCompleted.v1': {
    /** Task's identifier in the sending system */
    readonly task?: string;
    /** What is to be done */
    readonly what?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Identifier of the referral that led to it */
    readonly referral?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that it comes from: its id, or an identifier as `system|value` */
    readonly sender?: string;
    /** Organisation that it is for: its id, or an identifier as `system|value` */
    readonly addressee?: string;
  };
  /** Sick leave was certified. */
  readonly 'SickLeaveIssued.v1': {
    /** Certificate's identifier in the sending system */
    readonly sickLeave?: string;
    /** Degree of sick leave, per cent of the usual work */
    readonly grade?: number;
    /** First day */
    readonly from?: string;
    /** Last day */
    readonly to?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** Whether the patient has an employer */
    readonly hasEmployer?: boolean;
    /** Diagnosis */
    readonly icd10?: string;
    /** Diagnosis or symptom */
    readonly icpc2?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that certified it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The degree or the length of sick leave was changed. */
  readonly 'SickLeaveChanged.v1': {
    /** Certificate's identifier in the sending system */
    readonly sickLeave?: string;
    /** Degree of sick leave, per cent of the usual work */
    readonly grade?: number;
    /** First day */
    readonly from?: string;
    /** Last day */
    readonly to?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** Whether the patient has an employer */
    readonly hasEmployer?: boolean;
    /** Diagnosis */
    readonly icd10?: string;
    /** Diagnosis or symptom */
    readonly icpc2?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that certified it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Sick leave ended. It happened on its last day. */
  readonly 'SickLeaveEnded.v1': {
    /** Certificate's identifier in the sending system */
    readonly sickLeave?: string;
    /** Degree of sick leave, per cent of the usual work */
    readonly grade?: number;
    /** First day */
    readonly from?: string;
    /** Last day */
    readonly to?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** Whether the patient has an employer */
    readonly hasEmployer?: boolean;
    /** Diagnosis */
    readonly icd10?: string;
    /** Diagnosis or symptom */
    readonly icpc2?: string;
    /** Reason */
    readonly reason?: string;
    /** Organisation that certified it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The employer's follow-up plan was shared. */
  readonly 'EmployerPlanShared.v1': {
    /** Date of the plan */
    readonly date?: string;
    /** Whom it was shared with, by role */
    readonly sharedWith?: readonly string[];
    /** Whether it replaces an earlier plan */
    readonly updated?: boolean;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
  };
  /** The employer's follow-up plan was found not to be needed. */
  readonly 'EmployerPlanExempted.v1': {
    /** Reason */
    readonly reason?: string;
    /** Ground of an exemption */
    readonly ground?:
      'patient-declined' | 'expected-recovery' | 'institution-stay' | 'medical-grounds' | 'no-need';
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
  };
  /** A dialogue meeting was called. */
  readonly 'DialogueMeetingCalled.v1': {
    /** Which dialogue meeting */
    readonly number?: '1' | '2' | '3';
    /** Reason */
    readonly reason?: string;
    /** Who takes part, by role */
    readonly attendees?: readonly string[];
    /** When it is to be, or was, held */
    readonly meetingOn?: string;
    /** Last day for the updated follow-up plan */
    readonly planBy?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
  };
  /** A dialogue meeting was held. */
  readonly 'DialogueMeetingHeld.v1': {
    /** Which dialogue meeting */
    readonly number?: '1' | '2' | '3';
    /** Reason */
    readonly reason?: string;
    /** Who takes part, by role */
    readonly attendees?: readonly string[];
    /** When it is to be, or was, held */
    readonly meetingOn?: string;
    /** Last day for the updated follow-up plan */
    readonly planBy?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
  };
  /** A dialogue meeting was found not to be needed. */
  readonly 'DialogueMeetingExempted.v1': {
    /** Which dialogue meeting */
    readonly number?: '1' | '2' | '3';
    /** Reason */
    readonly reason?: string;
    /** Who takes part, by role */
    readonly attendees?: readonly string[];
    /** When it is to be, or was, held */
    readonly meetingOn?: string;
    /** Last day for the updated follow-up plan */
    readonly planBy?: string;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** Ground of an exemption */
    readonly ground?:
      'patient-declined' | 'expected-recovery' | 'institution-stay' | 'medical-grounds' | 'no-need';
  };
  /** The requirement of activity at work was decided on. */
  readonly 'ActivityRequirementDecided.v1': {
    /** What was decided */
    readonly decision?:
      'new' | 'deferred' | 'exempt' | 'met' | 'notice' | 'stop' | 'not-applicable';
    /** Reason */
    readonly reason?: string;
    /** Ground of an exemption */
    readonly ground?:
      'patient-declined' | 'expected-recovery' | 'institution-stay' | 'medical-grounds' | 'no-need';
    /** Day until which it holds */
    readonly until?: string;
  };
  /** Occupational health was informed of the sick leave. */
  readonly 'OccupationalHealthNotified.v1': Readonly<Record<string, never>>;
  /** The ability to work was assessed. */
  readonly 'WorkAbilityAssessed.v1': {
    /** Share of the usual work that the patient is able to do */
    readonly percent?: number;
    /** Instrument that was used */
    readonly instrument?: string;
    /** Version of the instrument */
    readonly instrumentVersion?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** Work was adapted to what the patient can do. */
  readonly 'WorkAdapted.v1': {
    /** What was adapted */
    readonly kind?: 'hours' | 'tasks' | 'equipment' | 'workplace' | 'other';
    /** Share of the usual work that is done */
    readonly percent?: number;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** First day */
    readonly from?: string;
    /** Last day */
    readonly to?: string;
  };
  /** The patient went back to work, in whole or in part. It happened on the first day back, also where it is reported later that it lasted. */
  readonly 'ReturnedToWork.v1': {
    /** Share of the usual work that is done again */
    readonly percent?: number;
    /** Whether the return has lasted */
    readonly sustained?: boolean;
    /** Whether the duties were changed */
    readonly changedDuties?: boolean;
    /** Employer that it is about, by its identifier */
    readonly employer?: string;
    /** Aspect of work */
    readonly icf?: string;
  };
  /** A certificate or statement other than sick leave was issued. */
  readonly 'CertificateIssued.v1': {
    /** Which, such as statement-b or capacity-statement */
    readonly kind?: string;
    /** First day that it covers */
    readonly from?: string;
    /** Last day that it covers */
    readonly to?: string;
    /** Organisation that did it: its id, or an identifier as `system|value` */
    readonly performer?: string;
  };
  /** The patient applied for a benefit. */
  readonly 'BenefitApplied.v1': {
    /** Which */
    readonly benefit?:
      | 'allowance'
      | 'partial-allowance'
      | 'AAP'
      | 'pension'
      | 'partial-pension'
      | 'pregnancy'
      | 'parental';
  };
  /** A benefit was granted, changed, ended or refused. */
  readonly 'BenefitDecided.v1': {
    /** Which */
    readonly benefit?:
      | 'allowance'
      | 'partial-allowance'
      | 'AAP'
      | 'pension'
      | 'partial-pension'
      | 'pregnancy'
      | 'parental';
    /** What was decided */
    readonly outcome?: 'granted' | 'changed' | 'ended' | 'refused';
    /** Degree of the benefit */
    readonly grade?: number;
    /** First day */
    readonly from?: string;
    /** Last day */
    readonly to?: string;
    /** Who pays */
    readonly payer?: string;
  };
  /** The patient reported to the payer of a benefit. */
  readonly 'BenefitReportSent.v1': {
    /** First day of the report */
    readonly from?: string;
    /** Last day of the report */
    readonly to?: string;
  };
  /** A clock was stopped for a while. */
  readonly 'ClockPaused.v1': {
    /** Rule of the definition that allows it */
    readonly rule?: string;
    /** Reason */
    readonly reason?: string;
    /** At whose wish */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Identifier of the referral that it is about */
    readonly referral?: string;
  };
  /** A clock that was stopped runs again. */
  readonly 'ClockResumed.v1': {
    /** Rule of the definition that allows it */
    readonly rule?: string;
    /** Reason */
    readonly reason?: string;
    /** At whose wish */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Identifier of the referral that it is about */
    readonly referral?: string;
  };
  /** The pathway ended for this patient. */
  readonly 'PathwayClosed.v1': {
    /** Rule of the definition that allows it */
    readonly rule?: string;
    /** Reason */
    readonly reason?: string;
    /** At whose wish */
    readonly causedBy?: 'patient' | 'provider' | 'other';
    /** Identifier of the referral that it is about */
    readonly referral?: string;
    /** How it ended */
    readonly outcome?: string;
    /** Identifier of the hospital stay that it is about */
    readonly stay?: string;
    /** Diagnosis that it is about */
    readonly icd10?: string;
    /** Diagnosis or symptom that it is about */
    readonly icpc2?: string;
    /** Part of the body that it is about */
    readonly bodySite?: string;
  };
  /** An earlier event is void: it never happened as reported. */
  readonly 'EventCorrected.v1': {
    /** Why */
    readonly reason?: string;
  };
  /** Somebody read the patient's record. */
  readonly 'RecordAccessed.v1': {
    /** Purpose of use */
    readonly purpose?: string;
    /** Reason */
    readonly reason?: string;
    /** Reader's identifier, never a name */
    readonly reader?: string;
  };
}

/** What receipts warn of. */
export type WarningCode =
  | 'entered-unaddressed'
  | 'unknown-type'
  | 'unknown-pathway'
  | 'unknown-correction'
  | 'unknown-service'
  | 'unknown-organisation'
  | 'far-past'
  | 'far-future';
