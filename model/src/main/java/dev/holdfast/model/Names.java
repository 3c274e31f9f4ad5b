package dev.holdfast.model;

/** The one form that every name in the protocol has; keeps a bad identifier from being built. */
final class Names {
  private static final String OTHERS = "._:/#-";

  private Names() {}

  static void check(String what, String value, int longest) {
    if (value.isEmpty() || value.length() > longest || !isOfForm(value)) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + longest + " characters of A-Z a-z 0-9 . _ : / # -");
    }
  }

  private static boolean isOfForm(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && OTHERS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  static void checkPositive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
  }
}
