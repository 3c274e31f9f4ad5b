package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.Animal.BreaksDown;
import dev.holdfast.conformance.zoo.Animal.Expected;
import dev.holdfast.conformance.zoo.Animal.Passes;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Port;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** All animals, and what the kit makes of each. Safe for any number of threads. */
public final class Zoo {
  private static final long SEED = 1;
  private static final int WALKS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The faults that are also put into whole devices. */
  private static final Set<String> IN_DEVICES =
      Set.of("over-with-users", "shed-at-medium", "proxy-as-victim", "waiting-exit-unseen");

  private final Map<Role, List<Scenario>> all = new ConcurrentHashMap<>();
  private final Map<Role, List<Scenario>> few = new ConcurrentHashMap<>();

  /**
   * What the kit made of one animal.
   *
   * @param animal the animal
   * @param right whether it was judged as it must be
   * @param found what was found, in a few words
   * @param others the rules that failed with the primary one
   * @param nanos how long it took
   */
  public record Score(
      Animal animal, boolean right, String found, List<String> others, long nanos) {}

  /**
   * The animals in Java: a wrong machine for every fault, and right ones unlike ours.
   *
   * @return at least 45 faulty ones, of which 8 are wrong only in a race, and 6 benign
   */
  public static List<Animal> java() {
    List<Animal> animals = new ArrayList<>();
    wrongMachines().forEach(machine -> animals.add(machine.animal()));
    for (Role role : List.of(Role.PROXY, Role.TARGET)) {
      String name = role == Role.PROXY ? "proxy" : "target";
      animals.add(
          animal(
              "one-thing-at-a-time-" + name,
              role,
              "Does one thing at a time.",
              Expected.pass(),
              machine(role, Machines.REFERENCE)));
      animals.add(
          animal(
              "batching-" + name,
              role,
              "Says everything at the last moment, and what may overtake in reverse.",
              Expected.pass(),
              (catalogue, said) ->
                  new Batching(
                      hold -> machine(role, Machines.REFERENCE).open(catalogue, hold), said)));
    }
    animals.add(
        animal(
            "ends-at-once",
            Role.TARGET,
            "Never keeps a process warm though it may, and prefers other victims than ours.",
            Expected.pass(),
            target(
                Machines.REFERENCE,
                outcomes -> outcomes.get(outcomes.size() - 1),
                any -> Minting.unguessable())));
    animals.add(
        animal(
            "odd-handles",
            Role.TARGET,
            "Mints handles as long as a name may be, of every character that a name may have.",
            Expected.pass(),
            target(Machines.REFERENCE, outcomes -> outcomes.get(0), any -> oddHandle())));
    animals.add(
        animal(
            "handles-by-number",
            Role.TARGET,
            "Mints handles that count accesses, so that they can be guessed.",
            new Breaks("HND-4"),
            target(Machines.REFERENCE, outcomes -> outcomes.get(0), Provided::handle)));
    animals.add(
        animal(
            "handle-minted-once",
            Role.TARGET,
            "Mints one handle per resource and run, so that a void one comes back to life.",
            new Breaks("HND-5"),
            (catalogue, said) -> {
              Map<String, Handle> once = new HashMap<>();
              return target(
                      Machines.REFERENCE,
                      outcomes -> outcomes.get(0),
                      p ->
                          once.computeIfAbsent(
                              p.resource() + " " + p.generation(), any -> Minting.unguessable()))
                  .open(catalogue, said);
            }));
    animals.addAll(Races.all());
    animals.addAll(Incidents.others());
    animals.add(
        device(
            "device-of-machines",
            "Is made of machines that do one thing at a time.",
            Expected.pass(),
            Machines.REFERENCE));
    for (Fault fault : Faults.all()) {
      if (IN_DEVICES.contains(fault.name())) {
        animals.add(
            device(
                "device-" + fault.name(),
                fault.story(),
                new Breaks(fault.rule().id()),
                fault.machines()));
      }
    }
    return animals;
  }

  /** The wrong machines that do one thing at a time and remember no more than the model. */
  static List<WrongMachine> wrongMachines() {
    List<WrongMachine> machines = new ArrayList<>();
    Faults.all().forEach(fault -> machines.add(WrongMachine.of(fault)));
    machines.add(
        new WrongMachine(
            "boots-whenever-told",
            Role.TARGET,
            Rule.MEM_1,
            "Boots again when it has booted: protects the proxy a second time.",
            new Machines(Proxy::step, Zoo::booting)));
    machines.addAll(Incidents.machines());
    return machines;
  }

  private static List<Step<TargetOs>> booting(TargetOs before, Envelope in) {
    List<Envelope> boot = TargetOs.off(before.catalogue()).steps(in).get(0).out();
    return before.accepting() && !boot.isEmpty()
        ? List.of(new Step<>(before, boot))
        : before.steps(in);
  }

  private static Animal device(String name, String story, Expected expected, Machines machines) {
    return animal(
        name,
        Role.DEVICE,
        story,
        expected,
        (catalogue, said) ->
            new InMemoryDevice(
                machine(Role.PROXY, machines), machine(Role.TARGET, machines), catalogue, said));
  }

  static Port.Factory machine(Role role, Machines machines) {
    return role == Role.PROXY
        ? (catalogue, said) -> new MachinePort<>(Proxy.NEW, machines.proxy()::step, said)
        : target(machines, outcomes -> outcomes.get(0), any -> Minting.unguessable());
  }

  /** A target OS that chooses where the protocol leaves a choice, and mints handles of its own. */
  private static Port.Factory target(
      Machines machines,
      Function<List<Step<TargetOs>>, Step<TargetOs>> choice,
      Function<Provided, Handle> minting) {
    return (catalogue, said) ->
        new MachinePort<>(
            TargetOs.off(catalogue),
            (state, in) -> choice.apply(machines.target().steps(state, in)),
            minting,
            said);
  }

  private static Handle oddHandle() {
    String begin = Minting.unguessable().name();
    return new Handle(begin + "#/:._-Zz9".repeat(20).substring(0, 128 - begin.length()));
  }

  static Animal animal(
      String name, Role role, String story, Expected expected, Port.Factory factory) {
    return new Animal(
        name, role, story, expected, () -> new PortSubject(role, name, factory, PATIENCE));
  }

  /**
   * The animals that are programs.
   *
   * @param conformance the folder of this module, where the programs are
   * @return at least 15 hostile ones and 2 benign
   */
  public static List<Animal> children(Path conformance) {
    String hostile = conformance.resolve("src/test/hostile").toString();
    List<Animal> animals = new ArrayList<>();
    animals.add(
        child(
            "overlooks-users",
            "Sends NoLongerNeeded on every release, though users remain.",
            new Breaks("REL-3"),
            "python3",
            conformance.resolve("examples/python/faulty.py").toString()));
    String benign = conformance.resolve("src/test/benign").toString();
    animals.add(program(benign, "chatty_stderr", "Says much on standard error.", Expected.pass()));
    animals.add(program(benign, "spells_otherwise", "Spells JSON otherwise.", Expected.pass()));
    Set<Kind> noSubject = Set.of(Kind.NO_SUBJECT);
    Set<Kind> malformed = Set.of(Kind.MALFORMED);
    Set<Kind> brokeOff = Set.of(Kind.BROKE_OFF);
    Set<Kind> silent = Set.of(Kind.SILENT);
    animals.add(hostile(hostile, "does_nothing", "Exits at once.", noSubject));
    animals.add(hostile(hostile, "silent", "Reads, and never answers.", noSubject));
    animals.add(hostile(hostile, "echo", "Echoes its input.", noSubject));
    animals.add(hostile(hostile, "random_bytes", "Says random bytes.", noSubject));
    animals.add(
        hostile(hostile, "floods_stdout", "Floods its output.", noSubject, malformed, silent));
    animals.add(hostile(hostile, "long_line", "Says one endless line.", noSubject, malformed));
    animals.add(hostile(hostile, "never_reads", "Never reads.", noSubject, silent));
    animals.add(hostile(hostile, "bad_json", "Says what is no JSON.", malformed));
    animals.add(hostile(hostile, "wrong_schema", "Says what fits no schema.", malformed));
    animals.add(hostile(hostile, "prefix_then_silence", "Begins well, then is silent.", silent));
    animals.add(
        hostile(hostile, "ignores_sigterm", "Hangs, and ignores SIGTERM.", noSubject, silent));
    animals.add(
        hostile(
            hostile,
            "grandchild_holds_pipe",
            "Leaves a child that holds the pipe.",
            noSubject,
            silent,
            brokeOff));
    animals.add(hostile(hostile, "crashes_at_message_n", "Crashes in mid-conversation.", brokeOff));
    animals.add(hostile(hostile, "endless_stderr", "Floods its standard error.", silent));
    animals.add(hostile(hostile, "closes_stdout", "Closes its output, and lives on.", brokeOff));
    animals.add(hostile(hostile, "invalid_utf8", "Says what is no UTF-8.", malformed));
    animals.add(hostile(hostile, "deep_json", "Says JSON that is too deep to read.", malformed));
    animals.add(hostile(hostile, "half_line", "Ends in the middle of a line.", brokeOff));
    animals.add(
        hostile(
            hostile,
            "daemon_holds_pipe",
            "Leaves a daemon that holds the pipe.",
            noSubject,
            silent,
            brokeOff));
    animals.add(
        hostile(
            hostile,
            "daemon_floods",
            "Leaves a daemon that floods the pipe.",
            noSubject,
            malformed,
            silent,
            brokeOff));
    animals.add(
        hostile(hostile, "forks", "Is another process every moment.", noSubject, silent, brokeOff));
    animals.add(hostile(hostile, "wrong_hello", "Speaks another version.", noSubject));
    animals.add(hostile(hostile, "syncs_ahead", "Says synced for what was not asked.", malformed));
    animals.add(
        hostile(
            hostile, "talks_too_much", "Says all a hundred thousand times.", malformed, silent));
    animals.add(hostile(hostile, "dies_at_reset", "Dies at every reset.", brokeOff));
    animals.add(hostileRule(hostile, "wrong_ids", "Answers with wrong ids.", "REL-1"));
    animals.add(hostileRule(hostile, "answers_twice", "Answers everything twice.", "REL-1"));
    animals.add(
        hostileRule(hostile, "answers_early", "Grants what nobody has asked for.", "HND-1"));
    return animals;
  }

  @SafeVarargs
  private static Animal hostile(String folder, String name, String story, Set<Kind>... kinds) {
    Set<Kind> all = new java.util.HashSet<>();
    for (Set<Kind> some : kinds) {
      all.addAll(some);
    }
    return program(folder, name, story, new BreaksDown(all));
  }

  private static Animal hostileRule(String folder, String name, String story, String rule) {
    return program(folder, name, story, new Breaks(rule));
  }

  private static Animal program(String folder, String name, String story, Expected expected) {
    return child(name, story, expected, "sh", "-c", start(folder, name));
  }

  /** The programs are scripts in one of two languages. */
  private static String start(String folder, String name) {
    String path = folder + "/" + name;
    return "export PYTHONDONTWRITEBYTECODE=1; if [ -f '"
        + path
        + ".py' ];"
        + " then exec python3 '"
        + path
        + ".py'; else exec sh '"
        + path
        + ".sh'; fi";
  }

  private static Animal child(String name, String story, Expected expected, String... command) {
    return new Animal(
        name,
        Role.PROXY,
        story,
        expected,
        new Animal.Program(List.of(command), patience(expected)));
  }

  /** Whoever is silent shall be silent soon; whoever is not may be slow. */
  private static Duration patience(Expected expected) {
    return expected instanceof BreaksDown its && its.kinds().contains(Kind.SILENT)
        ? Duration.ofSeconds(2)
        : PATIENCE;
  }

  /**
   * Lets the kit judge many animals, as many at a time as there are processors; and beside them as
   * many programs, for which it mostly waits.
   *
   * @param animals the animals
   * @param progress told how many are done
   * @return what it made of each, in their order
   * @throws InterruptedException if the wait for them is interrupted
   */
  public List<Score> judge(List<Animal> animals, LongConsumer progress)
      throws InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    ExecutorService machines = Executors.newFixedThreadPool(processors);
    ExecutorService programs = Executors.newFixedThreadPool(processors);
    BlockingQueue<Future<Score>> done = new LinkedBlockingQueue<>();
    CompletionService<Score> ofMachines = new ExecutorCompletionService<>(machines, done);
    CompletionService<Score> ofPrograms = new ExecutorCompletionService<>(programs, done);
    try {
      List<Future<Score>> under = new ArrayList<>();
      for (Animal animal : animals) {
        boolean program = animal.maker() instanceof Animal.Program;
        under.add((program ? ofPrograms : ofMachines).submit(() -> judge(animal)));
      }
      for (int i = 1; i <= animals.size(); i++) {
        done.take();
        progress.accept(i);
      }
      List<Score> scores = new ArrayList<>();
      for (Future<Score> one : under) {
        scores.add(one.get());
      }
      return scores;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the kit broke down", e);
    } finally {
      machines.shutdownNow();
      programs.shutdownNow();
    }
  }

  /**
   * Lets the kit judge one animal.
   *
   * @param animal the animal
   * @return what it made of it
   */
  public Score judge(Animal animal) {
    List<Scenario> scenarios = scenarios(animal);
    long start = System.nanoTime();
    try (Subject subject = animal.maker().make()) {
      Report report = new Checker(subject).run(scenarios, SEED, done -> {});
      return score(animal, report, start);
    } catch (SubjectException e) {
      boolean right = animal.expected() instanceof BreaksDown its && its.kinds().contains(e.kind());
      return new Score(animal, right, e.sentence(), List.of(), System.nanoTime() - start);
    }
  }

  /** A right program would be told all there is; what is odd about it is how it speaks. */
  private List<Scenario> scenarios(Animal animal) {
    return animal.maker() instanceof Animal.Program && animal.expected() instanceof Passes
        ? few.computeIfAbsent(animal.role(), role -> Suite.quick(role, SEED, 4).scenarios())
        : all.computeIfAbsent(
            animal.role(), role -> Suite.full(role, SEED, extent(role), done -> {}).scenarios());
  }

  /** The one animal that only a long order of messages shows to be wrong is a proxy. */
  private static Suite.Extent extent(Role role) {
    return new Suite.Extent(WALKS, role == Role.PROXY ? Orders.MESSAGES : 4);
  }

  private static Score score(Animal animal, Report report, long start) {
    long nanos = System.nanoTime() - start;
    List<String> failed =
        report.lines().entrySet().stream()
            .filter(entry -> entry.getValue().verdict() == Verdict.FAIL)
            .map(entry -> entry.getKey().id())
            .toList();
    Optional<String> primary = report.primary().map(Rule::id);
    if (animal.expected() instanceof Passes) {
      return new Score(
          animal, report.verdict() == Verdict.PASS, report.verdict().name(), failed, nanos);
    }
    if (animal.expected() instanceof Breaks breaks) {
      boolean right =
          report.verdict() == Verdict.FAIL && primary.equals(Optional.of(breaks.rule()));
      List<String> others = failed.stream().filter(id -> !Optional.of(id).equals(primary)).toList();
      return new Score(animal, right, primary.orElse(report.verdict().name()), others, nanos);
    }
    Optional<SubjectException.Kind> kind = report.breakdown();
    boolean right =
        animal.expected() instanceof BreaksDown its
            && kind.filter(its.kinds()::contains).isPresent()
            && report.verdict() != Verdict.PASS;
    String found = report.failures().stream().map(f -> f.sentence()).findFirst().orElse("nothing");
    return new Score(animal, right, found, failed, nanos);
  }
}
