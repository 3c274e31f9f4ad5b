package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.StartFailed;
import java.util.ArrayList;
import java.util.List;

/** What can go wrong around a proxy or a target OS. */
final class Mishap {
  private static final String START = "a failed start";
  private static final String DEATH = "a death";

  private Mishap() {}

  /**
   * What has gone wrong.
   *
   * @param exchange what happened then
   * @return the kinds of mishap, in words; a crash may be a death to some and a failed start to
   *     others
   */
  static List<String> kinds(Exchange exchange) {
    Message in = exchange.in().message();
    if (in instanceof StartFailed) {
      return List.of(START);
    } else if (in instanceof Died) {
      return List.of(DEATH);
    } else if (in instanceof ProcessExited) {
      return List.of("an exit");
    } else if (in instanceof DomainDown) {
      return List.of("a domain down");
    } else if (in instanceof Pressure pressure) {
      return List.of("pressure " + pressure.level());
    }
    List<String> kinds = new ArrayList<>();
    if (in instanceof Crashed && !exchange.said(Exited.class).isEmpty()) {
      kinds.add(DEATH);
    }
    if (in instanceof Crashed && !exchange.said(StartFailed.class).isEmpty()) {
      kinds.add(START);
    }
    return kinds;
  }
}
