package dev.holdfast.impl;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the processes of a domain, by pid: the highest incarnation known to have exited
 * (REQ-9), and for each interest that the living incarnation uses or waits for, its place among the
 * {@link Users}. Of a pid that nothing is known of there is no row.
 *
 * <p>A row has room for two interests. Where there are more, all but the first stand in {@link
 * Places}, and the row says which. Not thread-safe.
 */
final class Processes extends IntTable {
  /** A domain chooses its pids: those that meet in one row must not be known (SEC-2). */
  private static final int SALT = new SecureRandom().nextInt();

  private static final int EXITED = 1;
  private static final int FIRST = 2;
  private static final int SECOND = 4;

  /** Stands for the number of the second interest: what follows tells where more of them are. */
  private static final int MORE = -1;

  private @Nullable Places[] more = {};
  private final BitSet moreUsed = new BitSet();
  private int moreFree;

  /** One that was left, for the next one: who comes and goes allocates nothing. */
  private @Nullable Places spare;

  @Override
  int salt() {
    return SALT;
  }

  @Override
  int fewest() {
    return 64;
  }

  @Override
  int width() {
    return SECOND + 2;
  }

  /** Where what is known of a pid stands from now on, if it was just looked for there. */
  int known(int at, int pid) {
    return isUsed(at) ? at : begin(at, pid);
  }

  int pid(int at) {
    return cell(at);
  }

  /** The highest incarnation known to have exited, 0 if none. */
  int exited(int at) {
    return cell(at + EXITED);
  }

  /** It has exited, and has no interests. */
  void exit(int at, int incarnation) {
    set(at + EXITED, incarnation);
    set(at + FIRST, 0);
    if (cell(at + SECOND) == MORE) {
      leaveMore(at);
    }
    set(at + SECOND, 0);
  }

  /** Its place among the users of an interest, or {@link Places#NONE}. */
  int place(int at, int number) {
    if (cell(at + FIRST) == number) {
      return cell(at + FIRST + 1);
    }
    int second = cell(at + SECOND);
    if (second == number) {
      return cell(at + SECOND + 1);
    }
    return second == MORE ? more(at).place(number) : Places.NONE;
  }

  /** It has one more interest. */
  void put(int at, int number, int place) {
    if (cell(at + FIRST) == 0) {
      set(at + FIRST, number);
      set(at + FIRST + 1, place);
    } else if (cell(at + SECOND) == 0) {
      set(at + SECOND, number);
      set(at + SECOND + 1, place);
    } else {
      if (cell(at + SECOND) != MORE) {
        takeMore(at);
      }
      more(at).put(number, place);
    }
  }

  /** One of its places is another one. */
  void move(int at, int number, int place) {
    if (cell(at + FIRST) == number) {
      set(at + FIRST + 1, place);
    } else if (cell(at + SECOND) == number) {
      set(at + SECOND + 1, place);
    } else {
      more(at).put(number, place);
    }
  }

  /** It has one interest less; the place that was its, or {@link Places#NONE} if it was not. */
  int take(int at, int number) {
    int second = cell(at + SECOND);
    if (cell(at + FIRST) == number) {
      set(at + FIRST, 0);
      return cell(at + FIRST + 1);
    } else if (second == number) {
      set(at + SECOND, 0);
      return cell(at + SECOND + 1);
    } else if (second != MORE) {
      return Places.NONE;
    }
    Places its = more(at);
    int place = its.take(number);
    if (its.size() == 0) {
      leaveMore(at);
      set(at + SECOND, 0);
    }
    return place;
  }

  /** Forgets it, if it has no interests and has never exited. Others may stand elsewhere then. */
  void forget(int at) {
    if (cell(at + EXITED) == 0 && cell(at + FIRST) == 0 && cell(at + SECOND) == 0) {
      end(at);
    }
  }

  /** Tells where each stands; while it does, none may come or be forgotten. */
  void forEach(IntConsumer action) {
    for (int at = next(0); at < length(); at = next(at + width())) {
      action.accept(at);
    }
  }

  /** Tells each interest and its place; while it does, it may have no more and no less. */
  void forEach(int at, Places.Action action) {
    if (cell(at + FIRST) != 0) {
      action.accept(cell(at + FIRST), cell(at + FIRST + 1));
    }
    if (cell(at + SECOND) == MORE) {
      more(at).forEach(action);
    } else if (cell(at + SECOND) != 0) {
      action.accept(cell(at + SECOND), cell(at + SECOND + 1));
    }
  }

  private Places more(int at) {
    return Objects.requireNonNull(more[cell(at + SECOND + 1)]);
  }

  private void takeMore(int at) {
    Places its = spare == null ? new Places() : spare;
    spare = null;
    its.put(cell(at + SECOND), cell(at + SECOND + 1));
    int index = moreUsed.nextClearBit(moreFree);
    moreUsed.set(index);
    moreFree = index + 1;
    if (index >= more.length) {
      more = Arrays.copyOf(more, index * 5 / 4 + 1);
    }
    more[index] = its;
    set(at + SECOND, MORE);
    set(at + SECOND + 1, index);
  }

  private void leaveMore(int at) {
    int index = cell(at + SECOND + 1);
    spare = more(at);
    spare.clear();
    more[index] = null;
    moreUsed.clear(index);
    moreFree = Math.min(moreFree, index);
  }
}
