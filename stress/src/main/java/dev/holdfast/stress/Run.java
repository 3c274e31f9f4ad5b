package dev.holdfast.stress;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Port;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * One run of a race on the implementation. One jcstress test runs all races by turns: what each
 * needs of its own is little, and a virtual machine for each would take most of the time.
 *
 * <p>The system property {@code holdfast.races} names the races to run, separated by commas; all if
 * it is not set.
 */
@JCStressTest
@Outcome(
    id = ".*" + Run.AS_THE_MODEL + ".*",
    expect = Expect.ACCEPTABLE,
    desc = "The model does this for some order of the messages.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The model does this for no order of the messages.")
@State
public class Run {
  static final String AS_THE_MODEL = " ends as the model does: ";
  static final String UNLIKE_THE_MODEL = " ends as the model never does: ";

  /** Neighbours run the same race, so that the threads meet. */
  private static final int NEIGHBOURS = 256;

  private static final List<Known> KNOWN =
      Races.named(System.getProperty("holdfast.races", "")).stream().map(Known::of).toList();

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Known known;
  private final Port port;

  /** Several may speak at once, but not of what {@link Result} keeps in order. */
  private final List<Envelope> said = Collections.synchronizedList(new ArrayList<>());

  /** No message may make it throw. */
  private final List<RuntimeException> thrown = Collections.synchronizedList(new ArrayList<>());

  /** What the implementation calls the handles to which the model gives another name. */
  private final Map<Handle, Handle> handles = new ConcurrentHashMap<>();

  /** What the model calls the handles of the implementation. */
  private final Map<Handle, Handle> names = new ConcurrentHashMap<>();

  /** Computed once: jcstress makes a run for every sample. */
  private record Known(Race race, Map<Result, String> permitted) {
    static Known of(Race race) {
      return new Known(
          race,
          race.permitted().stream()
              .collect(Collectors.toMap(r -> r, r -> race.name() + AS_THE_MODEL + r)));
    }
  }

  /** A run of the race whose turn it is. */
  public Run() {
    this(KNOWN.get((RUNS.getAndIncrement() & Integer.MAX_VALUE) / NEIGHBOURS % KNOWN.size()));
  }

  Run(Race race) {
    this(Known.of(race));
  }

  private Run(Known known) {
    this.known = known;
    port = known.race.subject().open(this::hear);
    known.race.before().forEach(this::tell);
    said.clear();
  }

  /** What the first thread does. */
  @Actor
  public void first() {
    known.race.actors().get(0).forEach(this::tell);
  }

  /** What the second thread does. */
  @Actor
  public void second() {
    known.race.actors().get(1).forEach(this::tell);
  }

  /**
   * What came of it.
   *
   * @param result is told
   */
  @Arbiter
  public void end(L_Result result) {
    result.r1 = end();
  }

  String end() {
    known.race.after().forEach(this::tell);
    port.close();
    if (!thrown.isEmpty()) {
      return known.race.name() + UNLIKE_THE_MODEL + thrown;
    }
    Result result = Result.of(said);
    String text = known.permitted.get(result);
    return text == null ? known.race.name() + UNLIKE_THE_MODEL + result : text;
  }

  private void tell(Envelope in) {
    Message message = in.message();
    if (message instanceof Use use) {
      message = new Use(handles.getOrDefault(use.handle(), use.handle()));
    }
    try {
      port.deliver(new Envelope(in.channel(), message));
    } catch (RuntimeException e) {
      thrown.add(e);
    }
  }

  private void hear(Envelope out) {
    Message message = out.message();
    if (message instanceof Provided p) {
      Handle name = TargetOs.handle(p.resource(), p.attempt(), p.generation());
      handles.put(name, p.handle());
      names.put(p.handle(), name);
      message = new Provided(p.resource(), p.attempt(), p.program(), p.generation(), name);
    } else if (message instanceof Granted granted) {
      Handle handle = granted.handle();
      message = new Granted(granted.id(), names.getOrDefault(handle, handle));
    }
    said.add(new Envelope(out.channel(), message));
  }
}
