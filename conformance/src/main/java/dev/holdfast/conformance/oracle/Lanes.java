package dev.holdfast.conformance.oracle;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The messages of a batch, told or said, by channel. Those of a FIFO channel have an order; any
 * other may overtake and be overtaken.
 *
 * <p>Immutable.
 */
final class Lanes {
  /** No message, or no channel. */
  static final int NONE = -1;

  static final int[] NOWHERE = {};

  private final List<Envelope> messages;
  private final Map<Channel, Integer> numbers = new LinkedHashMap<>();
  private final int[][] lanes;
  private final int[] loose;
  private final Map<Envelope, int[]> places = new HashMap<>();

  /** These messages, on channels of which these are FIFO. */
  Lanes(List<Envelope> messages, Predicate<Channel> fifo) {
    this.messages = messages;
    List<List<Integer>> all = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Channel channel = messages.get(i).channel();
      if (fifo.test(channel)) {
        int lane = numbers.computeIfAbsent(channel, any -> all.size());
        if (lane == all.size()) {
          all.add(new ArrayList<>());
        }
        all.get(lane).add(i);
      } else {
        others.add(i);
      }
    }
    lanes = all.stream().map(Lanes::ints).toArray(int[][]::new);
    loose = ints(others);
    Map<Envelope, List<Integer>> equal = new HashMap<>();
    for (int i = 0; i < loose.length; i++) {
      equal.computeIfAbsent(messages.get(loose[i]), any -> new ArrayList<>()).add(i);
    }
    equal.forEach((message, at) -> places.put(message, ints(at)));
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return messages.size();
  }

  Envelope get(int index) {
    return messages.get(index);
  }

  /** The number of a FIFO channel that has a message, or {@link #NONE}. */
  int lane(Channel channel) {
    return numbers.getOrDefault(channel, NONE);
  }

  /** How many FIFO channels have messages. */
  int lanes() {
    return lanes.length;
  }

  /** How many messages are on channels that are not FIFO. */
  int loose() {
    return loose.length;
  }

  /** The index of a message that is on no FIFO channel, by its place among those. */
  int loose(int place) {
    return loose[place];
  }

  /** Where among the messages that are on no FIFO channel this one is, in order. */
  int[] places(Envelope message) {
    return places.getOrDefault(message, NOWHERE);
  }

  Mark start() {
    return new Mark(new int[lanes.length], Window.EMPTY, 0);
  }

  /** How far one has got: how much of each FIFO channel, and which of the other messages. */
  final class Mark {
    private final int[] counts;
    private final Window others;
    private final int size;

    private Mark(int[] counts, Window others, int size) {
      this.counts = counts;
      this.others = others;
      this.size = size;
    }

    /** How many messages are behind it. */
    int size() {
      return size;
    }

    boolean all() {
      return size == messages.size();
    }

    /** The index of the next message, or of a later one, of a FIFO channel; or {@link #NONE}. */
    int next(int lane, int later) {
      int at = counts[lane] + later;
      return at < lanes[lane].length ? lanes[lane][at] : NONE;
    }

    int next(int lane) {
      return next(lane, 0);
    }

    /** The first place, from this one on, of a message on no FIFO channel; or {@link #NONE}. */
    int nextLoose(int from) {
      int place = others.nextAbsent(from);
      return place < loose.length ? place : NONE;
    }

    boolean hasLoose(int place) {
      return others.contains(place);
    }

    /** The messages that are not behind it, in order. */
    List<Envelope> rest() {
      List<Integer> rest = new ArrayList<>();
      for (int lane = 0; lane < lanes.length; lane++) {
        for (int at = counts[lane]; at < lanes[lane].length; at++) {
          rest.add(lanes[lane][at]);
        }
      }
      for (int place = nextLoose(0); place != NONE; place = nextLoose(place + 1)) {
        rest.add(loose[place]);
      }
      return rest.stream().sorted().map(messages::get).collect(Collectors.toList());
    }

    Mark plus(int lane, int count) {
      int[] more = counts.clone();
      more[lane] += count;
      return new Mark(more, others, size + count);
    }

    Mark plusLoose(int place) {
      return new Mark(counts, others.plus(place), size + 1);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Mark its
          && Arrays.equals(counts, its.counts)
          && others.equals(its.others);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(counts) + others.hashCode();
    }
  }
}
