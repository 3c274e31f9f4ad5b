package dev.holdfast.tla;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * TLA+ values as plain Java ones: {@link Integer}, {@link Boolean}, {@link String}, {@link List}
 * for tuples and sequences, {@link Set}, and {@link Map} for records and other functions. As in
 * TLA+, a function whose domain is 1..n is a sequence.
 */
final class TlaValues {
  private TlaValues() {}

  /**
   * What TLC's evaluator holds.
   *
   * @throws IllegalArgumentException for a value that has no finite form
   */
  static Object of(Value value) {
    if (value instanceof IntValue number) {
      return number.val;
    }
    if (value instanceof BoolValue bool) {
      return bool.val;
    }
    if (value instanceof StringValue text) {
      return text.val.toString();
    }
    if (value instanceof Enumerable && value.toSetEnum() instanceof SetEnumValue set) {
      Set<Object> elements = new LinkedHashSet<>();
      set.normalize();
      for (int i = 0; i < set.size(); i++) {
        elements.add(of(set.elems.elementAt(i)));
      }
      return Collections.unmodifiableSet(elements);
    }
    if (value.toTuple() instanceof TupleValue tuple) {
      List<Object> elements = new ArrayList<>();
      for (Value element : tuple.elems) {
        elements.add(of(element));
      }
      return List.copyOf(elements);
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    if (value.toRcd() instanceof RecordValue fields) {
      for (int i = 0; i < fields.names.length; i++) {
        UniqueString name = fields.names[i];
        map.put(name.toString(), of(fields.values[i]));
      }
    } else if (value.toFcnRcd() instanceof FcnRcdValue function) {
      Value[] arguments = function.getDomainAsValues();
      for (int i = 0; i < arguments.length; i++) {
        map.put(of(arguments[i]), of(function.values[i]));
      }
    } else {
      throw new IllegalArgumentException("no finite value: " + value);
    }
    return Collections.unmodifiableMap(map);
  }

  /**
   * What TLC prints.
   *
   * @throws IllegalArgumentException if the text is no value
   */
  static Object parse(String text) {
    Parser parser = new Parser(text);
    Object value = parser.value();
    parser.end();
    return value;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Object value() {
      if (next("<<")) {
        List<Object> elements = new ArrayList<>();
        while (!next(">>")) {
          elements.add(value());
          next(",");
        }
        return List.copyOf(elements);
      }
      if (next("{")) {
        Set<Object> elements = new LinkedHashSet<>();
        while (!next("}")) {
          elements.add(value());
          next(",");
        }
        return Collections.unmodifiableSet(elements);
      }
      Map<Object, Object> map = new LinkedHashMap<>();
      if (next("[")) {
        while (!next("]")) {
          String name = word();
          need("|->");
          map.put(name, value());
          next(",");
        }
        return Collections.unmodifiableMap(map);
      }
      if (next("(")) {
        while (!next(")")) {
          Object argument = value();
          need(":>");
          map.put(argument, value());
          next("@@");
        }
        return Collections.unmodifiableMap(map);
      }
      if (next("\"")) {
        int from = at;
        at = text.indexOf('"', from);
        if (at < 0) {
          throw wrong("an end of the string");
        }
        return text.substring(from, at++);
      }
      String word = word();
      return switch (word) {
        case "TRUE" -> true;
        case "FALSE" -> false;
        default -> {
          try {
            yield Integer.valueOf(word);
          } catch (NumberFormatException e) {
            throw wrong("a value");
          }
        }
      };
    }

    private String word() {
      skip();
      int from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      if (from == at) {
        throw wrong("a word");
      }
      return text.substring(from, at);
    }

    private boolean next(String token) {
      skip();
      if (!text.startsWith(token, at)) {
        return false;
      }
      at += token.length();
      return true;
    }

    private void need(String token) {
      if (!next(token)) {
        throw wrong(token);
      }
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    void end() {
      skip();
      if (at < text.length()) {
        throw wrong("nothing more");
      }
    }

    private IllegalArgumentException wrong(String expected) {
      int to = Math.min(text.length(), at + 40);
      return new IllegalArgumentException(
          "expected " + expected + " at " + at + ": " + text.substring(Math.min(at, to), to));
    }
  }
}
