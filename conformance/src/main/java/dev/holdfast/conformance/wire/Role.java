package dev.holdfast.conformance.wire;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;

/** What a subject is. The kit plays the rest of the device. */
public enum Role {
  /** A proxy: the kit plays the originating OSes and the target OS. */
  PROXY,
  /** A target OS: the kit plays its proxy, its environment and the originating processes. */
  TARGET,
  /** Both: the kit plays the originating OSes, their processes and the environment. */
  DEVICE;

  /**
   * Whether a subject of this role may be told a message.
   *
   * @param envelope a message on its channel
   * @return whether it may
   */
  public boolean hears(Envelope envelope) {
    Channel channel = envelope.channel();
    Message message = envelope.message();
    if (channel instanceof Channel.OfDomain) {
      return this != TARGET && message instanceof Message.FromDomain;
    }
    if (channel instanceof Channel.Target) {
      return (this == PROXY && message instanceof Message.FromTarget)
          || (this == TARGET && message instanceof Message.ToTarget);
    }
    return this != PROXY
        && ((channel instanceof Channel.Environment && message instanceof Message.FromEnvironment)
            || (channel instanceof Channel.Direct && message instanceof Message.ToProcess));
  }

  /**
   * Whether a subject of this role may say a message.
   *
   * @param envelope a message on its channel
   * @return whether it may
   */
  public boolean says(Envelope envelope) {
    Channel channel = envelope.channel();
    Message message = envelope.message();
    if (channel instanceof Channel.OfDomain) {
      return this != TARGET && message instanceof Message.ToDomain;
    }
    if (channel instanceof Channel.Target) {
      return (this != TARGET && message instanceof Message.ToTarget)
          || (this != PROXY && message instanceof Message.FromTarget);
    }
    return this != PROXY
        && ((channel instanceof Channel.Seen && message instanceof Message.OfTargetOs)
            || (channel instanceof Channel.Direct && message instanceof Message.FromProcess));
  }
}
