package dev.holdfast.conformance.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that says how many: a whole number from 1. */
public final class Count implements ITypeConverter<Integer> {
  /** For picocli. */
  public Count() {}

  @Override
  public Integer convert(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException ignored) {
      // told below
    }
    throw new TypeConversionException(
        "'" + value + "' is not a whole number from 1 to " + Integer.MAX_VALUE);
  }
}
