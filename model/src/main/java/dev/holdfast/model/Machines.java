package dev.holdfast.model;

import java.util.List;

/**
 * The machines that a {@link Device} is made of: the reference's, or wrong ones that show that the
 * rules bite.
 *
 * @param proxy what a proxy does with a message
 * @param target what a target OS may do with a message
 */
public record Machines(ProxyMachine proxy, TargetMachine target) {
  /** The reference's machines. */
  public static final Machines REFERENCE = new Machines(Proxy::step, TargetOs::steps);

  /** What a proxy does with a message. */
  @FunctionalInterface
  public interface ProxyMachine {
    /**
     * One step.
     *
     * @param before the state
     * @param in the message
     * @return the step
     */
    Step<Proxy> step(Proxy before, Envelope in);
  }

  /** What a target OS may do with a message. */
  @FunctionalInterface
  public interface TargetMachine {
    /**
     * One step.
     *
     * @param before the state
     * @param in the message
     * @return every permitted outcome
     */
    List<Step<TargetOs>> steps(TargetOs before, Envelope in);
  }
}
