package dev.holdfast.conformance.oracle;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What originating OSes and a target OS tell a proxy, batch by batch. Each domain says several
 * things at a time without waiting for answers; the target OS answers what it was asked, sooner or
 * later and in any order, and its processes die now and then.
 */
final class Talk {
  private static final int PIDS = 2;

  private final SplittableRandom random;
  private final int most;
  private final List<Domain> domains;
  private final List<ResourceId> resources = new ArrayList<>();
  private final TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
  private final List<Need> open = new ArrayList<>();
  private final int[][] incarnations;
  private final int[] epochs;
  private final int[] generations;
  private long id;

  /**
   * A talk.
   *
   * @param seed what is left to chance
   * @param domains how many domains talk
   * @param programs how many programs the target OS has, of two resources each
   * @param most how many things a domain says at a time, at most
   */
  Talk(long seed, int domains, int programs, int most) {
    random = new SplittableRandom(seed);
    this.most = most;
    this.domains = IntStream.rangeClosed(1, domains).mapToObj(n -> new Domain("D" + n)).toList();
    for (int n = 1; n <= programs; n++) {
      List<ResourceId> its =
          List.of(new ResourceId("p" + n + ".a"), new ResourceId("p" + n + ".b"));
      this.programs.put(new Program("P" + n), its);
      resources.addAll(its);
    }
    incarnations = new int[domains][PIDS];
    epochs = new int[domains];
    generations = new int[programs];
  }

  /** A talk of eight domains about few resources, or many, a little at a time, or much. */
  static Talk of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Talk(seed, 8, 1 + random.nextInt(4), 1 + random.nextInt(4));
  }

  Catalogue catalogue() {
    return new Catalogue(programs, Set.of(), Profile.SHED);
  }

  List<Envelope> next() {
    List<Envelope> told = new ArrayList<>();
    for (int n = 0; n < domains.size(); n++) {
      for (int i = 1 + random.nextInt(most); i > 0; i--) {
        told.add(new Envelope(Channel.of(domains.get(n)), ofDomain(n)));
      }
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      if (random.nextInt(3) > 0) {
        told.add(new Envelope(Channel.TARGET, answer(open.remove(i))));
      }
    }
    if (random.nextInt(10) == 0) {
      int program = random.nextInt(generations.length);
      int generation = ++generations[program];
      told.add(new Envelope(Channel.TARGET, new Died(program(program), generation, Cause.CRASHED)));
    }
    return told;
  }

  void hear(List<Envelope> said) {
    for (Envelope envelope : said) {
      if (envelope.message() instanceof Need need) {
        open.add(need);
      }
    }
  }

  private Message ofDomain(int n) {
    int pid = random.nextInt(PIDS);
    ProcessId process = new ProcessId(pid + 1, incarnations[n][pid] + 1);
    ResourceId resource = resources.get(random.nextInt(resources.size()));
    int kind = random.nextInt(200);
    if (epochs[n] == 0 || kind == 0) {
      return new DomainUp(++epochs[n]);
    } else if (kind < 10) {
      incarnations[n][pid]++;
      return new ProcessExited(process);
    } else if (kind < 105) {
      return new Request(++id, List.of(process), resource);
    }
    return new Release(++id, process, resource);
  }

  private Message answer(Need need) {
    int program = resources.indexOf(need.resource()) / 2;
    return random.nextInt(8) == 0
        ? new StartFailed(need.resource(), need.attempt(), Reason.START_FAILED)
        : new Provided(
            need.resource(),
            need.attempt(),
            program(program),
            generations[program] + 1,
            new Handle(need.resource() + "-" + need.attempt()));
  }

  private Program program(int number) {
    return new Program("P" + (number + 1));
  }
}
