package dev.holdfast.impl;

/** Where a process stands among the {@link Users} of each interest, by its number. */
final class Places extends IntTable {
  private static final int PLACE = 1;

  /** Nowhere. */
  static final int NONE = -1;

  /** Nobody chooses the numbers; and the order in which they are told is always the same. */
  @Override
  int salt() {
    return 0;
  }

  @Override
  int fewest() {
    return 4;
  }

  @Override
  int width() {
    return PLACE + 1;
  }

  /** The place, or {@link #NONE}. */
  int place(int number) {
    int at = find(number);
    return isUsed(at) ? cell(at + PLACE) : NONE;
  }

  void put(int number, int place) {
    int at = find(number);
    set((isUsed(at) ? at : begin(at, number)) + PLACE, place);
  }

  /** The place that is not kept any more, or {@link #NONE}. */
  int take(int number) {
    int at = find(number);
    if (!isUsed(at)) {
      return NONE;
    }
    int place = cell(at + PLACE);
    end(at);
    return place;
  }

  void forEach(Action action) {
    for (int at = next(0); at < length(); at = next(at + width())) {
      action.accept(cell(at), cell(at + PLACE));
    }
  }

  /** What is done with an interest's number and a place. */
  interface Action {
    /** Does it; must not change the places meanwhile. */
    void accept(int number, int place);
  }
}
