package dev.holdfast.model;

import java.util.regex.Pattern;

/** The one form that every name in the protocol has; keeps a bad identifier from being built. */
final class Names {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/#-]+");

  private Names() {}

  static void check(String what, String value, int longest) {
    if (value.length() > longest || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + longest + " characters of A-Z a-z 0-9 . _ : / # -");
    }
  }

  static void checkPositive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
  }
}
