package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/**
 * Visits every reachable state of a {@link Device}, nearest first, and checks every {@link Rule} in
 * every state and on every step. Stops at the depth of the first violation.
 *
 * <p>An exploration remembers the states, not the ways to them. If something is wrong, it is done
 * again up to that depth, by one thread that notes the ways; so the traces, like all else that is
 * found, are the same for any number of threads.
 *
 * <p>Not thread-safe: its threads are its own.
 */
public final class Explorer {
  private final Device device;
  private final long limit;
  private final int threads;
  private final LongConsumer progress;
  private long bytes;

  /**
   * How often a rule was looked at.
   *
   * @param checks how many states and steps it was checked on
   * @param arose on how many of them its condition arose
   */
  public record Tally(long checks, long arose) {}

  /**
   * Something wrong, with a shortest way to it.
   *
   * @param rules the rules that are broken; empty if a machine deviates from the reference and no
   *     rule says so
   * @param trace the exchanges that lead to it, the last one wrong or leading to a wrong state
   */
  public record Violation(List<Rule> rules, List<Exchange> trace) {}

  /**
   * What an exploration found.
   *
   * @param states how many states are reachable
   * @param transitions how many steps lead from them
   * @param depth the length of the longest of the shortest ways to a state
   * @param kinds per kind of message, how many steps hear or say it
   * @param rules per rule, how often it was looked at
   * @param violations all that is wrong at the smallest depth at which anything is
   */
  public record Result(
      long states,
      long transitions,
      int depth,
      Map<String, Long> kinds,
      Map<Rule, Tally> rules,
      List<Violation> violations) {
    /**
     * The kinds of message that no step hears or says.
     *
     * @return their names; should be empty, or the exploration was vacuous
     */
    public List<String> neverFired() {
      return kinds.entrySet().stream()
          .filter(entry -> entry.getValue() == 0)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** Thrown when a scope has more states than allowed. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("the scope has more than " + limit + " states");
    }
  }

  /**
   * An explorer of one device.
   *
   * @param device what to explore
   * @param limit how many states at most
   * @param threads how many threads, from 1
   * @param progress told the number of states found, now and then; by one thread at a time
   * @throws IllegalArgumentException if there is to be no thread
   */
  public Explorer(Device device, long limit, int threads, LongConsumer progress) {
    if (threads < 1) {
      throw new IllegalArgumentException("no thread");
    }
    this.device = device;
    this.limit = limit;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Explores. To be called once.
   *
   * @return what was found
   * @throws TooLarge if there are more states than allowed
   * @throws IllegalStateException if a part of the device has more states than it has numbers for
   * @throws CancellationException if the calling thread is interrupted while it waits for others
   */
  public Result explore() {
    Search search = search(threads, false);
    return (search.wrong() ? search(1, true) : search).result();
  }

  /**
   * How much memory the states took at most: the set of those found, and those of two neighbouring
   * depths. What the device remembers of its parts does not grow with the states, and is not in it.
   *
   * @return the size in bytes, after exploring
   */
  public long bytes() {
    return bytes;
  }

  private Search search(int threads, boolean noting) {
    Search search = new Search(device, limit, threads, noting, progress);
    search.run();
    bytes = Math.max(bytes, search.bytes());
    return search;
  }
}
