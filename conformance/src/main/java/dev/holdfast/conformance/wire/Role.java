package dev.holdfast.conformance.wire;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Messages;
import java.util.HashMap;
import java.util.Map;

/** What a subject is. The kit plays the rest of the device. */
public enum Role {
  /** A proxy: the kit plays the originating OSes and the target OS. */
  PROXY(
      Map.of(
          Message.FromDomain.class, Channel.OfDomain.class,
          Message.FromTarget.class, Channel.Target.class),
      Map.of(
          Message.ToDomain.class, Channel.OfDomain.class,
          Message.ToTarget.class, Channel.Target.class)),

  /** A target OS: the kit plays its proxy, its environment and the originating processes. */
  TARGET(
      Map.of(
          Message.ToTarget.class, Channel.Target.class,
          Message.FromEnvironment.class, Channel.Environment.class,
          Message.ToProcess.class, Channel.Direct.class),
      Map.of(
          Message.FromTarget.class, Channel.Target.class,
          Message.OfTargetOs.class, Channel.Seen.class,
          Message.FromProcess.class, Channel.Direct.class)),

  /** Both: the kit plays the originating OSes, their processes and the environment. */
  DEVICE(
      Map.of(
          Message.FromDomain.class, Channel.OfDomain.class,
          Message.FromEnvironment.class, Channel.Environment.class,
          Message.ToProcess.class, Channel.Direct.class),
      Map.of(
          Message.ToDomain.class, Channel.OfDomain.class,
          Message.ToTarget.class, Channel.Target.class,
          Message.FromTarget.class, Channel.Target.class,
          Message.OfTargetOs.class, Channel.Seen.class,
          Message.FromProcess.class, Channel.Direct.class));

  /** By the kind of a message, on which kind of channel it is heard. */
  private final Map<Class<?>, Class<?>> heard;

  private final Map<Class<?>, Class<?>> said;

  Role(Map<Class<?>, Class<?>> heard, Map<Class<?>, Class<?>> said) {
    this.heard = ofKinds(heard);
    this.said = ofKinds(said);
  }

  /**
   * A table of kinds, since it is asked of every message, and since Java 17 is slow to tell which
   * of several interfaces an object has.
   */
  private static Map<Class<?>, Class<?>> ofKinds(Map<Class<?>, Class<?>> ofParts) {
    Map<Class<?>, Class<?>> ofKinds = new HashMap<>();
    ofParts.forEach(
        (part, channel) -> Messages.leaves(part).forEach(kind -> ofKinds.put(kind, channel)));
    return ofKinds;
  }

  /**
   * Whether a subject of this role may be told a message.
   *
   * @param envelope a message on its channel
   * @return whether it may
   */
  public boolean hears(Envelope envelope) {
    return heard.get(envelope.message().getClass()) == envelope.channel().getClass();
  }

  /**
   * Whether a subject of this role may say a message.
   *
   * @param envelope a message on its channel
   * @return whether it may
   */
  public boolean says(Envelope envelope) {
    return said.get(envelope.message().getClass()) == envelope.channel().getClass();
  }
}
