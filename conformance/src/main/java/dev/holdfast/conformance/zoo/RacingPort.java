package dev.holdfast.conformance.zoo;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import dev.holdfast.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A machine that is right with one message at a time, and may be wrong about two that are under way
 * together. What was delivered since the last sync is under way together, whichever thread came
 * first: so the race is lost every time.
 *
 * @param <S> the machine's state
 */
final class RacingPort<S> implements Port {
  private final BiFunction<S, Envelope, Step<S>> right;
  private final Together<S> together;
  private final Minting minting = new Minting(any -> Minting.unguessable());
  private final Consumer<Envelope> said;
  private final List<Envelope> underWay = new ArrayList<>();
  private S state;

  /**
   * What becomes of two messages that meet.
   *
   * @param <S> the machine's state
   */
  @FunctionalInterface
  interface Together<S> {
    /**
     * Takes both in one go.
     *
     * @param before the state that both see
     * @param first one
     * @param second the other, on another channel, or on one where it may overtake
     * @return the step, or empty if these two do not mind each other
     */
    Optional<Step<S>> step(S before, Envelope first, Envelope second);
  }

  RacingPort(
      S initial,
      BiFunction<S, Envelope, Step<S>> right,
      Together<S> together,
      Consumer<Envelope> said) {
    this.state = initial;
    this.right = right;
    this.together = together;
    this.said = said;
  }

  @Override
  public synchronized void deliver(Envelope in) {
    underWay.add(minting.told(in));
  }

  @Override
  public synchronized void sync() {
    while (!underWay.isEmpty()) {
      Envelope first = underWay.remove(0);
      Step<S> step = meeting(first).orElseGet(() -> right.apply(state, first));
      state = step.state();
      step.out().forEach(out -> said.accept(minting.said(out)));
    }
  }

  /** With the first of the others that it minds. */
  private Optional<Step<S>> meeting(Envelope first) {
    for (Envelope second : List.copyOf(underWay)) {
      if (mayBeNext(first, second)) {
        Optional<Step<S>> step =
            together.step(state, first, second).or(() -> together.step(state, second, first));
        if (step.isPresent()) {
          underWay.remove(second);
          return step;
        }
      }
    }
    return Optional.empty();
  }

  private boolean mayBeNext(Envelope first, Envelope second) {
    Channel channel = second.channel();
    return channel.equals(Channel.TARGET)
        || (!channel.equals(first.channel())
            && underWay.stream()
                .filter(e -> e.channel().equals(channel))
                .findFirst()
                .equals(Optional.of(second)));
  }
}
