/** What a client asks before anything else: who leads, what the server is and can do. */
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Faults } from './faults.js';
import { statusOf } from './failures.js';
import { features, gossip, shared, StreamsService } from './protocol.js';

/** The version that it says it is: what was seen to behave so continues this line. */
const VERSION = '24.10.0';

export function readGossip(
  faults: Faults,
  instance: string,
  port: () => number,
): handleUnaryCall<shared.Empty, gossip.ClusterInfo> {
  const { LEADER, UNKNOWN } = gossip.MemberInfo.VNodeState;
  return (_, callback) => {
    const endPoint = new gossip.EndPoint().setAddress('127.0.0.1').setPort(port());
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString(instance))
      .setTimeStamp(String(Date.now()))
      .setState(faults.mode === 'not-ready' ? UNKNOWN : LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(endPoint);
    callback(null, new gossip.ClusterInfo().setMembersList([member]));
  };
}

export function supportedMethods(
  faults: Faults,
  batch: boolean,
): handleUnaryCall<shared.Empty, features.SupportedMethods> {
  return (_, callback) => {
    if (faults.mode === 'unavailable') {
      callback(statusOf('unavailable'));
      return;
    }
    const methods = Object.values(StreamsService)
      .filter(({ path }) => batch || !path.endsWith('BatchAppend'))
      .map(({ path }) => {
        const [, service = '', method = ''] = path.split('/');
        return new features.SupportedMethod()
          .setServiceName(service)
          .setMethodName(method.toLowerCase());
      });
    const answer = new features.SupportedMethods().setEventStoreServerVersion(VERSION);
    callback(null, answer.setMethodsList(methods));
  };
}
