package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.diagram.SequenceDiagram.Turn;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim.TargetProcess;
import dev.holdfast.model.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who says what to whom in which row: what the picture and the text have in common.
 *
 * @param lanes from left to right
 * @param rows from top to bottom
 * @param lives the runs of the programs, as far as they are seen to start
 */
record Scene(List<Lane> lanes, List<Row> rows, List<Life> lives) {
  /** No lane: beyond the right border. */
  static final int OUTSIDE = -1;

  /** Not in the trace. */
  static final int NEVER = -1;

  /** What a lane stands for. */
  enum Kind {
    ORIGINATING_OS("originating OS"),
    PROXY(""),
    TARGET_OS(""),
    TARGET_PROCESS("target process");

    /** What to write below the name; empty if the name says it. */
    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** One party. */
  record Lane(Kind kind, String name) {}

  /** Which part of a message's way a row shows. */
  enum Part {
    WHOLE,
    DEPARTURE,
    ARRIVAL
  }

  /**
   * One row.
   *
   * @param turn the turn it belongs to, from 0
   * @param said which of the messages said in the turn it is; {@link #NEVER} for the one heard
   * @param from a lane, or {@link #OUTSIDE}
   * @param to a lane; the same as {@code from} for what is only noted there
   * @param other for a departure the row of the arrival or {@link #NEVER}; for an arrival the row
   *     of the departure
   */
  record Row(int turn, int said, Message message, Part part, int from, int to, int other) {}

  /**
   * One run of a program.
   *
   * @param from the row in which it is seen to start
   * @param told the row in which it is told to end or killed, or {@link #NEVER}
   * @param to the row in which it is seen to exit, or {@link #NEVER}
   * @param beside how many earlier runs of the program have not exited when it starts
   */
  record Life(int lane, int generation, int from, int told, int to, int beside) {}

  static Scene of(List<Turn> turns) {
    return new Builder(turns).build();
  }

  int lane(Kind kind) {
    return lanes.stream().map(Lane::kind).toList().indexOf(kind);
  }

  /** The run of a program that a message is about, if it crosses from or to a target process. */
  static Optional<TargetProcess> about(Message message) {
    if (message instanceof Ready ready) {
      return Optional.of(new TargetProcess(ready.program(), ready.generation()));
    } else if (message instanceof Crashed crashed) {
      return Optional.of(new TargetProcess(crashed.program(), crashed.generation()));
    } else if (message instanceof Gone gone) {
      return Optional.of(new TargetProcess(gone.program(), gone.generation()));
    } else if (message instanceof Started started) {
      return Optional.of(new TargetProcess(started.program(), started.generation()));
    } else if (message instanceof AccessGiven given) {
      return Optional.of(new TargetProcess(given.program(), given.generation()));
    } else if (message instanceof Ending ending) {
      return Optional.of(new TargetProcess(ending.program(), ending.generation()));
    } else if (message instanceof Exited exited) {
      return Optional.of(new TargetProcess(exited.program(), exited.generation()));
    } else if (message instanceof Killed killed
        && killed.victim() instanceof TargetProcess victim) {
      return Optional.of(victim);
    }
    return Optional.empty();
  }

  private static final class Builder {
    /** Stands for originating processes of which the trace does not tell whose they are. */
    private static final String SOMEONE = "?";

    private final List<Turn> turns;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<Integer> underWay = new ArrayList<>();
    private final Map<Handle, Domain> holders = new HashMap<>();
    private final Map<Handle, Program> providers = new HashMap<>();
    private final boolean proxyHears;
    private final boolean targetHears;
    private int user;
    private int used;

    Builder(List<Turn> turns) {
      this.turns = turns;
      proxyHears =
          turns.stream()
              .map(turn -> turn.in().message())
              .anyMatch(m -> m instanceof Message.FromDomain || m instanceof Message.FromTarget);
      targetHears =
          turns.stream()
              .map(turn -> turn.in().message())
              .anyMatch(
                  m ->
                      m instanceof Message.ToTarget
                          || m instanceof Message.FromEnvironment
                          || m instanceof Message.ToProcess);
    }

    Scene build() {
      layOutLanes();
      user = lane(Kind.TARGET_OS, "target OS");
      used = user;
      for (int turn = 0; turn < turns.size(); turn++) {
        add(turn, NEVER, turns.get(turn).in());
        for (int said = 0; said < turns.get(turn).out().size(); said++) {
          add(turn, said, turns.get(turn).out().get(said));
        }
      }
      return new Scene(List.copyOf(lanes), List.copyOf(rows), List.copyOf(lives));
    }

    private void layOutLanes() {
      TreeSet<String> domains = new TreeSet<>();
      TreeSet<String> programs = new TreeSet<>();
      for (Turn turn : turns) {
        for (Envelope envelope : turn.all().toList()) {
          Message message = envelope.message();
          if (message instanceof Message.FromDomain || message instanceof Message.ToDomain) {
            domains.add(domain(envelope.channel()));
          }
          if (message instanceof Use use && holder(use).isEmpty()) {
            domains.add(SOMEONE);
          }
          about(message).ifPresent(process -> programs.add(process.program().name()));
          remember(envelope);
        }
      }
      holders.clear();
      providers.clear();
      domains.forEach(name -> lanes.add(new Lane(Kind.ORIGINATING_OS, name)));
      lanes.add(new Lane(Kind.PROXY, "proxy"));
      lanes.add(new Lane(Kind.TARGET_OS, "target OS"));
      programs.forEach(name -> lanes.add(new Lane(Kind.TARGET_PROCESS, name)));
    }

    private static String domain(Channel channel) {
      return channel instanceof Channel.OfDomain of ? of.domain().name() : SOMEONE;
    }

    /** A handle says nothing by itself: who gave it, and who got it, is told by the trace. */
    private void remember(Envelope envelope) {
      if (envelope.message() instanceof Provided provided) {
        providers.put(provided.handle(), provided.program());
      } else if (envelope.message() instanceof Granted granted
          && envelope.channel() instanceof Channel.OfDomain of) {
        holders.put(granted.handle(), of.domain());
      }
    }

    private Optional<Domain> holder(Use use) {
      return Optional.ofNullable(holders.get(use.handle()));
    }

    private int lane(Kind kind, String name) {
      return lanes.indexOf(new Lane(kind, name));
    }

    private int originating(String name) {
      return lane(Kind.ORIGINATING_OS, name);
    }

    private int process(Program program) {
      return lane(Kind.TARGET_PROCESS, program.name());
    }

    private void add(int turn, int said, Envelope envelope) {
      Message message = envelope.message();
      int proxy = lane(Kind.PROXY, "proxy");
      int target = lane(Kind.TARGET_OS, "target OS");
      int process = about(message).map(TargetProcess::program).map(this::process).orElse(target);
      if (message instanceof Message.FromDomain) {
        whole(turn, said, message, originating(domain(envelope.channel())), proxy);
      } else if (message instanceof Message.ToDomain) {
        whole(turn, said, message, proxy, originating(domain(envelope.channel())));
      } else if (message instanceof Message.ToTarget) {
        part(turn, said, message, proxy, target, targetHears);
      } else if (message instanceof Message.FromTarget) {
        part(turn, said, message, target, proxy, proxyHears);
      } else if (message instanceof Message.FromEnvironment) {
        whole(turn, said, message, process == target ? OUTSIDE : process, target);
      } else if (message instanceof Use use) {
        user = originating(holder(use).map(Domain::name).orElse(SOMEONE));
        Program program = providers.get(use.handle());
        used = program == null || process(program) < 0 ? target : process(program);
        whole(turn, said, message, user, used);
      } else if (message instanceof Message.FromProcess) {
        whole(turn, said, message, used, user);
      } else {
        live(message, process);
        whole(turn, said, message, target, process);
      }
      remember(envelope);
    }

    private void whole(int turn, int said, Message message, int from, int to) {
      rows.add(new Row(turn, said, message, Part.WHOLE, from, to, NEVER));
    }

    /**
     * A message between proxy and target OS. Where one of them hears nothing in the whole trace, it
     * is not part of what is told, and what is said to it is heard at once.
     */
    private void part(int turn, int said, Message message, int from, int to, boolean told) {
      if (said == NEVER) {
        Optional<Integer> departure =
            underWay.stream().filter(row -> rows.get(row).message().equals(message)).findFirst();
        if (departure.isEmpty()) {
          whole(turn, said, message, from, to);
          return;
        }
        int row = departure.get();
        underWay.remove(departure.get());
        Row left = rows.get(row);
        rows.set(
            row, new Row(left.turn(), left.said(), message, left.part(), from, to, rows.size()));
        rows.add(new Row(turn, said, message, Part.ARRIVAL, from, to, row));
      } else if (told) {
        underWay.add(rows.size());
        rows.add(new Row(turn, said, message, Part.DEPARTURE, from, to, NEVER));
      } else {
        whole(turn, said, message, from, to);
      }
    }

    private void live(Message message, int lane) {
      int row = rows.size();
      if (message instanceof Started started) {
        int beside = (int) lives.stream().filter(l -> l.lane() == lane && l.to() == NEVER).count();
        lives.add(new Life(lane, started.generation(), row, NEVER, NEVER, beside));
        return;
      }
      boolean told = message instanceof Ending || message instanceof Killed;
      boolean exits = message instanceof Exited;
      about(message)
          .ifPresent(
              process ->
                  lives.replaceAll(
                      l ->
                          l.lane() == lane
                                  && l.generation() == process.generation()
                                  && l.to() == NEVER
                              ? new Life(
                                  lane,
                                  l.generation(),
                                  l.from(),
                                  told && l.told() == NEVER ? row : l.told(),
                                  exits ? row : NEVER,
                                  l.beside())
                              : l));
    }
  }
}
