/** The client's errors as faults of the port. */
import { KafkaFault, type KafkaFaultCode } from './port.js';

interface ClientError {
  readonly name?: string;
  readonly type?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

const CODES: Readonly<Record<string, KafkaFaultCode>> = {
  MESSAGE_TOO_LARGE: 'message-too-large',
  RECORD_LIST_TOO_LARGE: 'message-too-large',
  UNKNOWN_TOPIC_OR_PARTITION: 'unknown-topic',
  TOPIC_AUTHORIZATION_FAILED: 'not-authorised',
  GROUP_AUTHORIZATION_FAILED: 'not-authorised',
  CLUSTER_AUTHORIZATION_FAILED: 'not-authorised',
  SASL_AUTHENTICATION_FAILED: 'authentication-failed',
};
const NAMES: Readonly<Record<string, KafkaFaultCode>> = {
  KafkaJSSASLAuthenticationError: 'authentication-failed',
  KafkaJSConnectionError: 'unreachable',
  KafkaJSConnectionClosedError: 'unreachable',
  KafkaJSRequestTimeoutError: 'unreachable',
  KafkaJSBrokerNotFound: 'unreachable',
  KafkaJSTopicMetadataNotLoaded: 'unknown-topic',
};
const SENTENCES: Readonly<Record<KafkaFaultCode, string>> = {
  'message-too-large': 'Kafka refuses a record as too large: raise max.message.bytes of the topic.',
  'unknown-topic': 'Kafka has no such topic, or does not show it to this user.',
  'not-authorised': 'Kafka does not let this user do that: check its access control list.',
  'authentication-failed': 'Kafka does not accept the user name and password.',
  unreachable: 'Kafka cannot be reached.',
  'kafka-fault': 'Kafka failed.',
};

export function toKafkaFault(error: unknown): KafkaFault {
  if (error instanceof KafkaFault) return error;
  const code = codeOf(error) ?? 'kafka-fault';
  const said = code === 'kafka-fault' || code === 'unreachable' ? ` (${messageOf(error)})` : '';
  return new KafkaFault(code, `${SENTENCES[code]}${said}`, { cause: error });
}

/** The innermost that we know: retries wrap what they gave up on. */
function codeOf(error: unknown, depth = 0): KafkaFaultCode | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { name = '', type = '', cause, originalError } = error as ClientError;
  return codeOf(cause, depth + 1) ?? codeOf(originalError, depth + 1) ?? CODES[type] ?? NAMES[name];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'no reason given';
}
