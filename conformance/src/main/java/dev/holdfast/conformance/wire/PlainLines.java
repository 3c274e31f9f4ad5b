package dev.holdfast.conformance.wire;

import dev.holdfast.conformance.wire.Codec.Part;
import dev.holdfast.conformance.wire.Codec.Shape;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.conformance.wire.TraceLine.Settled;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads the messages and syncs of a trace that are spelt without surprises, with no tree and no
 * text in between. It refuses nothing: what is not plain, or wrong, is left to {@link
 * TraceReader#readAny}, which would read all that this does as the same. Not thread-safe.
 */
final class PlainLines {
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

  private final Map<Class<?>, Form> forms = new HashMap<>();
  private final Map<Type, Value> values = new HashMap<>();
  private final Pool<String> devices = new Pool<>(PlainLines::device);
  private final Pool<Channel> channels = new Pool<>(PlainLines::channel);
  private final Pool<Form> kinds =
      new Pool<>(name -> form(Optional.<Class<?>>ofNullable(Codec.kinds().get(name))));

  /** It is left to another. */
  private static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;

    NotPlain() {
      super(null, null, false, false);
    }
  }

  /** Reads the value at which the parser is. */
  @FunctionalInterface
  private interface Value {
    Object read(JsonParser in) throws NotPlain;
  }

  /** How a record is read: its components' names, and how each is read. */
  private record Form(Constructor<?> constructor, List<String> names, List<Value> values) {}

  Optional<TraceLine> read(byte[] bytes, int from, int to) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      expect(in.nextToken(), JsonToken.START_OBJECT);
      TraceLine line = line(in);
      return in.nextToken() == null ? Optional.of(line) : Optional.empty();
    } catch (NotPlain | JacksonException e) {
      return Optional.empty();
    }
  }

  private TraceLine line(JsonParser in) throws NotPlain {
    String device = TraceLine.UNNAMED;
    Optional<Channel> channel = Optional.empty();
    Optional<Message> message = Optional.empty();
    long sequence = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("channel") && channel.isEmpty()) {
        expect(token, JsonToken.VALUE_STRING);
        channel = Optional.of(channels.get(in));
      } else if (name.equals("message") && message.isEmpty()) {
        expect(token, JsonToken.START_OBJECT);
        message = Optional.of(message(in));
      } else if (name.equals("device") && device.isEmpty()) {
        expect(token, JsonToken.VALUE_STRING);
        device = devices.get(in);
      } else if (name.equals("seq") && sequence == 0) {
        sequence = whole(in, Codec.MAX_LONG);
      } else if (name.equals("control") && channel.isEmpty() && message.isEmpty()) {
        return sync(in, device);
      } else {
        throw new NotPlain();
      }
    }
    if (channel.isEmpty() || message.isEmpty()) {
      throw new NotPlain();
    }
    Envelope envelope = new Envelope(channel.get(), message.get());
    if (!Role.DEVICE.says(envelope)
        && !Role.PROXY.hears(envelope)
        && !Role.TARGET.hears(envelope)) {
      throw new NotPlain();
    }
    return new Passed(device, sequence, envelope);
  }

  /** With the device before the control word and the number after it, and nothing else. */
  private static TraceLine sync(JsonParser in, String device) throws NotPlain {
    if (!in.getString().equals("sync") || !"number".equals(in.nextName())) {
      throw new NotPlain();
    }
    in.nextToken();
    whole(in, Codec.MAX_LONG);
    expect(in.nextToken(), JsonToken.END_OBJECT);
    return new Settled(device);
  }

  private Message message(JsonParser in) throws NotPlain {
    if (!"type".equals(in.nextName()) || in.nextToken() != JsonToken.VALUE_STRING) {
      throw new NotPlain();
    }
    return (Message) record(in, kinds.get(in));
  }

  /** The rest of an object, with each field once, in any order, and no other. */
  private static Object record(JsonParser in, Form form) throws NotPlain {
    Object[] parts = new Object[form.names().size()];
    int read = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      int which =
          read < parts.length && form.names().get(read).equals(name) ? read : at(form, name);
      if (parts[which] != null) {
        throw new NotPlain();
      }
      in.nextToken();
      parts[which] = form.values().get(which).read(in);
      read++;
    }
    if (read < parts.length) {
      throw new NotPlain();
    }
    try {
      return form.constructor().newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new NotPlain();
    }
  }

  private static int at(Form form, String name) throws NotPlain {
    for (int i = 0; i < form.names().size(); i++) {
      if (form.names().get(i).equals(name)) {
        return i;
      }
    }
    throw new NotPlain();
  }

  private Form form(Optional<Class<?>> kind) throws NotPlain {
    if (kind.isEmpty()) {
      throw new NotPlain();
    }
    Form known = forms.get(kind.get());
    if (known != null) {
      return known;
    }
    Shape shape = Codec.shape(kind.get());
    List<Value> its = new ArrayList<>();
    for (Part part : shape.parts()) {
      its.add(value(part.type()));
    }
    Form form =
        new Form(
            shape.constructor(), shape.parts().stream().map(Part::name).toList(), List.copyOf(its));
    forms.put(kind.get(), form);
    return form;
  }

  private Value value(Type type) throws NotPlain {
    Value known = values.get(type);
    if (known != null) {
      return known;
    }
    Value made = made(type);
    values.put(type, made);
    return made;
  }

  private Value made(Type type) throws NotPlain {
    if (type == int.class) {
      return in -> (int) whole(in, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return in -> whole(in, Codec.MAX_LONG);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Value item = value(list.getActualTypeArguments()[0]);
      return in -> list(in, item);
    }
    Class<?> raw = (Class<?>) type;
    if (Codec.isName(type)) {
      Constructor<?> constructor = Codec.shape(raw).constructor();
      return pooled(name -> constructor.newInstance(name));
    }
    if (raw.isEnum()) {
      return pooled(
          name -> {
            for (Object constant : raw.getEnumConstants()) {
              if (((Enum<?>) constant).name().equals(name)) {
                return constant;
              }
            }
            throw new NotPlain();
          });
    }
    if (!raw.isRecord()) {
      return in -> left(); // a victim
    }
    Form form = form(Optional.of(raw));
    return in -> {
      expect(in.currentToken(), JsonToken.START_OBJECT);
      return record(in, form);
    };
  }

  private static Object left() throws NotPlain {
    throw new NotPlain();
  }

  private static Value pooled(Make<Object> make) {
    Pool<Object> pool = new Pool<>(make);
    return in -> {
      expect(in.currentToken(), JsonToken.VALUE_STRING);
      return pool.get(in);
    };
  }

  private static Object list(JsonParser in, Value item) throws NotPlain {
    expect(in.currentToken(), JsonToken.START_ARRAY);
    List<Object> items = new ArrayList<>(2);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(item.read(in));
    }
    return items;
  }

  private static long whole(JsonParser in, long most) throws NotPlain {
    expect(in.currentToken(), JsonToken.VALUE_NUMBER_INT);
    long number = in.getLongValue();
    if (number < 1 || number > most) {
      throw new NotPlain();
    }
    return number;
  }

  private static void expect(JsonToken token, JsonToken due) throws NotPlain {
    if (token != due) {
      throw new NotPlain();
    }
  }

  private static String device(String name) throws NotPlain {
    if (!TraceReader.isName(name)) {
      throw new NotPlain();
    }
    return name;
  }

  private static Channel channel(String name) throws NotPlain {
    try {
      return Wire.channel(name);
    } catch (WireException e) {
      throw new NotPlain();
    }
  }

  /** Makes what a text stands for. */
  @FunctionalInterface
  private interface Make<T> {
    T make(String text) throws NotPlain, ReflectiveOperationException;
  }

  /** What texts stand for. A few are remembered, so that one that comes often is made once. */
  private static final class Pool<T> {
    private static final int SIZE = 1 << 10;

    private final Make<T> make;
    private final List<Optional<Entry<T>>> entries =
        new ArrayList<>(Collections.nCopies(SIZE, Optional.empty()));

    private record Entry<T>(String text, T value) {
      boolean isOf(char[] chars, int from, int length) {
        if (text.length() != length) {
          return false;
        }
        for (int i = 0; i < length; i++) {
          if (text.charAt(i) != chars[from + i]) {
            return false;
          }
        }
        return true;
      }
    }

    Pool(Make<T> make) {
      this.make = make;
    }

    /** What the text at which the parser is stands for. */
    T get(JsonParser in) throws NotPlain {
      char[] chars = in.getStringCharacters();
      int from = in.getStringOffset();
      int length = in.getStringLength();
      int hash = 0;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + chars[from + i];
      }
      int place = (hash ^ hash >>> 10) & (SIZE - 1);
      Optional<Entry<T>> known = entries.get(place);
      if (known.isPresent() && known.get().isOf(chars, from, length)) {
        return known.get().value();
      }
      try {
        String text = new String(chars, from, length);
        T value = make.make(text);
        entries.set(place, Optional.of(new Entry<>(text, value)));
        return value;
      } catch (ReflectiveOperationException e) {
        throw new NotPlain(); // a name that is refused
      }
    }
  }
}
