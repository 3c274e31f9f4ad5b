package dev.holdfast.conformance.wire;

import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Records as JSON objects, by their components: so that a new message of the alphabet is on the
 * wire the moment its record is written.
 *
 * <p>Numbers are whole and count from 1; names are strings; enum constants are their names; a
 * victim is {@code "proxy"} or an object.
 */
final class Codec {
  /** What every JSON library can hold exactly (RFC 7493). */
  static final long MAX_LONG = (1L << 53) - 1;

  static final String PROXY = "proxy";
  private static final Set<Type> NAMES =
      Set.of(ResourceId.class, Program.class, Handle.class, Domain.class);
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();
  private static final Map<String, Class<?>> KINDS = new TreeMap<>();

  static {
    collect(Message.class);
    KINDS.remove(Message.Malformed.class.getSimpleName()); // it has no form of its own
  }

  private Codec() {}

  private static void collect(Class<?> type) {
    if (type.isRecord()) {
      KINDS.put(type.getSimpleName(), type);
    } else {
      Arrays.stream(type.getPermittedSubclasses()).forEach(Codec::collect);
    }
  }

  /** A record's components and how to make one. */
  record Shape(Constructor<?> constructor, List<Part> parts) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true); // which it is; but else that is checked every time
        return new Shape(
            constructor,
            Arrays.stream(components)
                .map(c -> new Part(c.getName(), c.getGenericType(), c.getAccessor()))
                .toList());
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e); // a record has this constructor
      }
    }
  }

  record Part(String name, Type type, Method accessor) {}

  /** The messages by their names. */
  static Map<String, Class<?>> kinds() {
    return Collections.unmodifiableMap(KINDS);
  }

  static boolean isName(Type type) {
    return NAMES.contains(type);
  }

  static Shape shape(Class<?> type) {
    return SHAPES.computeIfAbsent(type, Shape::of);
  }

  /**
   * Writes a value of any type that a message or a control line holds.
   *
   * @throws IllegalArgumentException if a number is too great for the protocol
   */
  static void write(StringBuilder out, Object value) {
    if (value instanceof Long number && number > MAX_LONG) {
      throw new IllegalArgumentException(number + " is more than " + MAX_LONG);
    } else if (value instanceof Number) {
      out.append(value);
    } else if (value instanceof Victim.ProxyProcess) {
      out.append('"').append(PROXY).append('"');
    } else if (value instanceof Enum<?> constant) {
      out.append('"').append(constant.name()).append('"');
    } else if (NAMES.contains(value.getClass())) {
      out.append('"').append(value).append('"'); // no name needs an escape
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object item : list) {
        write(out.append(before), item);
        before = ',';
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else {
      char before = '{';
      if (value instanceof Message) {
        out.append("{\"type\":\"").append(value.getClass().getSimpleName()).append('"');
        before = ',';
      }
      for (Part part : shape(value.getClass()).parts()) {
        out.append(before).append('"').append(part.name()).append("\":");
        write(out, call(part.accessor(), value));
        before = ',';
      }
      out.append('}');
    }
  }

  private static Object call(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e); // the accessors are public and throw nothing
    }
  }

  /** The message that an object stands for. */
  static Message message(JsonNode node) throws WireException {
    object(node, "message");
    String type = text(field(node, "message", "type"), "message.type");
    Class<?> kind =
        Optional.<Class<?>>ofNullable(KINDS.get(type))
            .orElseThrow(() -> new WireException("message.type is no message of the protocol"));
    return (Message) record(node, kind, "message");
  }

  /** Reads a value of any type that a message or a control line holds. */
  static Object read(JsonNode node, Type type, String path) throws WireException {
    if (type == int.class) {
      return (int) whole(node, path, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return whole(node, path, MAX_LONG);
    }
    if (type == String.class) {
      return text(node, path);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      if (!node.isArray()) {
        throw new WireException(path + " is no array");
      }
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        items.add(read(node.get(i), list.getActualTypeArguments()[0], path + "[" + i + "]"));
      }
      return items;
    }
    if (type == Victim.class) {
      return node.isString() && node.stringValue().equals(PROXY)
          ? new Victim.ProxyProcess()
          : record(object(node, path), Victim.TargetProcess.class, path);
    }
    if (NAMES.contains(type)) {
      return make(shape((Class<?>) type), path, text(node, path));
    }
    Class<?> raw = (Class<?>) type;
    return raw.isEnum()
        ? constant(raw, text(node, path), path)
        : record(object(node, path), raw, path);
  }

  private static Object record(JsonNode node, Class<?> type, String path) throws WireException {
    Shape shape = shape(type);
    Object[] values = new Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      Part part = shape.parts().get(i);
      values[i] = read(field(node, path, part.name()), part.type(), path + "." + part.name());
    }
    return make(shape, path, values);
  }

  private static Object make(Shape shape, String path, Object... values) throws WireException {
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new WireException(path + " is refused: " + refused.getMessage());
      }
      throw new AssertionError(e); // the records refuse in no other way
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e); // the constructors are public
    }
  }

  private static Object constant(Class<?> type, String name, String path) throws WireException {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new WireException(path + " is none of " + Arrays.toString(type.getEnumConstants()));
  }

  static JsonNode object(JsonNode node, String path) throws WireException {
    if (!node.isObject()) {
      throw new WireException(path + " is no object");
    }
    return node;
  }

  static JsonNode field(JsonNode object, String path, String name) throws WireException {
    return object
        .optional(name)
        .orElseThrow(() -> new WireException(path + " has no field " + name));
  }

  static String text(JsonNode node, String path) throws WireException {
    if (!node.isString()) {
      throw new WireException(path + " is no string");
    }
    return node.stringValue();
  }

  static long whole(JsonNode node, String path, long max) throws WireException {
    if (!node.canConvertToExactIntegral()) { // 1.0 is one, as in JSON Schema
      throw new WireException(path + " is no whole number");
    }
    if (!node.canConvertToLong() || node.longValue() < 1 || node.longValue() > max) {
      throw new WireException(path + " is not from 1 to " + max);
    }
    return node.longValue();
  }
}
