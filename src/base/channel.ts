// Channel: one of several named channels over one port, so that a port can carry several contracts, in both directions.
import type { Port } from './rpc';

interface ChannelMessage {
  readonly channel: string;
  readonly message: unknown;
}

/**
 * A channel of a port. It carries only messages that the channel of the same name at the other end has sent, and it closes with
 * the port. A port whose channels are used may serve and call a contract of its own besides.
 */
export function channelOf(port: Port, channel: string): Port {
  return {
    send: (message, transfer) => port.send({ channel, message } satisfies ChannelMessage, transfer),
    onMessage: listener =>
      port.onMessage(value => {
        if (isChannelMessage(value) && value.channel === channel) listener(value.message);
      }),
    onClose: listener => port.onClose(listener),
  };
}

function isChannelMessage(value: unknown): value is ChannelMessage {
  return typeof value === 'object' && value !== null && 'channel' in value && 'message' in value;
}
