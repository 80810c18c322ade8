/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Custody: TSchema = {
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
                items: {
                  type: 'object',
                  properties: {
                    patients: {
                      type: 'number',
                      description: 'Patients held at the as-of instant.',
                    },
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
                      description:
                        'Days among them on which nothing was reported that the holder may have done.',
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
                    offers: {
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
                          description:
                            'An answer was no longer needed, for instance because the episode was closed.',
                        },
                        silent: {
                          type: 'number',
                          description: 'Open offers with an overdue answer.',
                        },
                        fellSilent: {
                          type: 'number',
                          description: 'Offers whose answer was overdue at some time.',
                        },
                        late: {
                          type: 'number',
                          description: 'Answered offers whose answer came after it was due.',
                        },
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
                    timeToAnswer: {
                      type: 'object',
                      properties: {
                        n: { type: 'number' },
                        answered: { type: 'number' },
                        cutOff: { type: 'number' },
                        medianSeconds: {
                          type: ['number', 'null'],
                          description: 'Kaplan-Meier; null = not reached.',
                        },
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
                    offeredSeconds: {
                      type: 'number',
                      description:
                        'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
                    },
                    silentSeconds: {
                      type: 'number',
                      description: 'Time during which an answer was overdue, over all offers.',
                    },
                    service: { type: 'string' },
                    organisation: {
                      type: 'string',
                      description: 'Its id; whoever has taken its place by now.',
                    },
                  },
                  required: [
                    'days',
                    'heldSeconds',
                    'idleDays',
                    'idleShare',
                    'longestIdleDays',
                    'offeredSeconds',
                    'offers',
                    'organisation',
                    'patients',
                    'service',
                    'silentSeconds',
                    'taken',
                    'timeToAnswer',
                  ],
                },
                description:
                  'Those with most patients first; absent where no service is bound to organisations.',
              },
              unknownOrganisation: {
                type: 'object',
                properties: {
                  patients: { type: 'number', description: 'Patients held at the as-of instant.' },
                  heldSeconds: { type: 'number', description: 'Patient-time held by then.' },
                  offers: {
                    type: 'number',
                    description: 'Offers of which it is not known whom they ask.',
                  },
                  reasons: {
                    type: 'object',
                    additionalProperties: { type: 'number' },
                    description: 'Of those held at the as-of instant, how many for which reason.',
                  },
                },
                required: ['patients', 'heldSeconds', 'offers', 'reasons'],
                description: 'Where it is not known which organisation of the service it is.',
              },
              withoutHolderSeconds: {
                type: 'number',
                description:
                  'Patient-time during which nobody was accountable although somebody ought to have been.',
              },
              heldTwiceSeconds: {
                type: 'number',
                description:
                  'Patient-time during which more than one service was accountable. Must be 0.',
              },
              total: {
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
                    description:
                      'Days among them on which nothing was reported that the holder may have done.',
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
                  offers: {
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
                        description:
                          'An answer was no longer needed, for instance because the episode was closed.',
                      },
                      silent: {
                        type: 'number',
                        description: 'Open offers with an overdue answer.',
                      },
                      fellSilent: {
                        type: 'number',
                        description: 'Offers whose answer was overdue at some time.',
                      },
                      late: {
                        type: 'number',
                        description: 'Answered offers whose answer came after it was due.',
                      },
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
                  timeToAnswer: {
                    type: 'object',
                    properties: {
                      n: { type: 'number' },
                      answered: { type: 'number' },
                      cutOff: { type: 'number' },
                      medianSeconds: {
                        type: ['number', 'null'],
                        description: 'Kaplan-Meier; null = not reached.',
                      },
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
              services: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    patients: {
                      type: 'number',
                      description: 'Patients held at the as-of instant.',
                    },
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
                      description:
                        'Days among them on which nothing was reported that the holder may have done.',
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
                    offers: {
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
                          description:
                            'An answer was no longer needed, for instance because the episode was closed.',
                        },
                        silent: {
                          type: 'number',
                          description: 'Open offers with an overdue answer.',
                        },
                        fellSilent: {
                          type: 'number',
                          description: 'Offers whose answer was overdue at some time.',
                        },
                        late: {
                          type: 'number',
                          description: 'Answered offers whose answer came after it was due.',
                        },
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
                    timeToAnswer: {
                      type: 'object',
                      properties: {
                        n: { type: 'number' },
                        answered: { type: 'number' },
                        cutOff: { type: 'number' },
                        medianSeconds: {
                          type: ['number', 'null'],
                          description: 'Kaplan-Meier; null = not reached.',
                        },
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
                    offeredSeconds: {
                      type: 'number',
                      description:
                        'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
                    },
                    silentSeconds: {
                      type: 'number',
                      description: 'Time during which an answer was overdue, over all offers.',
                    },
                    service: { type: 'string' },
                  },
                  required: [
                    'days',
                    'heldSeconds',
                    'idleDays',
                    'idleShare',
                    'longestIdleDays',
                    'offeredSeconds',
                    'offers',
                    'patients',
                    'service',
                    'silentSeconds',
                    'taken',
                    'timeToAnswer',
                  ],
                },
                description:
                  'Services that held a patient or were offered one, those with most patients first.',
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: [
              'group',
              'heldTwiceSeconds',
              'passedBack',
              'patients',
              'pingPongPatients',
              'services',
              'total',
              'withoutHolderSeconds',
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
      items: {
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
            description:
              'Days among them on which nothing was reported that the holder may have done.',
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
          offers: {
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
                description:
                  'An answer was no longer needed, for instance because the episode was closed.',
              },
              silent: { type: 'number', description: 'Open offers with an overdue answer.' },
              fellSilent: {
                type: 'number',
                description: 'Offers whose answer was overdue at some time.',
              },
              late: {
                type: 'number',
                description: 'Answered offers whose answer came after it was due.',
              },
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
          timeToAnswer: {
            type: 'object',
            properties: {
              n: { type: 'number' },
              answered: { type: 'number' },
              cutOff: { type: 'number' },
              medianSeconds: {
                type: ['number', 'null'],
                description: 'Kaplan-Meier; null = not reached.',
              },
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
          offeredSeconds: {
            type: 'number',
            description:
              'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
          },
          silentSeconds: {
            type: 'number',
            description: 'Time during which an answer was overdue, over all offers.',
          },
          service: { type: 'string' },
          organisation: {
            type: 'string',
            description: 'Its id; whoever has taken its place by now.',
          },
        },
        required: [
          'days',
          'heldSeconds',
          'idleDays',
          'idleShare',
          'longestIdleDays',
          'offeredSeconds',
          'offers',
          'organisation',
          'patients',
          'service',
          'silentSeconds',
          'taken',
          'timeToAnswer',
        ],
      },
      description:
        'Those with most patients first; absent where no service is bound to organisations.',
    },
    unknownOrganisation: {
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
    withoutHolderSeconds: {
      type: 'number',
      description:
        'Patient-time during which nobody was accountable although somebody ought to have been.',
    },
    heldTwiceSeconds: {
      type: 'number',
      description: 'Patient-time during which more than one service was accountable. Must be 0.',
    },
    total: {
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
          description:
            'Days among them on which nothing was reported that the holder may have done.',
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
        offers: {
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
              description:
                'An answer was no longer needed, for instance because the episode was closed.',
            },
            silent: { type: 'number', description: 'Open offers with an overdue answer.' },
            fellSilent: {
              type: 'number',
              description: 'Offers whose answer was overdue at some time.',
            },
            late: {
              type: 'number',
              description: 'Answered offers whose answer came after it was due.',
            },
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
        timeToAnswer: {
          type: 'object',
          properties: {
            n: { type: 'number' },
            answered: { type: 'number' },
            cutOff: { type: 'number' },
            medianSeconds: {
              type: ['number', 'null'],
              description: 'Kaplan-Meier; null = not reached.',
            },
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
    services: {
      type: 'array',
      items: {
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
            description:
              'Days among them on which nothing was reported that the holder may have done.',
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
          offers: {
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
                description:
                  'An answer was no longer needed, for instance because the episode was closed.',
              },
              silent: { type: 'number', description: 'Open offers with an overdue answer.' },
              fellSilent: {
                type: 'number',
                description: 'Offers whose answer was overdue at some time.',
              },
              late: {
                type: 'number',
                description: 'Answered offers whose answer came after it was due.',
              },
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
          timeToAnswer: {
            type: 'object',
            properties: {
              n: { type: 'number' },
              answered: { type: 'number' },
              cutOff: { type: 'number' },
              medianSeconds: {
                type: ['number', 'null'],
                description: 'Kaplan-Meier; null = not reached.',
              },
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
          offeredSeconds: {
            type: 'number',
            description:
              'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
          },
          silentSeconds: {
            type: 'number',
            description: 'Time during which an answer was overdue, over all offers.',
          },
          service: { type: 'string' },
        },
        required: [
          'days',
          'heldSeconds',
          'idleDays',
          'idleShare',
          'longestIdleDays',
          'offeredSeconds',
          'offers',
          'patients',
          'service',
          'silentSeconds',
          'taken',
          'timeToAnswer',
        ],
      },
      description:
        'Services that held a patient or were offered one, those with most patients first.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
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
    scopes: {
      type: 'array',
      items: {
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
            items: {
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
                  description:
                    'Days among them on which nothing was reported that the holder may have done.',
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
                offers: {
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
                      description:
                        'An answer was no longer needed, for instance because the episode was closed.',
                    },
                    silent: { type: 'number', description: 'Open offers with an overdue answer.' },
                    fellSilent: {
                      type: 'number',
                      description: 'Offers whose answer was overdue at some time.',
                    },
                    late: {
                      type: 'number',
                      description: 'Answered offers whose answer came after it was due.',
                    },
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
                timeToAnswer: {
                  type: 'object',
                  properties: {
                    n: { type: 'number' },
                    answered: { type: 'number' },
                    cutOff: { type: 'number' },
                    medianSeconds: {
                      type: ['number', 'null'],
                      description: 'Kaplan-Meier; null = not reached.',
                    },
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
                offeredSeconds: {
                  type: 'number',
                  description:
                    'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
                },
                silentSeconds: {
                  type: 'number',
                  description: 'Time during which an answer was overdue, over all offers.',
                },
                service: { type: 'string' },
                organisation: {
                  type: 'string',
                  description: 'Its id; whoever has taken its place by now.',
                },
              },
              required: [
                'days',
                'heldSeconds',
                'idleDays',
                'idleShare',
                'longestIdleDays',
                'offeredSeconds',
                'offers',
                'organisation',
                'patients',
                'service',
                'silentSeconds',
                'taken',
                'timeToAnswer',
              ],
            },
            description:
              'Those with most patients first; absent where no service is bound to organisations.',
          },
          unknownOrganisation: {
            type: 'object',
            properties: {
              patients: { type: 'number', description: 'Patients held at the as-of instant.' },
              heldSeconds: { type: 'number', description: 'Patient-time held by then.' },
              offers: {
                type: 'number',
                description: 'Offers of which it is not known whom they ask.',
              },
              reasons: {
                type: 'object',
                additionalProperties: { type: 'number' },
                description: 'Of those held at the as-of instant, how many for which reason.',
              },
            },
            required: ['patients', 'heldSeconds', 'offers', 'reasons'],
            description: 'Where it is not known which organisation of the service it is.',
          },
          withoutHolderSeconds: {
            type: 'number',
            description:
              'Patient-time during which nobody was accountable although somebody ought to have been.',
          },
          heldTwiceSeconds: {
            type: 'number',
            description:
              'Patient-time during which more than one service was accountable. Must be 0.',
          },
          total: {
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
                description:
                  'Days among them on which nothing was reported that the holder may have done.',
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
              offers: {
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
                    description:
                      'An answer was no longer needed, for instance because the episode was closed.',
                  },
                  silent: { type: 'number', description: 'Open offers with an overdue answer.' },
                  fellSilent: {
                    type: 'number',
                    description: 'Offers whose answer was overdue at some time.',
                  },
                  late: {
                    type: 'number',
                    description: 'Answered offers whose answer came after it was due.',
                  },
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
              timeToAnswer: {
                type: 'object',
                properties: {
                  n: { type: 'number' },
                  answered: { type: 'number' },
                  cutOff: { type: 'number' },
                  medianSeconds: {
                    type: ['number', 'null'],
                    description: 'Kaplan-Meier; null = not reached.',
                  },
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
          services: {
            type: 'array',
            items: {
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
                  description:
                    'Days among them on which nothing was reported that the holder may have done.',
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
                offers: {
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
                      description:
                        'An answer was no longer needed, for instance because the episode was closed.',
                    },
                    silent: { type: 'number', description: 'Open offers with an overdue answer.' },
                    fellSilent: {
                      type: 'number',
                      description: 'Offers whose answer was overdue at some time.',
                    },
                    late: {
                      type: 'number',
                      description: 'Answered offers whose answer came after it was due.',
                    },
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
                timeToAnswer: {
                  type: 'object',
                  properties: {
                    n: { type: 'number' },
                    answered: { type: 'number' },
                    cutOff: { type: 'number' },
                    medianSeconds: {
                      type: ['number', 'null'],
                      description: 'Kaplan-Meier; null = not reached.',
                    },
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
                offeredSeconds: {
                  type: 'number',
                  description:
                    'Patient-time offered and not accepted; for the whole pathway, overlapping offers count once.',
                },
                silentSeconds: {
                  type: 'number',
                  description: 'Time during which an answer was overdue, over all offers.',
                },
                service: { type: 'string' },
              },
              required: [
                'days',
                'heldSeconds',
                'idleDays',
                'idleShare',
                'longestIdleDays',
                'offeredSeconds',
                'offers',
                'patients',
                'service',
                'silentSeconds',
                'taken',
                'timeToAnswer',
              ],
            },
            description:
              'Services that held a patient or were offered one, those with most patients first.',
          },
          scope: { type: 'string' },
        },
        required: [
          'heldTwiceSeconds',
          'passedBack',
          'pingPongPatients',
          'scope',
          'services',
          'total',
          'withoutHolderSeconds',
        ],
        description: 'Custody of one scope, which counts nowhere else.',
      },
      description: 'In the order of the newest definition; absent where no version has scopes.',
    },
    openOffers: {
      type: 'array',
      items: {
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
      description: 'The longest overdue first, then the longest open.',
    },
    returnedOffers: {
      type: 'array',
      items: {
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
      description: 'Offers that were refused, withdrawn or no longer needed, the latest first.',
    },
    returnedOfferCount: { type: 'number' },
    dropped: {
      type: 'array',
      items: {
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
        description:
          'A patient who was passed on and whom nobody has accepted by the as-of instant.',
      },
      description:
        'Patients whom a close dropped and nobody has accepted since, the longest first.',
    },
    droppedCount: { type: 'number' },
    idleSpellCount: { type: 'number' },
    idleSpells: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          scope: { type: 'string' },
          key: { type: 'string' },
          patient: { type: 'string' },
          episode: { type: 'number' },
          holder: { type: 'string' },
          organisation: { type: 'string' },
          since: { type: 'string', description: 'RFC 3339.' },
          taken: {
            type: 'string',
            enum: ['entry', 'contact', 'begun', 'acceptance', 'deed', 'within', 'identified'],
            description:
              "How the holder became accountable: with the entry of the episode, or with a first contact where custody begins with that; with the beginning of the scope; by accepting a handover; by deed, where opening the holder's stage is its own statement; from one role to another within the service; or since it became known which organisation of the service it is.",
          },
          days: { type: 'number' },
          idleDays: { type: 'number' },
          longestIdleDays: { type: 'number' },
          by: {
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
      description: 'The longest run of idle days first.',
    },
  },
  required: [
    'definition',
    'dropped',
    'droppedCount',
    'heldTwiceSeconds',
    'idleSpellCount',
    'idleSpells',
    'openOffers',
    'passedBack',
    'pingPongPatients',
    'position',
    'returnedOfferCount',
    'returnedOffers',
    'services',
    'total',
    'withoutHolderSeconds',
    'zone',
  ],
  description:
    "The totals are of the pathway's own responsibility alone; the lists are of its scopes, too.",
};
