package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.time.Duration;

/** The other end of a link: a subject in Java that is spoken to in lines. */
public final class Served {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Served() {}

  /**
   * Serves over standard input and output.
   *
   * @param names the subject's
   * @throws IOException if it can be told or heard no more
   */
  public static void main(String[] names) throws IOException {
    SubjectServer.serve(named(names[0]), System.in, System.out);
    System.exit(0);
  }

  /** An animal of the zoo, or one that is built in. */
  static Subject named(String name) {
    try {
      return switch (name) {
        case "built-in-proxy" -> port(Role.PROXY, ConcurrentProxy::new);
        case "built-in-target" -> port(Role.TARGET, InMemoryTargetOs::new);
        default ->
            Zoo.java().stream()
                .filter(animal -> animal.name().equals(name))
                .findFirst()
                .orElseThrow()
                .maker()
                .make();
      };
    } catch (SubjectException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Subject port(Role role, Port.Factory factory) {
    return new PortSubject(role, "built-in", factory, PATIENCE);
  }
}
