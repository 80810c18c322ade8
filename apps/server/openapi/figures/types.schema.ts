/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

/** What answers are made of, by its name in the document. */
export const FIGURE_TYPES: Readonly<Record<string, TSchema>> = {
  AgeGroup: { type: 'string', enum: ['under-18', '18-66', '67-and-over', 'not-known'] },
  AnswerHead: {
    type: 'object',
    properties: {
      staleSince: {
        type: 'string',
        description:
          'What was recorded from then on (RFC 3339) may not be counted: it could not be taken in since.',
      },
      clockBehindSeconds: {
        type: 'number',
        description:
          'So much less than when the last event was recorded does the clock show: it was set back, or ahead before.',
      },
      position: {
        type: ['string', 'null'],
        description: 'Position of the last event taken into account; null for an empty log.',
      },
      definition: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          version: { type: 'number' },
          hash: { type: 'string' },
        },
        required: ['id', 'version'],
        description:
          'The newest definition, which provides names and expectations; each episode is assessed under the version it is pinned to. Without a hash if none was published.',
      },
      zone: {
        type: 'string',
        description:
          'IANA zone of the pathway, in which the answer counts days and writes its instants.',
      },
      asOf: { type: 'string', description: 'RFC 3339, in that zone.' },
      knownAt: { type: 'string' },
      asOfDay: {
        type: 'string',
        description: 'The dates that were asked for, at the ends of which these are.',
      },
      knownAtDay: { type: 'string' },
      silentFeeds: {
        type: 'array',
        items: { $ref: '#/components/schemas/SilentSource' },
        description:
          'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
      },
    },
    required: ['position', 'definition', 'zone'],
    description: 'What every answer contains.',
  },
  Bounds: {
    type: 'object',
    properties: { lower: { type: 'number' }, upper: { type: 'number' } },
    required: ['lower', 'upper'],
    description:
      'What can be said where follow-up is missing, whatever those would have answered: the worst and the best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the missing; the width of the bounds is what the missing cost.',
  },
  BreachedDuty: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: { type: 'number' },
      duty: { type: 'string' },
      instance: { type: 'number' },
      owner: { type: 'string' },
      organisation: { type: 'string' },
      open: { type: 'boolean' },
      dueAt: { type: 'string' },
      overdueSeconds: {
        type: 'number',
        description: 'Since it was due; of one that is closed, until it was.',
      },
      awaits: {
        type: 'array',
        items: { type: 'string' },
        description: 'Types of event that would meet it.',
      },
      from: { $ref: '#/components/schemas/EventEvidence', description: 'What began it.' },
    },
    required: [
      'awaits',
      'dueAt',
      'duty',
      'episode',
      'instance',
      'open',
      'overdueSeconds',
      'owner',
      'patient',
    ],
  },
  Censoring: {
    type: 'string',
    enum: ['last-event', 'as-of'],
    description:
      "Where an open spell is censored: at the patient's last event by then (nothing is known of the patient after it), or at the as-of instant (the patient is known to be still waiting); or at the close of its episode if that was earlier.",
  },
  CensusFigures: {
    type: 'object',
    properties: {
      started: {
        type: 'number',
        description: 'Patients who had entered or, where the pathway has episodes, episodes begun.',
      },
      open: { type: 'number' },
      closed: { type: 'number' },
      eventsSeen: { type: 'number', description: 'Events of all these journeys by then.' },
      ageSeconds: {
        type: 'object',
        properties: {
          median: { type: ['number', 'null'] },
          p92: { type: ['number', 'null'] },
          mean: { type: ['number', 'null'] },
          max: { type: ['number', 'null'] },
        },
        required: ['median', 'p92', 'mean', 'max'],
        description:
          'Since the event that opened the episode, of open cases; type 7, null when there are none.',
      },
      lost: { $ref: '#/components/schemas/Lost', description: 'Of the open.' },
      sinceLastEventSeconds: {
        type: 'object',
        properties: { median: { type: ['number', 'null'] } },
        required: ['median'],
      },
      openOver: { type: 'array', items: { $ref: '#/components/schemas/OpenOver' } },
      lastEventCounts: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Open cases by the type of their last event by then.',
      },
      stages: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Open cases by stage.',
      },
      holders: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Open cases by who is accountable for them; `nobody` where no service is yet.',
      },
    },
    required: [
      'started',
      'open',
      'closed',
      'eventsSeen',
      'ageSeconds',
      'lost',
      'sinceLastEventSeconds',
      'openOver',
      'lastEventCounts',
      'stages',
      'holders',
    ],
    description: 'What there is of all, and of each group.',
  },
  ComingDue: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: { type: 'number' },
      kind: { type: 'string', enum: ['duty', 'handover', 'stage'] },
      id: { type: 'string', description: 'Of the duty, the handover or the stage.' },
      owner: { type: 'string', description: 'Who owes it.' },
      organisation: { type: 'string' },
      dueAt: { type: 'string', description: 'RFC 3339.' },
      remainingSeconds: { type: 'number' },
      ageSeconds: { type: 'number' },
      breachRisk: {
        type: ['number', 'null'],
        description:
          'S(deadline) ÷ S(age), S being the share of the same duty still open after so long: how likely it is to be breached. Null where fewer than five have been done, or none was open for as long.',
      },
      awaits: {
        type: 'array',
        items: { type: 'string' },
        description: 'Types of event that would meet it; empty for an answer to an offer.',
      },
      from: { $ref: '#/components/schemas/EventEvidence', description: 'What began it.' },
    },
    required: [
      'ageSeconds',
      'awaits',
      'breachRisk',
      'dueAt',
      'episode',
      'id',
      'kind',
      'owner',
      'patient',
      'remainingSeconds',
    ],
  },
  CoverageCounts: {
    type: 'object',
    properties: { goals: { type: 'array', items: { $ref: '#/components/schemas/GoalCoverage' } } },
    required: ['goals'],
    description: 'What there is of all, and of each group.',
  },
  CustodyBasis: {
    type: 'string',
    enum: ['entry', 'contact', 'begun', 'acceptance', 'deed', 'within', 'identified'],
    description:
      "How the holder became accountable: with the entry of the episode, or with a first contact where custody begins with that; with the beginning of the scope; by accepting a handover; by deed, where opening the holder's stage is its own statement; from one role to another within the service; or since it became known which organisation of the service it is.",
  },
  CustodyCounts: {
    type: 'object',
    properties: {
      patients: { type: 'number', description: 'Patients held at the as-of instant.' },
      heldSeconds: {
        type: 'number',
        description: 'Patient-time held by then, of closed episodes too.',
      },
      days: {
        type: 'number',
        description:
          "Whole local days within the spells, from midnight to midnight in the holder's zone.",
      },
      idleDays: {
        type: 'number',
        description: 'Days among them on which nothing was reported that the holder may have done.',
      },
      idleShare: {
        type: ['number', 'null'],
        description: '`idleDays` divided by `days`; null if there is no whole day.',
      },
      longestIdleDays: {
        type: 'number',
        description: 'The longest run of idle days of one patient.',
      },
      taken: {
        type: 'object',
        properties: {
          begun: {
            type: 'number',
            description: 'Only of scopes: those that began by an event of their own.',
          },
          entry: { type: 'number' },
          contact: { type: 'number' },
          acceptance: { type: 'number' },
          deed: { type: 'number' },
          within: { type: 'number' },
        },
        required: ['acceptance', 'contact', 'deed', 'entry', 'within'],
        description: 'Spells by how custody was taken.',
      },
      offers: { $ref: '#/components/schemas/OfferCounts' },
      timeToAnswer: { $ref: '#/components/schemas/TimeToAnswer' },
      offeredSeconds: {
        type: 'number',
        description:
          'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
      },
      silentSeconds: {
        type: 'number',
        description: 'Time during which an answer was overdue, over all offers.',
      },
    },
    required: [
      'patients',
      'heldSeconds',
      'days',
      'idleDays',
      'idleShare',
      'longestIdleDays',
      'taken',
      'offers',
      'timeToAnswer',
      'offeredSeconds',
      'silentSeconds',
    ],
  },
  CustodyTotals: {
    type: 'object',
    properties: {
      passedBack: {
        type: 'number',
        description:
          'Times that responsibility came back to a service or organisation that had passed it on.',
      },
      pingPongPatients: {
        type: 'number',
        description:
          'Patients to whom that happened at least twice in one episode: to and fro, and to again.',
      },
      organisations: {
        type: 'array',
        items: { $ref: '#/components/schemas/OrganisationCustody' },
        description:
          'Those with most patients first; absent where no service is bound to organisations.',
      },
      unknownOrganisation: { $ref: '#/components/schemas/UnknownOrganisation' },
      withoutHolderSeconds: {
        type: 'number',
        description:
          'Patient-time during which nobody was accountable although somebody ought to have been.',
      },
      heldTwiceSeconds: {
        type: 'number',
        description: 'Patient-time during which more than one service was accountable. Must be 0.',
      },
      total: { $ref: '#/components/schemas/CustodyCounts' },
      services: {
        type: 'array',
        items: { $ref: '#/components/schemas/ServiceCustody' },
        description:
          'Services that held a patient or were offered one, those with most patients first.',
      },
    },
    required: [
      'heldTwiceSeconds',
      'passedBack',
      'pingPongPatients',
      'services',
      'total',
      'withoutHolderSeconds',
    ],
  },
  DeviationCounts: {
    type: 'object',
    properties: {
      total: { type: 'number' },
      patientsDeviating: { type: 'number', description: 'Patients with at least one.' },
      kinds: {
        type: 'array',
        items: { $ref: '#/components/schemas/KindOfDeviation' },
        description: 'The most frequent first.',
      },
      rules: {
        type: 'array',
        items: { $ref: '#/components/schemas/RuleOfOrder' },
        description: "Sequences and guards, in the definition's order.",
      },
    },
    required: ['total', 'patientsDeviating', 'kinds', 'rules'],
  },
  DeviationDto: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: { type: 'string' },
      kind: { type: 'string' },
      rule: { type: 'string' },
      at: { type: 'string', description: 'When the event happened.' },
      message: { type: 'string' },
      event: { $ref: '#/components/schemas/EventEvidence' },
    },
    required: ['patient', 'kind', 'at', 'message'],
  },
  DifferenceInterval: {
    type: 'object',
    properties: {
      difference: { type: 'number' },
      lower: { type: 'number', description: '95 % interval.' },
      upper: { type: 'number' },
      fewCases: { type: 'boolean', const: true },
    },
    required: ['difference', 'lower', 'upper'],
  },
  DroppedPatient: {
    type: 'object',
    properties: {
      key: { type: 'string' },
      patient: { type: 'string' },
      episode: { type: 'number' },
      holder: { type: 'string', description: 'Who held the patient last.' },
      organisation: { type: 'string' },
      since: { type: 'string', description: 'RFC 3339.' },
      seconds: { type: 'number' },
    },
    required: ['patient', 'episode', 'holder', 'since', 'seconds'],
    description: 'A patient who was passed on and whom nobody has accepted by the as-of instant.',
  },
  DueCount: {
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['duty', 'handover', 'stage'] },
      id: { type: 'string' },
      due: { type: 'number' },
      expectedBreaches: {
        type: ['number', 'null'],
        description: 'Sum of the risks; null where that of any is not known.',
      },
    },
    required: ['kind', 'id', 'due', 'expectedBreaches'],
  },
  DueCounts: {
    type: 'object',
    properties: {
      due: { type: 'number' },
      elements: {
        type: 'array',
        items: { $ref: '#/components/schemas/DueCount' },
        description: 'Those with most first.',
      },
    },
    required: ['due', 'elements'],
    description: 'What there is of all, and of each group.',
  },
  DutyCompliance: {
    type: 'object',
    properties: {
      duty: { type: 'string' },
      due: { type: 'number', description: 'Due by then: the sum of the next four.' },
      met: { type: 'number' },
      metLate: { type: 'number' },
      breachedAndClosed: {
        type: 'number',
        description: 'Breached, and nobody can do it any more.',
      },
      breachedAndOpen: { type: 'number' },
      shareMet: { type: ['number', 'null'], description: '`met` of `due`; null if none was due.' },
      notAttributable: {
        type: 'number',
        description:
          'Of the breached ones, those that were past due before anybody could have done them.',
      },
      notYetDue: {
        type: 'number',
        description:
          'Not due yet, and not done; a duty without a due time, such as a paused one, among them.',
      },
      metAheadOfTime: {
        type: 'number',
        description: 'Done before they were due, which is still to come.',
      },
      lapsed: { type: 'number', description: 'The pathway ended before they were due.' },
      exempt: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Taken away in time, by code.',
      },
    },
    required: [
      'duty',
      'due',
      'met',
      'metLate',
      'breachedAndClosed',
      'breachedAndOpen',
      'shareMet',
      'notAttributable',
      'notYetDue',
      'metAheadOfTime',
      'lapsed',
      'exempt',
    ],
  },
  DutyCounts: {
    type: 'object',
    properties: {
      total: {
        type: 'object',
        properties: {
          due: { type: 'number', description: 'Due by then: the sum of the next four.' },
          met: { type: 'number' },
          metLate: { type: 'number' },
          breachedAndClosed: {
            type: 'number',
            description: 'Breached, and nobody can do it any more.',
          },
          breachedAndOpen: { type: 'number' },
          shareMet: {
            type: ['number', 'null'],
            description: '`met` of `due`; null if none was due.',
          },
          notAttributable: {
            type: 'number',
            description:
              'Of the breached ones, those that were past due before anybody could have done them.',
          },
          notYetDue: {
            type: 'number',
            description:
              'Not due yet, and not done; a duty without a due time, such as a paused one, among them.',
          },
          metAheadOfTime: {
            type: 'number',
            description: 'Done before they were due, which is still to come.',
          },
          lapsed: { type: 'number', description: 'The pathway ended before they were due.' },
          exempt: {
            type: 'object',
            additionalProperties: { type: 'number' },
            description: 'Taken away in time, by code.',
          },
        },
        required: [
          'due',
          'met',
          'metLate',
          'breachedAndClosed',
          'breachedAndOpen',
          'shareMet',
          'notAttributable',
          'notYetDue',
          'metAheadOfTime',
          'lapsed',
          'exempt',
        ],
      },
      duties: {
        type: 'array',
        items: { $ref: '#/components/schemas/DutyCompliance' },
        description:
          "In the newest definition's order, followed by those that only older versions have.",
      },
    },
    required: ['total', 'duties'],
    description: 'What there is of all, and of each group.',
  },
  Edge: {
    type: 'object',
    properties: {
      from: { type: 'string' },
      to: { type: 'string' },
      n: { type: 'number' },
      medianSeconds: { type: 'number' },
      p90Seconds: { type: 'number', description: 'Type 7, as the median.' },
      meanSeconds: { type: 'number' },
      sumSeconds: { type: 'number' },
    },
    required: ['from', 'to', 'n', 'medianSeconds', 'p90Seconds', 'meanSeconds', 'sumSeconds'],
  },
  EventEvidence: {
    type: 'object',
    properties: {
      type: { type: 'string' },
      occurredAt: {
        type: 'string',
        description: 'An instant in the zone of the answer; a day or a month as published.',
      },
      position: { type: 'string' },
    },
    required: ['type', 'occurredAt', 'position'],
    description: 'An event behind a figure.',
  },
  ExpectedStay: {
    type: 'object',
    properties: {
      stage: { type: 'string' },
      p90Seconds: {
        type: ['number', 'null'],
        description:
          'Null: there is no such figure, so nobody exceeds it. The definition has only a limit, or fewer than nine in ten have been seen to leave.',
      },
      limitSeconds: {
        type: 'number',
        description: "Length of the definition's limit, for comparison; absent if it has none.",
      },
      source: { type: 'string', enum: ['definition', 'population'] },
      n: {
        type: 'number',
        description: 'Stays in this stage so far, and how many of them have ended.',
      },
      events: { type: 'number' },
      excessSeconds: {
        type: ['number', 'null'],
        description:
          'What the stays that have not ended are beyond the 90th percentile, in all; null without one.',
      },
    },
    required: ['stage', 'p90Seconds', 'source', 'n', 'events', 'excessSeconds'],
  },
  Feed: {
    type: 'object',
    properties: {
      source: { type: 'string' },
      state: {
        type: 'string',
        enum: ['reporting', 'silent', 'not-known'],
        description:
          '`silent` = it reports less than it used to, or than it is to; `not-known` = it has reported on too few days for its rhythm to be known, or not at all in the time that it may take.',
      },
      lastAt: {
        type: ['string', 'null'],
        description:
          'When it last reported anything (RFC 3339); null where it is stated how often it is to report, and it never did.',
      },
      silentSeconds: {
        type: 'number',
        description: 'Since it last reported, or since the log began.',
      },
      every: {
        type: 'string',
        description:
          'How long it may be silent at most, where that is stated: then it alone decides.',
      },
      rhythm: {
        $ref: '#/components/schemas/FeedRhythm',
        description: 'Learned from the last 26 weeks; absent where it is not known.',
      },
      missedDays: { type: 'number', description: 'Usual days since it last reported.' },
      missedHours: {
        type: 'number',
        description: 'Usual hours since it last reported; 0 where no hours are usual for it.',
      },
      newestOfOpen: {
        type: 'number',
        description:
          'Open episodes of which the newest event came from it: they may be waiting for its news alone.',
      },
    },
    required: [
      'source',
      'state',
      'lastAt',
      'silentSeconds',
      'missedDays',
      'missedHours',
      'newestOfOpen',
    ],
  },
  FeedRhythm: {
    type: 'object',
    properties: {
      usualWeekdays: {
        type: 'array',
        items: { type: 'number' },
        description: "Monday is 1; in the answer's zone.",
      },
      missedAtMost: {
        type: 'number',
        description:
          'Usual days in a row without a report that are nothing special: the 95th percentile, at least 1.',
      },
      reportingDays: { type: 'number' },
      usualHours: {
        type: 'array',
        items: { type: 'number' },
        description:
          'Hours of the day, from 0, in which it reported on at least three in four of its usual days of the last 28; absent where it reports at no particular hours.',
      },
      missedHoursAtMost: {
        type: 'number',
        description: 'The most of these hours in a row that it missed in that time, at least 1.',
      },
    },
    required: ['usualWeekdays', 'missedAtMost', 'reportingDays'],
  },
  FlowFigures: {
    type: 'object',
    properties: {
      cases: { type: 'number', description: 'Journeys, or episodes if the pathway has them.' },
      steps: { type: 'number' },
      variants: { type: 'number', description: 'Distinct sequences of steps.' },
      edgeCount: { type: 'number', description: 'Number of edges, listed or not.' },
      edges: {
        type: 'array',
        items: { $ref: '#/components/schemas/Edge' },
        description: 'Most frequent first, then by name. Waits between completed steps only.',
      },
    },
    required: ['cases', 'steps', 'variants', 'edgeCount', 'edges'],
    description: 'What there is of all, and of each group.',
  },
  FunnelLimits: {
    type: 'object',
    properties: {
      lower95: { type: 'number' },
      upper95: { type: 'number' },
      lower998: { type: 'number' },
      upper998: { type: 'number' },
    },
    required: ['lower95', 'upper95', 'lower998', 'upper998'],
  },
  FunnelPlace: {
    type: 'string',
    enum: ['far-below', 'below', 'within', 'above', 'far-above'],
    description:
      'Where a unit stands by the adjusted limits: beyond those of 99.8 %, of 95 %, or within.',
  },
  GoalCoverage: {
    type: 'object',
    properties: {
      goal: {
        type: 'array',
        items: { type: 'string' },
        description: 'Types of event that end the waits for it: it is named by these.',
      },
      waits: {
        type: 'array',
        items: { type: 'string' },
        description: 'Ids of the measured waits that end with it.',
      },
      episodes: {
        type: 'number',
        description: 'Open episodes in which it is or was waited for: the sum of the next two.',
      },
      with: { type: 'number' },
      without: { type: 'number' },
      share: {
        type: ['number', 'null'],
        description: '`with` of all; null where nobody waits for it.',
      },
      declined: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Of those without, by code.',
      },
      longestSeconds: {
        type: ['number', 'null'],
        description:
          'Of those without who did not decline, how long the longest has stood without; null for none.',
      },
    },
    required: [
      'goal',
      'waits',
      'episodes',
      'with',
      'without',
      'share',
      'declined',
      'longestSeconds',
    ],
  },
  GroupOfCensusFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/CensusFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfCoverageCounts: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/CoverageCounts' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfCustodyTotals: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/CustodyTotals' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfDeviationCounts: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/DeviationCounts' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfDueCounts: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/DueCounts' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfDutyCounts: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/DutyCounts' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfFlowFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/FlowFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfMeasuredTotals: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/MeasuredTotals' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfOutcomeFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/OutcomeFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfQueuesOf: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/QueuesOf' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfReturnFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/ReturnFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfStallCounts: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/StallCounts' }],
        properties: { group: { type: 'string' } },
        required: ['group'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfTrendFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/TrendFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupOfWaitFigures: {
    anyOf: [
      {
        type: 'object',
        allOf: [{ $ref: '#/components/schemas/WaitFigures' }],
        properties: { group: { type: 'string' }, patients: { type: 'number' } },
        required: ['group', 'patients'],
      },
      { $ref: '#/components/schemas/SuppressedGroup' },
    ],
    description:
      'The figure of one group; without it where the group is small or would reveal a small one.',
  },
  GroupTest: {
    type: 'object',
    properties: {
      test: { type: 'string', const: 'log-rank' },
      chiSquare: { type: 'number' },
      df: { type: 'number' },
      p: {
        type: ['number', 'null'],
        description:
          'How often chance alone gives differences as large; null if there is nothing to compare.',
      },
    },
    required: ['test', 'chiSquare', 'df', 'p'],
    description: 'Whether the groups that are shown differ by more than chance would do.',
  },
  HolderStalls: {
    type: 'object',
    properties: {
      stalls: { type: 'number' },
      critical: { type: 'number', description: 'Of them.' },
      patients: { type: 'number' },
      excessSeconds: { type: 'number' },
      holder: { type: 'string' },
    },
    required: ['critical', 'excessSeconds', 'holder', 'patients', 'stalls'],
  },
  IdleSpell: {
    type: 'object',
    properties: {
      scope: { type: 'string' },
      key: { type: 'string' },
      patient: { type: 'string' },
      episode: { type: 'number' },
      holder: { type: 'string' },
      organisation: { type: 'string' },
      since: { type: 'string', description: 'RFC 3339.' },
      taken: { $ref: '#/components/schemas/CustodyBasis' },
      days: { type: 'number' },
      idleDays: { type: 'number' },
      longestIdleDays: { type: 'number' },
      by: {
        $ref: '#/components/schemas/EventEvidence',
        description: 'The event by which it came to its holder.',
      },
    },
    required: [
      'patient',
      'episode',
      'holder',
      'since',
      'taken',
      'days',
      'idleDays',
      'longestIdleDays',
      'by',
    ],
    description:
      'A spell of custody that is open at the as-of instant and has days on which the holder did nothing.',
  },
  InstrumentTotals: {
    type: 'object',
    properties: {
      instrument: { type: 'string' },
      everybody: { type: 'number', description: 'Everybody, measured or not.' },
      withBaseline: { type: 'number' },
      measured: { type: 'number', description: 'With a baseline and a follow-up.' },
      shareMeasured: {
        type: ['number', 'null'],
        description: '`measured` of everybody: the first thing to look at. Null for nobody.',
      },
      improved: { type: 'number' },
      unchanged: { type: 'number' },
      worse: { type: 'number' },
      shareImproved: { type: ['number', 'null'], description: 'Of those measured; null for none.' },
      shareImprovedBounds: {
        anyOf: [{ $ref: '#/components/schemas/Bounds' }, { type: 'null' }],
        description:
          'Of all with a baseline, if none or all of those without a follow-up improved.',
      },
      meanChange: {
        type: ['number', 'null'],
        description:
          "From the baseline to the latest score, on the instrument's own scale; null for none.",
      },
      meanChangeBounds: {
        anyOf: [{ $ref: '#/components/schemas/Bounds' }, { type: 'null' }],
        description:
          'Of all with a baseline, if those without a follow-up ended at the lowest or the highest score; null where the definition does not say what these are.',
      },
      leftOut: { type: 'number', description: 'Scores of another version, or off the scale.' },
    },
    required: [
      'instrument',
      'everybody',
      'withBaseline',
      'measured',
      'shareMeasured',
      'improved',
      'unchanged',
      'worse',
      'shareImproved',
      'shareImprovedBounds',
      'meanChange',
      'meanChangeBounds',
      'leftOut',
    ],
  },
  IntervalEnd: { type: 'string', enum: ['known', 'not-reached', 'unknown'] },
  JourneyRow: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      version: { type: 'number' },
      state: { type: 'string', enum: ['open', 'closed'] },
      enteredAt: {
        type: 'string',
        description: 'RFC 3339, as are the others; a day or a month where no more is known.',
      },
      closedAt: { type: 'string' },
      stage: { type: 'string' },
      stageSince: { type: 'string' },
      holder: {
        type: 'string',
        description: 'Who is accountable, and which organisation of that service.',
      },
      organisation: { type: 'string' },
      severity: {
        $ref: '#/components/schemas/Severity',
        description: 'The most dangerous of what is overdue; absent where nothing is.',
      },
      overdueSince: { type: 'string' },
      lastEventAt: { type: 'string' },
    },
    required: ['patient', 'version', 'state', 'enteredAt'],
  },
  KindOfDeviation: {
    type: 'object',
    properties: {
      kind: { type: 'string' },
      rule: {
        type: 'string',
        description: 'Id of the guard, sequence, clock, duty, stage or handover that it is about.',
      },
      count: { type: 'number' },
      patientsDeviating: { type: 'number' },
      sources: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description:
          'By the source, and by the organisation, that reported the event; the most frequent first.',
      },
      organisations: { type: 'object', additionalProperties: { type: 'number' } },
      newestAt: {
        type: 'string',
        description: 'When the event of the newest happened (RFC 3339).',
      },
    },
    required: ['kind', 'count', 'patientsDeviating', 'sources', 'organisations', 'newestAt'],
  },
  LeaveEvidence: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: {
        type: 'number',
        description: 'Number of the episode; absent where the pathway has none.',
      },
      entry: { $ref: '#/components/schemas/EventEvidence' },
      exit: { $ref: '#/components/schemas/EventEvidence' },
      lost: {
        type: 'boolean',
        const: true,
        description: 'Open, and nothing was heard of it for as long as the query says.',
      },
      seconds: { type: 'number' },
      cause: {
        $ref: '#/components/schemas/ReturnCause',
        description: 'Absent where none has come.',
      },
    },
    required: ['entry', 'patient', 'seconds'],
    description: 'A spell of sick leave: the event that began it, and the one that ended it.',
  },
  Lost: {
    type: 'object',
    properties: {
      after: { type: 'string', description: 'Without an event for longer than this.' },
      n: { type: 'number' },
      heardOf: { type: 'number', description: 'The open ones that are left.' },
    },
    required: ['after', 'n', 'heardOf'],
    description:
      'Open cases that may be open in the log alone: nobody has said anything of them for long.',
  },
  Measure: {
    type: 'string',
    enum: ['median', 'share-within', 'started', 'ended', 'open', 'breached'],
    description:
      '`median`: how long half of them took; `share-within`: the share that got there within the limit; `started`, `ended`, `open` at the end of the month, and `breached`: not there when due.',
  },
  MeasuredTotals: {
    type: 'object',
    properties: {
      waits: {
        type: 'array',
        items: { $ref: '#/components/schemas/WaitTotals' },
        description: "In the definition's order, as the others.",
      },
      instruments: { type: 'array', items: { $ref: '#/components/schemas/InstrumentTotals' } },
      money: { type: 'array', items: { $ref: '#/components/schemas/MoneyTotals' } },
    },
    required: ['waits', 'instruments', 'money'],
  },
  MoneyTotals: {
    type: 'object',
    properties: {
      payer: { type: 'string' },
      currency: { type: 'string' },
      basis: { type: 'string', enum: ['recorded', 'modelled'] },
      cost: { type: 'number' },
      saving: { type: 'number' },
      events: { type: 'number' },
    },
    required: ['payer', 'currency', 'basis', 'cost', 'saving', 'events'],
    description: 'Currencies are never added up, nor are recorded and modelled sums.',
  },
  Notice: {
    type: 'object',
    properties: {
      how: { type: 'string', enum: ['warned', 'reminded', 'escalated'] },
      service: { type: 'string' },
      organisation: { type: 'string', description: 'Which of the service, where it is known.' },
      at: { type: 'string', description: 'When the definition says so, RFC 3339.' },
      message: {
        $ref: '#/components/schemas/NoticeMessage',
        description: 'Absent where none was written: old news is not sent.',
      },
    },
    required: ['how', 'service', 'at'],
    description: 'A warning, a reminder or an escalation.',
  },
  NoticeMessage: {
    type: 'object',
    properties: {
      writtenAt: { type: 'string', description: 'When it was put into the outbox, RFC 3339.' },
      arrived: {
        type: 'object',
        properties: {
          how: {
            type: 'string',
            enum: ['pushed', 'fetched'],
            description:
              'Pushed to its receiver, or acknowledged by the receiver who had fetched it.',
          },
          at: { type: 'string' },
          by: {
            type: 'string',
            description: 'The receiver who fetched it, or what pushed it, such as `webhook`.',
          },
        },
        required: ['how', 'at', 'by'],
        description: 'Absent while nobody is known to have it.',
      },
      failed: { type: 'string', description: 'Code of the last failed attempt to push it.' },
      givenUp: { type: 'boolean', const: true, description: 'It is no longer pushed.' },
    },
    required: ['writtenAt'],
  },
  NoticedBy: {
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['duty', 'handover', 'stage'] },
      id: { type: 'string', description: 'Id of the duty, handover or stage.' },
      attempt: { type: 'number', description: 'Of a handover, from 2.' },
      beyond: {
        type: 'array',
        items: { $ref: '#/components/schemas/StayBound' },
        description: 'Of a stay: the bounds it exceeds, the soonest first.',
      },
      severity: { $ref: '#/components/schemas/Severity' },
      excessSeconds: { type: 'number' },
    },
    required: ['kind', 'id', 'severity', 'excessSeconds'],
    description: 'A rule of the definition that notices a silence.',
  },
  OfferCounts: {
    type: 'object',
    properties: {
      made: { type: 'number' },
      open: { type: 'number' },
      accepted: { type: 'number' },
      refused: { type: 'number' },
      withdrawn: {
        type: 'number',
        description: "Withdrawn by the sender, with the service's consent.",
      },
      overtaken: {
        type: 'number',
        description: 'An answer was no longer needed, for instance because the episode was closed.',
      },
      silent: { type: 'number', description: 'Open offers with an overdue answer.' },
      fellSilent: { type: 'number', description: 'Offers whose answer was overdue at some time.' },
      late: { type: 'number', description: 'Answered offers whose answer came after it was due.' },
      returned: {
        type: 'number',
        description:
          'Ended offers after which the patient stayed with the sender, or came back: refused, withdrawn and overtaken ones, unless another service accepted the same handover.',
      },
    },
    required: [
      'made',
      'open',
      'accepted',
      'refused',
      'withdrawn',
      'overtaken',
      'silent',
      'fellSilent',
      'late',
      'returned',
    ],
    description: 'Offers by how they ended; the first five add up to `made`.',
  },
  OpenCase: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: {
        type: 'number',
        description: 'Number of the episode; absent where the pathway has none.',
      },
      stage: { type: 'string' },
      holder: {
        type: 'string',
        description:
          'The accountable service, which need not be the one the stage belongs to; `nobody` while there is none.',
      },
      organisation: {
        type: 'string',
        description: 'Organisation of the holder, where it is known.',
      },
      ageSeconds: { type: 'number' },
      sinceLastSeconds: { type: 'number', description: 'Since the last event.' },
      entry: { $ref: '#/components/schemas/EventEvidence' },
      last: { $ref: '#/components/schemas/EventEvidence' },
    },
    required: ['patient', 'stage', 'holder', 'ageSeconds', 'sinceLastSeconds', 'entry', 'last'],
  },
  OpenOffer: {
    type: 'object',
    properties: {
      scope: { type: 'string' },
      key: { type: 'string' },
      patient: { type: 'string' },
      episode: { type: 'number' },
      handover: { type: 'string' },
      attempt: { type: 'number' },
      from: { type: 'string' },
      fromOrganisation: { type: 'string' },
      to: { type: 'string', description: 'Who was asked.' },
      toOrganisation: {
        type: 'string',
        description:
          'Which organisation of it, or why that is not known, where services are bound to organisations.',
      },
      toOrganisationUnknown: { type: 'string' },
      offeredAt: { type: 'string', description: 'RFC 3339.' },
      answerDueAt: { type: ['string', 'null'], description: 'Null while its clock is paused.' },
      askedBack: {
        type: 'boolean',
        description: 'True if the sender has withdrawn it and awaits consent.',
      },
      offeredSeconds: { type: 'number' },
      overdueSeconds: {
        type: 'number',
        description: 'How long an answer has been overdue; 0 while it is not.',
      },
      offered: {
        $ref: '#/components/schemas/EventEvidence',
        description: 'The event by which it was first offered.',
      },
    },
    required: [
      'patient',
      'episode',
      'handover',
      'attempt',
      'from',
      'to',
      'offeredAt',
      'answerDueAt',
      'askedBack',
      'offeredSeconds',
      'overdueSeconds',
      'offered',
    ],
    description: 'An offer that is open at the as-of instant.',
  },
  OpenOver: {
    type: 'object',
    properties: {
      limit: { type: 'string' },
      seconds: { type: 'number' },
      n: { type: 'number' },
      share: {
        type: ['number', 'null'],
        description: 'Of the open cases; null when there are none.',
      },
    },
    required: ['limit', 'seconds', 'n', 'share'],
  },
  OrganisationCustody: {
    type: 'object',
    allOf: [{ $ref: '#/components/schemas/CustodyCounts' }],
    properties: {
      service: { type: 'string' },
      organisation: { type: 'string', description: 'Its id; whoever has taken its place by now.' },
    },
    required: ['organisation', 'service'],
  },
  OutcomeDifference: {
    type: 'object',
    properties: {
      group: { type: 'string' },
      against: { type: 'string' },
      at: { type: 'string' },
      causes: {
        type: 'object',
        additionalProperties: { $ref: '#/components/schemas/DifferenceInterval' },
        description: 'Cumulative incidence here less that in the other group, by label.',
      },
    },
    required: ['group', 'against', 'at', 'causes'],
    description: 'How much more often something had happened in a group than in the largest one.',
  },
  OutcomeFigures: {
    type: 'object',
    properties: {
      n: { type: 'number' },
      events: { type: 'number' },
      censored: {
        type: 'number',
        description:
          'Not ended when last seen: open, lost, or cut off by the close of their episode.',
      },
      lost: {
        type: 'number',
        description:
          'Of the censored, those of which nothing was heard for as long as `lostAfter`.',
      },
      lateEntries: {
        type: 'number',
        description:
          'Of all, those that had begun before `observedFrom`; they are at risk from then on.',
      },
      begunBy: {
        type: 'array',
        items: {
          type: 'object',
          properties: { type: { type: 'string' }, n: { type: 'number' } },
          required: ['type', 'n'],
        },
        description: 'How often each type of event began one, the most frequent first.',
      },
      counts: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Number of ends by cause, by label.',
      },
      at: { type: 'array', items: { $ref: '#/components/schemas/OutcomesAt' } },
    },
    required: ['at', 'begunBy', 'censored', 'counts', 'events', 'n'],
    description: 'What there is of all, and of each group.',
  },
  OutcomeInterval: {
    type: 'object',
    properties: {
      lower: {
        type: ['number', 'null'],
        description:
          "On the log scale, as R's `survfit` of several states; null where the share is 0.",
      },
      upper: { type: ['number', 'null'] },
      fewCases: {
        type: 'boolean',
        const: true,
        description: 'Too few cases for the interval to hold what it promises.',
      },
    },
    required: ['lower', 'upper'],
  },
  OutcomesAt: {
    type: 'object',
    properties: {
      at: { type: 'string' },
      seconds: { type: 'number' },
      causes: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Aalen-Johansen: share for whom this happened first, by label.',
      },
      intervals: {
        type: 'object',
        additionalProperties: { $ref: '#/components/schemas/OutcomeInterval' },
        description: '95 % interval of each of them, by label.',
      },
      none: { type: 'number', description: 'Share for whom none of these had happened.' },
      noneInterval: { $ref: '#/components/schemas/OutcomeInterval' },
      atRisk: { type: 'number', description: 'Number still at risk just before this time.' },
    },
    required: ['at', 'seconds', 'causes', 'intervals', 'none', 'noneInterval', 'atRisk'],
  },
  OvertakingDto: {
    type: 'object',
    properties: {
      queue: { type: 'string' },
      urgency: {
        type: ['string', 'null'],
        description:
          'The urgency of both, as the definition orders it; null if it does not order it.',
      },
      overtaken: { type: 'string' },
      by: { type: 'string' },
      at: { type: 'string', description: 'When the overtaking patient was served (RFC 3339).' },
      joinedEarlierSeconds: { type: 'number' },
      waitedOnSeconds: {
        type: ['number', 'null'],
        description: 'How long the overtaken patient waited afterwards; null while still waiting.',
      },
    },
    required: [
      'queue',
      'urgency',
      'overtaken',
      'by',
      'at',
      'joinedEarlierSeconds',
      'waitedOnSeconds',
    ],
  },
  Owed: { type: 'string', enum: ['answer', 'withdrawal-answer', 'information'] },
  OwingStalls: {
    type: 'object',
    properties: {
      stalls: { type: 'number' },
      critical: { type: 'number', description: 'Of them.' },
      patients: { type: 'number' },
      excessSeconds: { type: 'number' },
      from: { type: 'string', description: 'Who should send what is missing.' },
      fromOrganisation: {
        type: 'string',
        description: 'Which of that service, where it is known.',
      },
    },
    required: ['critical', 'excessSeconds', 'from', 'patients', 'stalls'],
  },
  QueueAge: {
    type: 'object',
    properties: {
      ages: { $ref: '#/components/schemas/AgeGroup' },
      patients: { type: ['number', 'null'] },
      joined: { type: ['number', 'null'] },
      overtaken: { type: ['number', 'null'] },
    },
    required: ['ages', 'patients', 'joined', 'overtaken'],
    description: 'All null: suppressed, because the group is small or would reveal a small one.',
  },
  QueueCounts: {
    type: 'object',
    properties: {
      queue: { type: 'string' },
      joined: {
        type: 'number',
        description: 'Entries: a patient may join a queue more than once.',
      },
      served: { type: 'number' },
      left: { type: 'number' },
      waiting: { type: 'number' },
      overtaken: { type: 'number', description: 'Entries that were overtaken at least once.' },
      removed: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description:
          'Of those who left, by the type of the event by which; the most frequent first.',
      },
      residual: {
        type: 'number',
        description:
          'Those who left without an event that says why: must be 0 for the queue to add up.',
      },
      urgencies: {
        type: 'array',
        items: { $ref: '#/components/schemas/QueueUrgency' },
        description: 'The most urgent first; one that the definition does not name is null, last.',
      },
      ages: { type: 'array', items: { $ref: '#/components/schemas/QueueAge' } },
      periods: { type: 'array', items: { $ref: '#/components/schemas/QueuePeriod' } },
      pressure: {
        $ref: '#/components/schemas/QueuePressure',
        description: 'Where a target is known.',
      },
    },
    required: [
      'queue',
      'joined',
      'served',
      'left',
      'waiting',
      'overtaken',
      'removed',
      'residual',
      'urgencies',
      'ages',
    ],
  },
  QueuePeriod: {
    type: 'object',
    properties: {
      from: { type: 'string', description: 'RFC 3339: the first instant, and the last.' },
      until: { type: 'string' },
      openBefore: { type: 'number' },
      joined: { type: 'number' },
      served: { type: 'number' },
      removed: {
        type: 'number',
        description: 'For a coded reason: an event by which one leaves, or which ends the pathway.',
      },
      openAfter: {
        type: 'number',
        description: 'Counted by who was waiting then, not from the numbers before.',
      },
      residual: {
        type: 'number',
        description: '`openBefore + joined − served − removed − openAfter`.',
      },
    },
    required: [
      'from',
      'until',
      'openBefore',
      'joined',
      'served',
      'removed',
      'openAfter',
      'residual',
    ],
  },
  QueuePressure: {
    type: 'object',
    properties: {
      target: {
        type: 'string',
        description:
          'Of the query, or the standard of the wait that the definition measures on this queue.',
      },
      demandPerWeek: {
        type: 'number',
        description: 'New entries per week, over the last twelve weeks.',
      },
      meanWaitSeconds: {
        type: ['number', 'null'],
        description: 'Of those waiting; null where nobody is.',
      },
      pressure: {
        type: ['number', 'null'],
        description: '2 × mean wait ÷ target: above 1 the queue is longer than the target bears.',
      },
      targetQueue: {
        type: 'number',
        description:
          'Demand × target ÷ 4: how many may wait for almost all to be served within the target.',
      },
      reliefCapacityPerWeek: {
        type: 'number',
        description: 'To be served per week so that the queue is there in half a year.',
      },
    },
    required: [
      'target',
      'demandPerWeek',
      'meanWaitSeconds',
      'pressure',
      'targetQueue',
      'reliefCapacityPerWeek',
    ],
  },
  QueueUrgency: {
    type: 'object',
    properties: {
      urgency: { type: ['string', 'null'] },
      joined: { type: 'number' },
      waiting: { type: 'number' },
      overtaken: { type: 'number' },
    },
    required: ['urgency', 'joined', 'waiting', 'overtaken'],
  },
  QueuesOf: {
    type: 'object',
    properties: {
      queues: {
        type: 'array',
        items: { $ref: '#/components/schemas/QueueCounts' },
        description:
          "In the newest definition's order, followed by those that only older versions have.",
      },
    },
    required: ['queues'],
  },
  ReachedAt: {
    type: 'object',
    properties: {
      at: { type: 'string' },
      seconds: {
        type: 'number',
        description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
      },
      share: { type: 'number' },
      lower: {
        type: ['number', 'null'],
        description: '95 % interval; null where everybody had got there.',
      },
      upper: { type: ['number', 'null'] },
      atRisk: { type: 'number', description: 'Number still at risk just before this time.' },
      fewCases: {
        type: 'boolean',
        const: true,
        description: 'Too few cases for the interval to hold what it promises.',
      },
    },
    required: ['at', 'seconds', 'share', 'lower', 'upper', 'atRisk'],
    description: 'The share that had got there by a time, counted from the start of each wait.',
  },
  ReturnCause: {
    type: 'string',
    enum: ['sustained-return', 'partial-return', 'AAP', 'pension', 'death'],
  },
  ReturnFigures: {
    type: 'object',
    properties: {
      n: { type: 'number', description: 'Spells of sick leave: one per episode with sick leave.' },
      counts: {
        type: 'object',
        properties: {
          'sustained-return': { type: 'number' },
          'partial-return': { type: 'number' },
          AAP: { type: 'number' },
          pension: { type: 'number' },
          death: { type: 'number' },
        },
        required: ['sustained-return', 'partial-return', 'AAP', 'pension', 'death'],
        description: 'How often each came first.',
      },
      censored: { type: 'number' },
      at: { type: 'array', items: { $ref: '#/components/schemas/OutcomesAt' } },
    },
    required: ['n', 'counts', 'censored', 'at'],
    description: 'What there is of all, and of each group.',
  },
  ReturnedOffer: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: { type: 'string' },
      episode: { type: 'number' },
      scope: { type: 'string' },
      handover: { type: 'string' },
      attempt: { type: 'number' },
      from: { type: 'string' },
      fromOrganisation: { type: 'string' },
      to: { type: 'string' },
      toOrganisation: { type: 'string' },
      end: { type: 'string', enum: ['refused', 'withdrawn', 'overtaken'] },
      reason: { type: 'string', description: 'As the event that ended it says.' },
      offeredAt: { type: 'string', description: 'RFC 3339.' },
      endedAt: { type: 'string' },
      offered: {
        $ref: '#/components/schemas/EventEvidence',
        description: 'The event by which it was first offered.',
      },
    },
    required: [
      'patient',
      'episode',
      'handover',
      'attempt',
      'from',
      'to',
      'end',
      'offeredAt',
      'endedAt',
      'offered',
    ],
    description:
      'An offer that was refused or withdrawn: the patient stayed with the sender, or came back.',
  },
  RuleOfOrder: {
    type: 'object',
    properties: {
      rule: { type: 'string' },
      kind: { type: 'string', enum: ['sequence', 'guard'] },
      events: { type: 'number' },
      patientsWithEvent: { type: 'number' },
      deviating: { type: 'number' },
      patientsDeviating: { type: 'number' },
      share: {
        type: ['number', 'null'],
        description: '`patientsDeviating` of `patientsWithEvent`; null where nobody had the event.',
      },
    },
    required: [
      'rule',
      'kind',
      'events',
      'patientsWithEvent',
      'deviating',
      'patientsDeviating',
      'share',
    ],
    description:
      'A sequence or guard: the events that it is about, and how many came out of order.',
  },
  ScopeCustody: {
    type: 'object',
    description: 'Custody of one scope, which counts nowhere else.',
    allOf: [{ $ref: '#/components/schemas/CustodyTotals' }],
    properties: { scope: { type: 'string' } },
    required: ['scope'],
  },
  ServiceCustody: {
    type: 'object',
    allOf: [{ $ref: '#/components/schemas/CustodyCounts' }],
    properties: { service: { type: 'string' } },
    required: ['service'],
  },
  Severity: {
    type: 'string',
    enum: ['critical', 'high', 'normal'],
    description:
      'How dangerous it is for the patient if nothing happens. Where a rule has none it is `normal`.',
  },
  SilentSource: {
    type: 'object',
    properties: {
      source: { type: 'string' },
      lastAt: {
        type: ['string', 'null'],
        description:
          'When it last reported (RFC 3339); null where it never did, though it is stated how often it is to.',
      },
    },
    required: ['source', 'lastAt'],
  },
  SpellAnswer: {
    type: 'object',
    properties: {
      censor: { $ref: '#/components/schemas/Censoring' },
      leftOut: {
        type: 'object',
        properties: { open: { type: 'number' }, since: { type: ['string', 'null'] } },
        required: ['open', 'since'],
        description:
          "What censoring at `last-event` leaves out: so many spells were open and count only up to their patient's last event, the earliest of them since then (RFC 3339, null if there are none). Whoever was forgotten is among them.",
      },
      wholeDays: {
        type: 'boolean',
        const: true,
        description:
          "Spells are counted in whole days, from date to date in the pathway's zone, as the limits are.",
      },
    },
    required: ['censor'],
    description: 'How open spells were cut off, and how all were measured.',
  },
  SpellEvidence: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: {
        type: 'number',
        description: 'Number of the episode; absent where the pathway has none.',
      },
      entry: { $ref: '#/components/schemas/EventEvidence' },
      exit: { $ref: '#/components/schemas/EventEvidence' },
      lost: {
        type: 'boolean',
        const: true,
        description: 'Open, and nothing was heard of it for as long as the query says.',
      },
      seconds: { type: 'number' },
    },
    required: ['patient', 'entry', 'seconds'],
  },
  Stall: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      kind: { type: 'string', enum: ['duty', 'handover', 'stage', 'parked', 'unreadable'] },
      severity: {
        $ref: '#/components/schemas/Severity',
        description:
          'The highest of the rules that notice it; what the program cannot do is `high`.',
      },
      noticedBy: {
        type: 'array',
        items: { $ref: '#/components/schemas/NoticedBy' },
        description:
          'Every rule that notices it, the longest first; empty for what stalls in the program.',
      },
      version: {
        type: 'number',
        description:
          'Of the definition, that the episode is pinned to; absent if the patient cannot be assessed.',
      },
      stage: {
        type: 'string',
        description:
          "The patient's stage; for a stay, the stage stayed in, of which that may be a sub-stage. Empty, as is the holder, if the journey is over or cannot be assessed.",
      },
      holder: {
        type: 'string',
        description: 'The accountable service, which need not be the one the stage belongs to.',
      },
      organisation: {
        type: 'string',
        description: 'Organisation of the holder, where it is known.',
      },
      duty: { type: 'string', description: 'For a duty: its id and owner.' },
      owner: { type: 'string' },
      ownerOrganisation: {
        type: 'string',
        description: 'Organisation of the owner, where it is known.',
      },
      attributable: {
        type: 'boolean',
        const: false,
        description:
          'False where it was past due before anybody could have done it. Absent otherwise.',
      },
      handover: {
        type: 'string',
        description:
          'For a handover: its id, the number of the attempt (from 1), and what is owed.',
      },
      attempt: { type: 'number' },
      owed: { $ref: '#/components/schemas/Owed' },
      notified: {
        type: 'array',
        items: { $ref: '#/components/schemas/Notice' },
        description: 'Warnings, reminders and escalations so far, and what became of the messages.',
      },
      beyond: {
        type: 'array',
        items: { $ref: '#/components/schemas/StayBound' },
        description: 'For a stay: the bounds it exceeds, the soonest first.',
      },
      dueAt: { type: 'string', description: 'When the duty or the answer was due (RFC 3339).' },
      processor: {
        type: 'string',
        description: 'For a parked sequence: the processor, the event and since when (RFC 3339).',
      },
      stream: { type: 'string' },
      revision: { type: 'number' },
      position: {
        type: 'string',
        description:
          'Instead of stream and revision where it was parked by an earlier version of the program.',
      },
      parkedAt: { type: 'string' },
      code: {
        type: 'string',
        description: "For a parked sequence or an unreadable patient: the fault's code.",
      },
      ageSeconds: {
        type: 'number',
        description:
          'Since the duty began, the offer was made, the patient entered the stage, or the sequence was parked.',
      },
      expectedSeconds: {
        type: 'number',
        description:
          'From its beginning to when it was due, or the length of the stay by the soonest bound.',
      },
      excessSeconds: { type: 'number' },
      missing: {
        type: 'array',
        items: { type: 'string' },
        description: 'Types of event that would each end the stall.',
      },
      missingWords: { type: 'string', description: 'The same in words, with their conditions.' },
      from: {
        type: 'string',
        description:
          "Who should send it: for a handover the service that owes the answer; otherwise the types' publisher, or else the duty's owner or the stage's service. What stalls in the program is up to `operators`.",
      },
      fromOrganisation: {
        type: 'string',
        description: 'Which of that service, where it is known.',
      },
    },
    required: [
      'patient',
      'kind',
      'severity',
      'noticedBy',
      'stage',
      'holder',
      'ageSeconds',
      'expectedSeconds',
      'excessSeconds',
      'missing',
      'missingWords',
      'from',
    ],
    description:
      'What a silence says of itself (kind, due time, age, excess) is what the rule says that has been waiting the longest; what is missing, and from whom, is what the duty or handover says that names it.',
  },
  StallCounts: {
    type: 'object',
    properties: {
      total: { type: 'number', description: 'Silences, each counted once.' },
      critical: { type: 'number' },
      high: { type: 'number' },
      notices: {
        type: 'number',
        description:
          'What the rules notice: of one silence a duty, a handover and a stage may each be one.',
      },
      duties: {
        type: 'number',
        description: 'Of the notices, those by duties, of handovers and of stays.',
      },
      handovers: { type: 'number' },
      stages: { type: 'number' },
      notAttributable: {
        type: 'number',
        description: 'Silences that began before anybody could have ended them.',
      },
      parked: { type: 'number', description: 'Sequences that a processor could not continue.' },
      unreadable: {
        type: 'number',
        description:
          'Patients who could not be assessed, so that their other stalls and all dimensions are unknown.',
      },
      patients: { type: 'number' },
      byOwing: {
        type: 'array',
        items: { $ref: '#/components/schemas/OwingStalls' },
        description: 'By who should send what is missing; most excess first.',
      },
      byHolder: {
        type: 'array',
        items: { $ref: '#/components/schemas/HolderStalls' },
        description:
          'By who holds the patient meanwhile; most excess first. Stalls without a holder are not included.',
      },
    },
    required: [
      'total',
      'critical',
      'high',
      'notices',
      'duties',
      'handovers',
      'stages',
      'notAttributable',
      'parked',
      'unreadable',
      'patients',
      'byOwing',
      'byHolder',
    ],
    description: 'What there is of all, and of each group.',
  },
  StandardTotals: {
    type: 'object',
    properties: {
      share: {
        type: 'number',
        description:
          'The share that the definition asks for, and within which time; municipalities may differ.',
      },
      within: { type: 'string' },
      met: { type: 'number' },
      late: { type: 'number' },
      never: {
        type: 'number',
        description: 'Not ended although the time was over, by now or by the end of the pathway.',
      },
      shareMet: {
        type: ['number', 'null'],
        description: '`met` of the three; null where none is decided.',
      },
      waitingInTime: { type: 'number', description: 'Still waiting, and in time.' },
      shareOfWaiting: {
        type: ['number', 'null'],
        description: 'Of all still waiting; null where nobody is.',
      },
    },
    required: [
      'share',
      'within',
      'met',
      'late',
      'never',
      'shareMet',
      'waitingInTime',
      'shareOfWaiting',
    ],
  },
  StandsWithout: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: { type: 'number' },
      goal: { type: 'array', items: { type: 'string' } },
      wait: { type: 'string' },
      holder: { type: 'string', description: 'The accountable service.' },
      organisation: { type: 'string' },
      since: { type: 'string', description: 'RFC 3339.' },
      seconds: { type: 'number' },
      declined: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          event: { $ref: '#/components/schemas/EventEvidence' },
        },
        required: ['code', 'event'],
        description: 'Present where the patient declined: the code, and the event.',
      },
      from: { $ref: '#/components/schemas/EventEvidence', description: 'What began the wait.' },
    },
    required: ['episode', 'goal', 'patient', 'seconds', 'since', 'wait'],
  },
  StayBound: {
    type: 'string',
    enum: ['limit', 'expected-p90', 'population-p90'],
    description: 'The bounds that a stay can exceed.',
  },
  SuppressedGroup: {
    type: 'object',
    properties: {
      group: { type: 'string' },
      patients: { type: 'null' },
      suppressed: { type: 'boolean', const: true },
    },
    required: ['group', 'patients', 'suppressed'],
    description: 'Fewer than five patients, or what would reveal a group of so few.',
  },
  SurvivalRow: {
    type: 'object',
    properties: {
      seconds: { type: 'number' },
      atRisk: { type: 'number' },
      events: { type: 'number' },
      probability: {
        type: 'number',
        description: 'Share for whom it had not happened after this time.',
      },
      lower: {
        type: ['number', 'null'],
        description:
          "95 % interval: Greenwood's variance on the log scale, as R's `survfit` by default, upper end at most 1; null where it is not defined (probability 0).",
      },
      upper: { type: ['number', 'null'] },
    },
    required: ['seconds', 'atRisk', 'events', 'probability', 'lower', 'upper'],
  },
  TimeToAnswer: {
    type: 'object',
    properties: {
      n: { type: 'number' },
      answered: { type: 'number' },
      cutOff: { type: 'number' },
      medianSeconds: { type: ['number', 'null'], description: 'Kaplan-Meier; null = not reached.' },
      medianCi95Seconds: {
        type: 'array',
        items: { type: ['number', 'null'] },
        minItems: 2,
        maxItems: 2,
      },
    },
    required: ['n', 'answered', 'cutOff', 'medianSeconds', 'medianCi95Seconds'],
    description:
      'From the offer to an acceptance or refusal; offers that are open or ended otherwise are censored.',
  },
  TrendChart: {
    type: 'object',
    properties: {
      mean: { type: 'number' },
      lower: { type: 'number' },
      upper: { type: 'number' },
      meanMovingRange: { type: 'number' },
      months: { type: 'number', description: 'How many months it is drawn of.' },
    },
    required: ['mean', 'lower', 'upper', 'meanMovingRange', 'months'],
    description: 'The limits of the usual variation; null for fewer than two months.',
  },
  TrendFigures: {
    type: 'object',
    properties: {
      chart: { anyOf: [{ $ref: '#/components/schemas/TrendChart' }, { type: 'null' }] },
      months: { type: 'array', items: { $ref: '#/components/schemas/TrendMonth' } },
    },
    required: ['chart', 'months'],
  },
  TrendMonth: {
    type: 'object',
    properties: {
      month: { type: 'string' },
      complete: { type: 'boolean', description: 'The month was over by the as-of instant.' },
      n: {
        type: 'number',
        description:
          'Cases at risk: those that began in the month or, by period, those open at some time in it.',
      },
      started: { type: 'number' },
      ended: { type: 'number', description: 'By cohort, of those that began in the month.' },
      open: {
        type: 'number',
        description:
          'By cohort, of those that began in the month by the as-of instant; by period, at its end.',
      },
      medianSeconds: { type: ['number', 'null'], description: 'Kaplan-Meier; null = not reached.' },
      shareWithin: {
        type: ['number', 'null'],
        description: 'Kaplan-Meier at the limit; null where nobody was at risk.',
      },
      breached: {
        type: 'number',
        description: 'By period, those that became due in the month and were not there.',
      },
      value: {
        type: ['number', 'null'],
        description:
          'The measure; null where it cannot be known yet, and the chart leaves the month out.',
      },
      signals: {
        type: 'array',
        items: { $ref: '#/components/schemas/XmrRule' },
        description: 'Which rules of the chart the month breaks.',
      },
    },
    required: [
      'month',
      'complete',
      'n',
      'started',
      'ended',
      'open',
      'medianSeconds',
      'value',
      'signals',
    ],
  },
  UnknownOrganisation: {
    type: 'object',
    properties: {
      patients: { type: 'number', description: 'Patients held at the as-of instant.' },
      heldSeconds: { type: 'number', description: 'Patient-time held by then.' },
      offers: { type: 'number', description: 'Offers of which it is not known whom they ask.' },
      reasons: {
        type: 'object',
        additionalProperties: { type: 'number' },
        description: 'Of those held at the as-of instant, how many for which reason.',
      },
    },
    required: ['patients', 'heldSeconds', 'offers', 'reasons'],
    description: 'Where it is not known which organisation of the service it is.',
  },
  UnknownType: {
    type: 'object',
    properties: {
      type: { type: 'string' },
      n: { type: 'number' },
      lastPosition: { type: 'string' },
    },
    required: ['type', 'n', 'lastPosition'],
  },
  VariationUnit: {
    type: 'object',
    properties: {
      n: { type: 'number' },
      events: { type: 'number' },
      censored: {
        type: 'number',
        description:
          'Not ended when last seen: open, lost, or cut off by the close of their episode.',
      },
      lost: {
        type: 'number',
        description:
          'Of the censored, those of which nothing was heard for as long as `lostAfter`.',
      },
      lateEntries: {
        type: 'number',
        description:
          'Of all, those that had begun before `observedFrom`; they are at risk from then on.',
      },
      begunBy: {
        type: 'array',
        items: {
          type: 'object',
          properties: { type: { type: 'string' }, n: { type: 'number' } },
          required: ['type', 'n'],
        },
        description: 'How often each type of event began one, the most frequent first.',
      },
      group: { type: 'string' },
      patients: { type: 'number' },
      share: { type: 'number', description: 'Share that got there by the deadline.' },
      effectiveN: {
        type: 'number',
        description:
          "As many cases without open ones would be as sure: the unit's place along the funnel.",
      },
      z: { type: 'number', description: 'How many standard errors it lies from all.' },
      limits: { $ref: '#/components/schemas/FunnelLimits', description: 'Limits by chance alone.' },
      adjustedLimits: {
        $ref: '#/components/schemas/FunnelLimits',
        description: 'Limits by chance and by how much units usually differ; `place` goes by them.',
      },
      place: { $ref: '#/components/schemas/FunnelPlace' },
      fewCases: { type: 'boolean', const: true, description: 'The share rests on too few cases.' },
    },
    required: [
      'adjustedLimits',
      'begunBy',
      'censored',
      'effectiveN',
      'events',
      'group',
      'limits',
      'n',
      'patients',
      'place',
      'share',
      'z',
    ],
    description: 'One unit, and where it stands among all.',
  },
  WaitFigures: {
    type: 'object',
    properties: {
      n: { type: 'number' },
      events: { type: 'number' },
      censored: {
        type: 'number',
        description:
          'Not ended when last seen: open, lost, or cut off by the close of their episode.',
      },
      lost: {
        type: 'number',
        description:
          'Of the censored, those of which nothing was heard for as long as `lostAfter`.',
      },
      lateEntries: {
        type: 'number',
        description:
          'Of all, those that had begun before `observedFrom`; they are at risk from then on.',
      },
      begunBy: {
        type: 'array',
        items: {
          type: 'object',
          properties: { type: { type: 'string' }, n: { type: 'number' } },
          required: ['type', 'n'],
        },
        description: 'How often each type of event began one, the most frequent first.',
      },
      medianSeconds: { type: ['number', 'null'], description: 'Kaplan-Meier; null = not reached.' },
      medianCi95Seconds: {
        type: 'array',
        items: { type: ['number', 'null'] },
        minItems: 2,
        maxItems: 2,
      },
      medianCi95: {
        type: 'array',
        items: { $ref: '#/components/schemas/IntervalEnd' },
        minItems: 2,
        maxItems: 2,
        description:
          'Ends of that interval that are open (`not-reached`) or cannot be known (`unknown`).',
      },
      quantilesSeconds: {
        type: 'object',
        properties: {
          p80: { type: ['number', 'null'] },
          p90: { type: ['number', 'null'] },
          p92: { type: ['number', 'null'] },
        },
        required: ['p80', 'p90', 'p92'],
        description: 'Times by which 80, 90 and 92 % had ended; null = not reached.',
      },
      completedOnly: {
        type: 'object',
        properties: {
          n: { type: 'number' },
          medianSeconds: { type: ['number', 'null'] },
          p90Seconds: { type: ['number', 'null'] },
        },
        required: ['n', 'medianSeconds', 'p90Seconds'],
        description: 'Of ended waits only: the naive figure. Never use it alone.',
      },
      within: {
        $ref: '#/components/schemas/WithinAnswer',
        description: 'Of those that were watched from the start.',
      },
      at: { type: 'array', items: { $ref: '#/components/schemas/ReachedAt' } },
      fewCases: {
        type: 'boolean',
        const: true,
        description: 'The interval of the median rests on too few cases to hold what it promises.',
      },
      survival: { type: 'array', items: { $ref: '#/components/schemas/SurvivalRow' } },
    },
    required: [
      'begunBy',
      'censored',
      'completedOnly',
      'events',
      'medianCi95',
      'medianCi95Seconds',
      'medianSeconds',
      'n',
      'quantilesSeconds',
      'survival',
    ],
    description: 'What there is of all, and of each group.',
  },
  WaitTotals: {
    type: 'object',
    properties: {
      wait: { type: 'string' },
      n: { type: 'number' },
      ended: { type: 'number' },
      waiting: { type: 'number' },
      closed: { type: 'number', description: 'The pathway ended first.' },
      medianSeconds: { type: ['number', 'null'], description: 'Kaplan-Meier; null = not reached.' },
      medianCi95Seconds: {
        type: 'array',
        items: { type: ['number', 'null'] },
        minItems: 2,
        maxItems: 2,
      },
      p90Seconds: { type: ['number', 'null'] },
      wholeDays: {
        type: 'boolean',
        const: true,
        description: 'Where all lengths are in days from date to date, as the standard is counted.',
      },
      standard: {
        $ref: '#/components/schemas/StandardTotals',
        description: 'Where the definition has a standard.',
      },
    },
    required: [
      'wait',
      'n',
      'ended',
      'waiting',
      'closed',
      'medianSeconds',
      'medianCi95Seconds',
      'p90Seconds',
    ],
    description:
      'One wait per patient and time that it began; those still waiting are in every number but `ended`.',
  },
  Waiting: {
    type: 'object',
    properties: {
      patient: { type: 'string' },
      key: {
        type: 'string',
        description: 'The key of the episode, where the pathway has several side by side.',
      },
      episode: { type: 'number' },
      wait: { type: 'string' },
      holder: { type: 'string', description: 'The accountable service.' },
      organisation: { type: 'string' },
      since: { type: 'string', description: 'RFC 3339.' },
      seconds: { type: 'number' },
      overStandard: { type: 'boolean' },
      from: { $ref: '#/components/schemas/EventEvidence', description: 'What began it.' },
    },
    required: ['episode', 'overStandard', 'patient', 'seconds', 'since', 'wait'],
  },
  WithinAnswer: {
    type: 'object',
    properties: {
      limit: { type: 'string' },
      limitSeconds: {
        type: 'number',
        description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
      },
      met: { type: 'number' },
      late: { type: 'number' },
      never: {
        type: 'number',
        description:
          'Not ended although the limit had passed by the as-of instant or by the close of the episode; without an as-of instant, by the last that is known of the patient.',
      },
      lateOrNever: { type: 'number' },
      notYetDue: {
        type: 'number',
        description: 'Not ended, and the limit had not passed by then; not part of any share.',
      },
      shareLateOrNever: {
        type: ['number', 'null'],
        description: 'Of all that were due; null if none was.',
      },
      shareLateOfCompleted: {
        type: ['number', 'null'],
        description: 'Of those that ended; null if none did.',
      },
    },
    required: [
      'limit',
      'limitSeconds',
      'met',
      'late',
      'never',
      'lateOrNever',
      'notYetDue',
      'shareLateOrNever',
      'shareLateOfCompleted',
    ],
    description: 'Waits compared with a limit; the four counts add up to everybody.',
  },
  XmrRule: {
    type: 'string',
    enum: ['outside', 'shift', 'trend', 'near-limit'],
    description:
      '`outside`: beyond a limit. `shift`: one of seven or more in a row on one side of the mean. `trend`: one of seven or more in a row that rise or fall. `near-limit`: beyond two thirds of the way to a limit, as another of three in a row on the same side.',
  },
};
