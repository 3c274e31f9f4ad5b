package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A few scenarios for a device, about what is hard where processes are real and easy where they are
 * entries of a table: a handle must be void although the process that it leads to lives on.
 */
public final class SystemScenarios {
  private static final Channel A = Channel.of(new Domain("A"));
  private static final ProcessId APP = new ProcessId(1, 1);
  private static final Program NAV = new Program("nav");
  private static final Program MEDIA = new Program("media");
  private static final ResourceId MAP = new ResourceId("map");
  private static final ResourceId ROUTE = new ResourceId("route");
  private static final ResourceId SONG = new ResourceId("song");

  private final List<List<Envelope>> batches = new ArrayList<>();
  private long id;

  private SystemScenarios() {
    happen(new Boot());
    tell(A, new DomainUp(1));
  }

  /**
   * All of them.
   *
   * @return scenarios of one message a batch
   */
  public static List<Scenario> all() {
    return List.of(
        new SystemScenarios().oneOfTwo(),
        new SystemScenarios().keptWarm(),
        new SystemScenarios().nextRun(),
        new SystemScenarios().victims());
  }

  /** One of two resources of a process is released; the process lives on for the other. */
  private Scenario oneOfTwo() {
    granted(NAV, 1, MAP);
    granted(NAV, 1, ROUTE);
    use(MAP, 1, 1);
    release(MAP);
    use(MAP, 1, 1);
    use(ROUTE, 1, 1);
    granted(NAV, 1, MAP);
    use(MAP, 1, 1);
    use(MAP, 2, 1);
    release(MAP);
    release(ROUTE);
    use(ROUTE, 1, 1);
    happen(new Gone(NAV, 1));
    return scenario("system-one-of-two", Set.of());
  }

  /** Nobody needs the process; it lives on. */
  private Scenario keptWarm() {
    granted(NAV, 1, MAP);
    release(MAP);
    use(MAP, 1, 1);
    granted(NAV, 1, MAP);
    use(MAP, 1, 1);
    use(MAP, 2, 1);
    return scenario("system-kept-warm", Set.of(NAV));
  }

  /** A process dies in use, and the next one serves. */
  private Scenario nextRun() {
    granted(NAV, 1, MAP);
    happen(new Crashed(NAV, 1));
    use(MAP, 1, 1);
    granted(NAV, 2, MAP);
    use(MAP, 1, 1);
    use(MAP, 2, 2);
    use(MAP, 2, 1);
    return scenario("system-next-run", Set.of());
  }

  /** One that nobody needs goes first; at last one that is in use. */
  private Scenario victims() {
    granted(MEDIA, 1, SONG);
    release(SONG);
    granted(NAV, 1, MAP);
    happen(new Pressure(Level.LOW));
    use(MAP, 1, 1);
    happen(new Gone(MEDIA, 1));
    happen(new Pressure(Level.MEDIUM));
    use(MAP, 1, 1);
    happen(new Pressure(Level.CRITICAL));
    use(MAP, 1, 1);
    happen(new Gone(NAV, 1));
    happen(new Pressure(Level.NONE));
    granted(NAV, 2, MAP);
    use(MAP, 1, 1);
    use(MAP, 2, 2);
    return scenario("system-victims", Set.of(MEDIA));
  }

  private Scenario scenario(String name, Set<Program> keepsWarm) {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    programs.put(NAV, List.of(MAP, ROUTE));
    programs.put(MEDIA, List.of(SONG));
    return new Scenario(name, new Catalogue(programs, keepsWarm, Profile.SHED), batches);
  }

  private void granted(Program program, int generation, ResourceId resource) {
    tell(A, new Request(++id, List.of(APP), resource));
    happen(new Ready(program, generation, resource));
  }

  private void release(ResourceId resource) {
    tell(A, new Release(++id, APP, resource));
  }

  private void use(ResourceId resource, int attempt, int generation) {
    Handle handle = TargetOs.handle(resource, attempt, generation);
    tell(Channel.DIRECT, new Use(handle));
  }

  private void happen(Message.FromEnvironment message) {
    tell(Channel.ENVIRONMENT, message);
  }

  private void tell(Channel channel, Message message) {
    batches.add(List.of(new Envelope(channel, message)));
  }
}
