/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Stalls: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: {
        anyOf: [
          {
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
              parked: {
                type: 'number',
                description: 'Sequences that a processor could not continue.',
              },
              unreadable: {
                type: 'number',
                description:
                  'Patients who could not be assessed, so that their other stalls and all dimensions are unknown.',
              },
              patients: { type: 'number' },
              byOwing: {
                type: 'array',
                items: {
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
                description: 'By who should send what is missing; most excess first.',
              },
              byHolder: {
                type: 'array',
                items: {
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
                description:
                  'By who holds the patient meanwhile; most excess first. Stalls without a holder are not included.',
              },
              group: { type: 'string' },
            },
            required: [
              'byHolder',
              'byOwing',
              'critical',
              'duties',
              'group',
              'handovers',
              'high',
              'notAttributable',
              'notices',
              'parked',
              'patients',
              'stages',
              'total',
              'unreadable',
            ],
          },
          {
            type: 'object',
            properties: {
              group: { type: 'string' },
              patients: { type: 'null' },
              suppressed: { type: 'boolean', const: true },
            },
            required: ['group', 'patients', 'suppressed'],
          },
        ],
        description:
          'The figure of one group; without it where the group is small or would reveal a small one.',
      },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
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
      items: {
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
      description: 'By who should send what is missing; most excess first.',
    },
    byHolder: {
      type: 'array',
      items: {
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
      description:
        'By who holds the patient meanwhile; most excess first. Stalls without a holder are not included.',
    },
    position: {
      type: ['string', 'null'],
      description: 'Position of the last event taken into account; null for an empty log.',
    },
    definition: {
      type: 'object',
      properties: { id: { type: 'string' }, version: { type: 'number' }, hash: { type: 'string' } },
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
      items: {
        type: 'object',
        properties: {
          source: { type: 'string' },
          lastAt: { type: 'string', description: 'When it last reported (RFC 3339).' },
        },
        required: ['source', 'lastAt'],
      },
      description:
        'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
    },
    expected: {
      type: 'array',
      items: {
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
        },
        required: ['stage', 'p90Seconds', 'source', 'n', 'events'],
      },
      description: 'The expectation for each stage, of everybody on the pathway.',
    },
    stalls: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          patient: { type: 'string' },
          key: {
            type: 'string',
            description: 'The key of the episode, where the pathway has several side by side.',
          },
          kind: { type: 'string', enum: ['duty', 'handover', 'stage', 'parked', 'unreadable'] },
          severity: {
            type: 'string',
            enum: ['critical', 'high', 'normal'],
            description:
              'The highest of the rules that notice it; what the program cannot do is `high`.',
          },
          noticedBy: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                kind: { type: 'string', enum: ['duty', 'handover', 'stage'] },
                id: { type: 'string', description: 'Id of the duty, handover or stage.' },
                attempt: { type: 'number', description: 'Of a handover, from 2.' },
                beyond: {
                  type: 'array',
                  items: {
                    type: 'string',
                    enum: ['limit', 'expected-p90', 'population-p90'],
                    description: 'The bounds that a stay can exceed.',
                  },
                  description: 'Of a stay: the bounds it exceeds, the soonest first.',
                },
                severity: {
                  type: 'string',
                  enum: ['critical', 'high', 'normal'],
                  description:
                    'How dangerous it is for the patient if nothing happens. Where a rule has none it is `normal`.',
                },
                excessSeconds: { type: 'number' },
              },
              required: ['kind', 'id', 'severity', 'excessSeconds'],
              description: 'A rule of the definition that notices a silence.',
            },
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
          owed: { type: 'string', enum: ['answer', 'withdrawal-answer', 'information'] },
          notified: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                how: { type: 'string', enum: ['warned', 'reminded', 'escalated'] },
                service: { type: 'string' },
                organisation: {
                  type: 'string',
                  description: 'Which of the service, where it is known.',
                },
                at: { type: 'string', description: 'When the definition says so, RFC 3339.' },
                message: {
                  type: 'object',
                  properties: {
                    writtenAt: {
                      type: 'string',
                      description: 'When it was put into the outbox, RFC 3339.',
                    },
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
                          description:
                            'The receiver who fetched it, or what pushed it, such as `webhook`.',
                        },
                      },
                      required: ['how', 'at', 'by'],
                      description: 'Absent while nobody is known to have it.',
                    },
                    failed: {
                      type: 'string',
                      description: 'Code of the last failed attempt to push it.',
                    },
                    givenUp: {
                      type: 'boolean',
                      const: true,
                      description: 'It is no longer pushed.',
                    },
                  },
                  required: ['writtenAt'],
                  description:
                    'Absent where none was written: a duty is escalated by showing it, and old news is not sent.',
                },
              },
              required: ['how', 'service', 'at'],
              description: 'A warning, a reminder or an escalation.',
            },
            description:
              'Warnings, reminders and escalations so far, and what became of the messages.',
          },
          beyond: {
            type: 'array',
            items: {
              type: 'string',
              enum: ['limit', 'expected-p90', 'population-p90'],
              description: 'The bounds that a stay can exceed.',
            },
            description: 'For a stay: the bounds it exceeds, the soonest first.',
          },
          dueAt: { type: 'string', description: 'When the duty or the answer was due (RFC 3339).' },
          processor: {
            type: 'string',
            description:
              'For a parked sequence: the processor, the event and since when (RFC 3339).',
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
          missingWords: {
            type: 'string',
            description: 'The same in words, with their conditions.',
          },
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
      description:
        'Unreadable patients, then the most severe, then the largest excess first, then by patient.',
    },
    next: {
      type: 'string',
      description: 'Where more rows follow: they are asked for with it as `after`.',
    },
  },
  required: [
    'byHolder',
    'byOwing',
    'critical',
    'definition',
    'duties',
    'expected',
    'handovers',
    'high',
    'notAttributable',
    'notices',
    'parked',
    'patients',
    'position',
    'stages',
    'stalls',
    'total',
    'unreadable',
    'zone',
  ],
};
