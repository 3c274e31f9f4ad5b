package dev.holdfast.conformance.wire;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;

/** One line of a trace: what was recorded of a running system. */
public sealed interface TraceLine {
  /** The device of the lines that name none. No device can be called so. */
  String UNNAMED = "";

  /** A line that belongs to a device. */
  sealed interface OfDevice extends TraceLine {
    /**
     * Which device.
     *
     * @return its name, or {@link #UNNAMED}
     */
    String device();
  }

  /**
   * A device begins: nothing has happened yet.
   *
   * @param device its name
   * @param role what of it was recorded
   * @param catalogue what its target OS can start
   */
  record Begins(String device, Role role, Catalogue catalogue) implements OfDevice {}

  /**
   * A message.
   *
   * @param device the device's name
   * @param sequence its number among the messages of its channel and direction; 0 if it has none
   * @param envelope the message on its channel
   */
  record Passed(String device, long sequence, Envelope envelope) implements OfDevice {}

  /**
   * Everything that the lines before it caused is recorded, too.
   *
   * @param device the device's name
   */
  record Settled(String device) implements OfDevice {}

  /**
   * Nothing more will be recorded of the device.
   *
   * @param device its name
   */
  record Ends(String device) implements OfDevice {}

  /**
   * A line of a device that is no line of a trace.
   *
   * @param device the device's name
   * @param why in one sentence
   */
  record Strange(String device, String why) implements OfDevice {}

  /**
   * A line of which nobody can tell whose it is.
   *
   * @param why in one sentence
   */
  record Garbled(String why) implements TraceLine {}
}
