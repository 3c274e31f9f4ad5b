package dev.holdfast.conformance.wire;

import static dev.holdfast.conformance.wire.Cursor.spelt;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.wire.Codec.Part;
import dev.holdfast.conformance.wire.Codec.Shape;
import dev.holdfast.conformance.wire.Cursor.NotPlain;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.conformance.wire.TraceLine.Settled;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Victim;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the messages and syncs of a trace that are spelt without surprises, with no tree and no
 * text in between. It refuses nothing: what is not plain, or wrong, is left to {@link
 * TraceReader#readAny}, which would read all that this does as the same. Thread-safe.
 */
final class PlainLines {
  private static final byte[] CHANNEL = spelt("channel");
  private static final byte[] MESSAGE = spelt("message");
  private static final byte[] DEVICE = spelt("device");
  private static final byte[] SEQUENCE = spelt("seq");
  private static final byte[] CONTROL = spelt("control");
  private static final byte[] SYNC = spelt("sync");
  private static final byte[] NUMBER = spelt("number");
  private static final byte[] TYPE = spelt("type");
  private static final Set<String> KNOWN =
      Set.of("channel", "message", "device", "seq", "control", "number");
  private static final byte[] PROXY = spelt(Codec.PROXY);

  private final Map<Class<?>, Form> forms = new ConcurrentHashMap<>();
  private final Map<Type, Value> values = new ConcurrentHashMap<>();
  private final Pool<String> devices = new Pool<>(PlainLines::device);
  private final Pool<Channel> channels = new Pool<>(PlainLines::channel);
  private final Pool<String> unknown = new Pool<>(PlainLines::unknown);
  private final Pool<Form> kinds =
      new Pool<>(
          name -> {
            String its = new String(name, ISO_8859_1);
            return form(known(Optional.<Class<?>>ofNullable(Codec.kinds().get(its))));
          });

  /** Reads the value that is next. */
  @FunctionalInterface
  private interface Value {
    Object read(Cursor in) throws NotPlain;
  }

  /** One component of a record. */
  private static final class Field {
    private final byte[] key;
    private final Value value;

    Field(String name, Value value) {
      this.key = spelt(name);
      this.value = value;
    }
  }

  /** How a record is read. */
  private record Form(Constructor<?> constructor, List<Field> fields) {
    Form {
      fields = List.copyOf(fields);
    }
  }

  Optional<TraceLine> read(byte[] bytes, int from, int to) {
    Cursor in = new Cursor(bytes, from, to);
    try {
      in.take('{');
      TraceLine line = line(in);
      in.take('}');
      in.end();
      return Optional.of(line);
    } catch (NotPlain e) {
      return Optional.empty();
    }
  }

  private TraceLine line(Cursor in) throws NotPlain {
    String device = TraceLine.UNNAMED;
    Optional<Channel> channel = Optional.empty();
    Optional<Message> message = Optional.empty();
    long sequence = 0;
    boolean sync = false;
    long number = 0;
    Set<String> others = Set.of();
    do {
      if (channel.isEmpty() && in.takesKey(CHANNEL)) {
        channel = Optional.of(in.string(channels));
      } else if (message.isEmpty() && in.takesKey(MESSAGE)) {
        message = Optional.of(message(in));
      } else if (device.isEmpty() && in.takesKey(DEVICE)) {
        device = in.string(devices);
      } else if (sequence == 0 && in.takesKey(SEQUENCE)) {
        sequence = in.whole(Codec.MAX_LONG);
      } else if (!sync && in.takesKey(CONTROL)) {
        sync = in.takes(SYNC);
        check(sync);
      } else if (number == 0 && in.takesKey(NUMBER)) {
        number = in.whole(Codec.MAX_LONG);
      } else {
        others = others.isEmpty() ? new HashSet<>() : others;
        check(others.add(in.string(unknown)));
        in.take(':');
        in.passOver();
      }
    } while (in.takes(','));
    if (sync) {
      check(number > 0);
      return new Settled(device);
    }
    Envelope envelope = new Envelope(known(channel), known(message));
    check(Role.DEVICE.says(envelope) || Role.PROXY.hears(envelope) || Role.TARGET.hears(envelope));
    return new Passed(device, sequence, envelope);
  }

  private static void check(boolean plain) throws NotPlain {
    if (!plain) {
      throw new NotPlain();
    }
  }

  private Message message(Cursor in) throws NotPlain {
    in.take('{');
    check(in.takesKey(TYPE));
    Form form = in.string(kinds);
    if (!form.fields().isEmpty()) {
      in.take(',');
    }
    return (Message) fields(in, form);
  }

  /** The rest of an object, with each field once, in any order, and no other. */
  private static Object fields(Cursor in, Form form) throws NotPlain {
    Object[] parts = new Object[form.fields().size()];
    for (int read = 0; read < parts.length; read++) {
      if (read > 0) {
        in.take(',');
      }
      int which = next(in, form, read);
      check(parts[which] == null);
      parts[which] = form.fields().get(which).value.read(in);
    }
    in.take('}');
    return made(form.constructor(), parts);
  }

  /** Takes the name of a field, most likely this one. */
  private static int next(Cursor in, Form form, int likely) throws NotPlain {
    if (in.takesKey(form.fields().get(likely).key)) {
      return likely;
    }
    for (int i = 0; i < form.fields().size(); i++) {
      if (in.takesKey(form.fields().get(i).key)) {
        return i;
      }
    }
    throw new NotPlain();
  }

  private static Object made(Constructor<?> constructor, Object... parts) throws NotPlain {
    try {
      return constructor.newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new NotPlain(); // it is refused
    }
  }

  private static <T> T known(Optional<T> maybe) throws NotPlain {
    return maybe.orElseThrow(NotPlain::new);
  }

  private Form form(Class<?> kind) throws NotPlain {
    Form known = forms.get(kind);
    if (known != null) {
      return known;
    }
    Shape shape = Codec.shape(kind);
    List<Field> fields = new ArrayList<>();
    for (Part part : shape.parts()) {
      fields.add(new Field(part.name(), value(part.type())));
    }
    Form form = new Form(shape.constructor(), fields);
    forms.put(kind, form);
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
      return in -> (int) in.whole(Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return in -> in.whole(Codec.MAX_LONG);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Value item = value(list.getActualTypeArguments()[0]);
      return in -> list(in, item);
    }
    if (type == Victim.class) {
      Value process = value(Victim.TargetProcess.class);
      return in -> in.takes(PROXY) ? new Victim.ProxyProcess() : process.read(in);
    }
    Class<?> raw = (Class<?>) type;
    if (Codec.isName(type)) {
      Constructor<?> constructor = Codec.shape(raw).constructor();
      return pooled(name -> made(constructor, new String(name, ISO_8859_1)));
    }
    if (raw.isEnum()) {
      return pooled(name -> constant(raw, new String(name, ISO_8859_1)));
    }
    Form form = form(raw);
    return in -> {
      in.take('{');
      return fields(in, form);
    };
  }

  private static Value pooled(Pool.Make<Object> make) {
    Pool<Object> pool = new Pool<>(make);
    return in -> in.string(pool);
  }

  private static Object list(Cursor in, Value item) throws NotPlain {
    in.take('[');
    List<Object> items = new ArrayList<>(2);
    if (!in.takes(']')) {
      do {
        items.add(item.read(in));
      } while (in.takes(','));
      in.take(']');
    }
    return items;
  }

  private static Object constant(Class<?> type, String name) throws NotPlain {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new NotPlain();
  }

  private static String device(byte[] spelt) throws NotPlain {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(spelt)).toString();
      return TraceReader.device(Wire.parse('"' + text + '"'));
    } catch (CharacterCodingException | WireException e) {
      throw new NotPlain();
    }
  }

  /** The name of a field that nobody knows, for example of a time. */
  private static String unknown(byte[] spelt) throws NotPlain {
    String name = new String(spelt, ISO_8859_1);
    check(name.matches("[A-Za-z0-9_@.-]{1,64}") && !KNOWN.contains(name));
    return name;
  }

  private static Channel channel(byte[] spelt) throws NotPlain {
    try {
      return Wire.channel(new String(spelt, ISO_8859_1));
    } catch (WireException e) {
      throw new NotPlain();
    }
  }
}
