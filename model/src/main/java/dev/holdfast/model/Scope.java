package dev.holdfast.model;

import dev.holdfast.model.TargetOs.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * The bounds within which the environment of one target OS acts. Ids, attempts, generations and
 * epochs grow for ever in life; here every domain has so many ids and boots, and every other cause
 * of growth a budget, so that the states are finitely many.
 *
 * @param catalogue what the target OS can start
 * @param originators what each originating OS may do
 * @param crashes how many target processes may die by themselves, failed starts included
 * @param localUses how often a local user may begin to use a program
 * @param levels the levels of memory pressure that may be reported
 * @param hostile whether domains also say what may not be said
 * @param groups whether domains also ask for several processes at once
 * @param uses whether handles, void ones and made-up ones are used
 */
public record Scope(
    Catalogue catalogue,
    NavigableMap<Domain, Originator> originators,
    int crashes,
    int localUses,
    Set<Level> levels,
    boolean hostile,
    boolean groups,
    boolean uses) {
  /** Keeps immutable copies. */
  public Scope {
    originators = Sorted.copy(originators);
    levels = Sorted.copy(levels);
  }

  /**
   * What one originating OS may do.
   *
   * @param processes its processes, all incarnations
   * @param exits those whose exit it tells, at any time, once in an epoch
   * @param asks the resources that it requests and releases; unknown ones may be among them
   * @param ids how many requests and releases it may say, over all epochs
   * @param boots how often it may boot
   * @param program if it is a target OS itself, the one before this one in its device: the program
   *     there whose runs are its processes, generation n being incarnation n (C0)
   */
  public record Originator(
      NavigableSet<ProcessId> processes,
      NavigableSet<ProcessId> exits,
      NavigableSet<ResourceId> asks,
      int ids,
      int boots,
      Optional<Program> program) {
    /** Keeps immutable copies. */
    public Originator {
      processes = Sorted.copy(processes);
      exits = Sorted.copy(exits);
      asks = Sorted.copy(asks);
    }

    /** Whether what it says is true of the target OS that it is. */
    boolean isTrue(Message message, TargetOs itself) {
      if (program.isEmpty()) {
        return true;
      }
      Life life = itself.life(program.get());
      if (message instanceof Message.Request request) {
        return request.processes().stream().allMatch(process -> exists(process, life));
      }
      if (message instanceof Message.Release release) {
        return exists(release.process(), life);
      }
      if (message instanceof Message.ProcessExited exited) {
        return exited.process().incarnation() <= life.generation()
            && !exists(exited.process(), life);
      }
      return !(message instanceof Message.DomainUp) || itself.accepting();
    }

    private static boolean exists(ProcessId process, Life life) {
      return process.incarnation() == life.generation() && !(life instanceof TargetOs.Off);
    }
  }

  /** Whether what an originating OS says is true of it, if it is the target OS before this one. */
  boolean isTrue(Envelope said, TargetOs before) {
    return !(said.channel() instanceof Channel.OfDomain channel)
        || originator(channel.domain()).isTrue(said.message(), before);
  }

  /**
   * Every resource that anybody may ask for.
   *
   * @return the resources
   */
  NavigableSet<ResourceId> asks() {
    java.util.TreeSet<ResourceId> all = new java.util.TreeSet<>();
    originators.values().forEach(originator -> all.addAll(originator.asks()));
    return all;
  }

  /**
   * The requests that a domain may make with an id: for one process, and if {@link #groups} for two
   * of different numbers.
   *
   * @param domain who
   * @param id the id
   * @return the requests
   */
  List<Message.FromDomain> requests(Domain domain, long id) {
    NavigableSet<ProcessId> processes = originator(domain).processes();
    List<List<ProcessId>> choices = new ArrayList<>();
    for (ProcessId first : processes) {
      choices.add(List.of(first));
      for (ProcessId second : processes) {
        if (groups && first.pid() < second.pid()) {
          choices.add(List.of(first, second));
        }
      }
    }
    List<Message.FromDomain> requests = new ArrayList<>();
    for (List<ProcessId> choice : choices) {
      originator(domain)
          .asks()
          .forEach(resource -> requests.add(new Message.Request(id, choice, resource)));
    }
    return requests;
  }

  Originator originator(Domain domain) {
    Originator originator = originators.get(domain);
    if (originator == null) {
      throw new IllegalArgumentException("no such domain: " + domain);
    }
    return originator;
  }
}
