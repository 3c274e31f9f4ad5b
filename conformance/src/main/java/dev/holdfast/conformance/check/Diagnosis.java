package dev.holdfast.conformance.check;

import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Waiting;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rule to blame for a refuted exchange. Often the exchange itself says. But a proxy's
 * association cannot be seen, and when it went wrong earlier, what shows it now is not what was
 * wrong. Then the subject is asked, by a release, whether it holds the pair in question; and the
 * blame falls on the last exchange that, with that pair lost or kept, breaks a rule.
 */
final class Diagnosis {
  private static final long PROBE_ID = 1_000_000;

  /** Rules that say whose pair went for whose: only a pair lost before explains them otherwise. */
  static final Set<Rule> MISTAKEN = EnumSet.of(Rule.SEC_1, Rule.ASC_2);

  /** Rules that an exchange may break because an earlier one was wrong. */
  private static final Set<Rule> SYMPTOMS =
      EnumSet.of(
          Rule.ASC_1, Rule.REL_2, Rule.REL_3, Rule.DTH_1, Rule.DTH_2, Rule.DTH_3, Rule.DTH_4);

  private final Scenario scenario;
  private final Refuted refuted;
  private final Probe probe;

  /** Runs a scenario and gives what the subject says in answer to its last batch. */
  interface Probe {
    List<Envelope> answer(Scenario scenario);
  }

  /** A pair that the subject's association lacks, or has too much. */
  private record Suspect(OriginatingProcess process, ResourceId resource, boolean lost) {}

  Diagnosis(Scenario scenario, Refuted refuted, Probe probe) {
    this.scenario = scenario;
    this.refuted = refuted;
    this.probe = probe;
  }

  Optional<Rule> rule() {
    Optional<Rule> visible = refuted.rules().stream().findFirst();
    boolean mistaken = visible.filter(MISTAKEN::contains).isPresent();
    boolean symptom = mistaken || visible.filter(rule -> !SYMPTOMS.contains(rule)).isEmpty();
    if (!symptom || !(refuted.wrong() instanceof ProxyExchange wrong)) {
      return visible;
    }
    for (Suspect suspect : suspects(wrong)) {
      Optional<Rule> cause = mistaken && !suspect.lost() ? Optional.empty() : cause(suspect, wrong);
      if (cause.isPresent()) {
        return cause;
      }
    }
    return visible;
  }

  private List<Suspect> suspects(ProxyExchange wrong) {
    List<Suspect> suspects = new ArrayList<>();
    for (Envelope said : wrong.out()) {
      if (said.message() instanceof Released released
          && wrong.in().message() instanceof Release r) {
        OriginatingProcess process = process(wrong.in(), r);
        boolean held = wrong.before().interest(r.resource()).users().contains(process);
        if (held != (released.outcome() == Outcome.RELEASED)) {
          suspects.add(new Suspect(process, r.resource(), held));
        }
      } else if (said.message() instanceof NoLongerNeeded over
          && !refuted.allowed().contains(said)) {
        users(wrong.after(), over.resource()).stream()
            .filter(user -> !heldBefore(user, over.resource()))
            .forEach(user -> suspects.add(new Suspect(user, over.resource(), true)));
      }
    }
    for (Envelope due : refuted.allowed()) {
      if (wrong.out().contains(due)) {
        continue;
      }
      if (due.message() instanceof TargetDied died
          && due.channel() instanceof Channel.OfDomain of) {
        OriginatingProcess user = new OriginatingProcess(of.domain(), died.process());
        suspects.add(new Suspect(user, died.resource(), true));
      } else if (due.message() instanceof NoLongerNeeded over) {
        users(wrong.before(), over.resource()).stream()
            .filter(user -> !heldBefore(user, over.resource()))
            .forEach(user -> suspects.add(new Suspect(user, over.resource(), true)));
        everyRequester(over.resource()).stream()
            .filter(user -> holds(user, over.resource(), wrong))
            .forEach(user -> suspects.add(new Suspect(user, over.resource(), false)));
      }
    }
    return suspects;
  }

  private static Set<OriginatingProcess> users(Proxy proxy, ResourceId resource) {
    return new TreeSet<>(proxy.interest(resource).users());
  }

  private static OriginatingProcess process(Envelope in, Release release) {
    return new OriginatingProcess(((Channel.OfDomain) in.channel()).domain(), release.process());
  }

  private List<OriginatingProcess> everyRequester(ResourceId resource) {
    TreeSet<OriginatingProcess> all = new TreeSet<>();
    for (List<Envelope> batch : scenario.batches()) {
      for (Envelope in : batch) {
        if (in.message() instanceof Request request
            && request.resource().equals(resource)
            && in.channel() instanceof Channel.OfDomain of) {
          request.processes().forEach(id -> all.add(new OriginatingProcess(of.domain(), id)));
        }
      }
    }
    return List.copyOf(all);
  }

  /** Asks the subject, after all that has happened, whether it holds a pair. */
  private boolean holds(OriginatingProcess user, ResourceId resource, ProxyExchange wrong) {
    return wrong.after().sessions().containsKey(user.domain())
        && released(user, resource, scenario.batches());
  }

  /** Asks the subject whether it held a pair before the batch in which it went wrong. */
  private boolean heldBefore(OriginatingProcess user, ResourceId resource) {
    return released(user, resource, scenario.batches().subList(0, scenario.batches().size() - 1));
  }

  private boolean released(
      OriginatingProcess user, ResourceId resource, List<List<Envelope>> batches) {
    List<List<Envelope>> more = new ArrayList<>(batches);
    more.add(
        List.of(
            new Envelope(Channel.of(user.domain()), new Release(PROBE_ID, user.id(), resource))));
    return probe.answer(scenario.with(more)).stream()
        .anyMatch(said -> said.message().equals(new Released(PROBE_ID, Outcome.RELEASED)));
  }

  /** The last exchange that, had the pair been lost or kept there, breaks a rule. */
  private Optional<Rule> cause(Suspect suspect, ProxyExchange wrong) {
    List<Exchange> history = new ArrayList<>(refuted.before());
    if (!suspect.lost() && wrong.in().message() instanceof Release && repeated(suspect, history)) {
      return Optional.of(Rule.REQ_5); // one release should have undone it
    }
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i) instanceof ProxyExchange x && mayBeTheCause(x, suspect)) {
        Optional<Rule> rule =
            broken(new ProxyExchange(x.before(), x.in(), x.out(), what(x, suspect)));
        if (rule.isPresent()) {
          return rule;
        }
      }
    }
    return Optional.empty();
  }

  /** A pair can be lost wherever it should be held, and kept only where it should go. */
  private static boolean mayBeTheCause(ProxyExchange x, Suspect suspect) {
    boolean after = users(x.after(), suspect.resource()).contains(suspect.process());
    boolean before = users(x.before(), suspect.resource()).contains(suspect.process());
    return suspect.lost() ? after : before && !after;
  }

  private static boolean repeated(Suspect suspect, List<Exchange> history) {
    return history.stream()
        .anyMatch(
            x ->
                x instanceof ProxyExchange its
                    && its.in().message() instanceof Request request
                    && request.resource().equals(suspect.resource())
                    && request.processes().contains(suspect.process().id())
                    && users(its.before(), suspect.resource()).contains(suspect.process()));
  }

  private static Optional<Rule> broken(ProxyExchange x) {
    List<Rule> broken = Arrays.stream(Rule.values()).filter(rule -> !rule.holds(x)).toList();
    return broken.stream()
        .filter(rule -> rule != Rule.ASC_1)
        .findFirst()
        .or(() -> broken.stream().findFirst());
  }

  /** The state after an exchange, with the pair lost or kept. */
  private static Proxy what(ProxyExchange x, Suspect suspect) {
    TreeMap<ResourceId, Interest> resources = new TreeMap<>(x.after().resources());
    Interest interest = x.after().interest(suspect.resource());
    if (interest instanceof Live live) {
      TreeSet<OriginatingProcess> users = new TreeSet<>(live.users());
      change(users, suspect);
      interest = new Live(live.attempt(), live.program(), live.generation(), live.handle(), users);
    } else if (interest instanceof Asking asking) {
      List<Waiting> waiting = new ArrayList<>();
      for (Waiting request : asking.waiting()) {
        TreeSet<OriginatingProcess> processes = new TreeSet<>(request.processes());
        change(processes, suspect);
        waiting.add(new Waiting(request.domain(), request.id(), processes));
      }
      interest = new Asking(asking.attempt(), waiting);
    } else if (!suspect.lost()) {
      TreeSet<OriginatingProcess> kept = new TreeSet<>();
      kept.add(suspect.process());
      interest =
          new Asking(interest.attempt(), List.of(new Waiting(suspect.process().domain(), 0, kept)));
    }
    resources.put(suspect.resource(), interest);
    return new Proxy(x.after().sessions(), resources, x.after().dead());
  }

  private static void change(Set<OriginatingProcess> users, Suspect suspect) {
    if (suspect.lost()) {
      users.remove(suspect.process());
    } else {
      users.add(suspect.process());
    }
  }
}
