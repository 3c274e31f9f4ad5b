package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks independent and is not. */
class IndependenceTest {
  private static final ResourceId R = new ResourceId("r");
  private static final ProcessId ONE = new ProcessId(1, 1);
  private static final ProcessId TWO = new ProcessId(2, 1);

  /** If A's pair went first, B's first pair would be the last one, and the resource given up. */
  @Test
  void aReleaseIsHeardAfterWhatKeepsTheResourceInUse() {
    Oracle oracle = new Oracle(Role.PROXY, Catalogue.of("P", "r"));
    oracle.judge(List.of(by("A", new DomainUp(1)), by("B", new DomainUp(1))), List.of());
    oracle.judge(
        List.of(by("A", new Request(1, List.of(ONE), R))),
        List.of(new Envelope(Channel.TARGET, new Need(R, 1))));
    oracle.judge(List.of(by("B", new Request(1, List.of(ONE), R))), List.of());
    assertInstanceOf(
        Explained.class,
        oracle.judge(
            List.of(
                by("A", new Release(2, ONE, R)),
                by("B", new Release(2, ONE, R)),
                by("B", new Request(3, List.of(TWO), R))),
            List.of(
                by("A", new Released(2, Outcome.RELEASED)),
                by("A", new Refused(1, Reason.CANCELLED)),
                by("B", new Released(2, Outcome.RELEASED)),
                by("B", new Refused(1, Reason.CANCELLED)))));
  }

  private static Envelope by(String domain, Message message) {
    return new Envelope(Channel.of(new Domain(domain)), message);
  }
}
