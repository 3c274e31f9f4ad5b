package dev.holdfast.tla;

import dev.holdfast.model.Bag;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Environment;
import dev.holdfast.model.Environment.Side;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Messages;
import dev.holdfast.model.Node;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Idle;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Session;
import dev.holdfast.model.Proxy.Waiting;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.TargetExchange;
import dev.holdfast.model.TargetOs;
import dev.holdfast.model.TargetOs.Asked;
import dev.holdfast.model.TargetOs.Demand;
import dev.holdfast.model.TargetOs.Dying;
import dev.holdfast.model.TargetOs.Given;
import dev.holdfast.model.TargetOs.Leaving;
import dev.holdfast.model.TargetOs.Life;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Running;
import dev.holdfast.model.TargetOs.Unneeded;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The variables of module Protocol, as {@link TlaValues}, in the words of the executable model.
 *
 * <p>In TLA+ a function is total: what the model's maps do not hold has the value that stands for
 * "nothing yet" there, and is left out here.
 */
final class Translation {
  private static final Map<String, Class<?>> KINDS =
      Messages.leaves(Message.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private final Scope scope;

  Translation(Scope scope) {
    this.scope = scope;
  }

  /** Everything about one target OS at one moment, but for what has been said last. */
  record State(Environment environment, Node node) {}

  State state(Function<String, Object> variable) {
    Proxy proxy =
        new Proxy(
            present(variable.apply("session"), Domain::new, Translation::session),
            present(variable.apply("interest"), ResourceId::new, Translation::interest),
            present(variable.apply("dead"), Program::new, Translation::counted));
    TargetOs target =
        new TargetOs(
            scope.catalogue(),
            truth(variable.apply("accepting")),
            truth(variable.apply("scarce")),
            present(variable.apply("life"), Program::new, Translation::life),
            present(variable.apply("demand"), ResourceId::new, Translation::demand),
            set(variable.apply("localUse"), name -> new Program((String) name)));
    return new State(
        environment(variable.apply("domain"), variable.apply("budget")),
        new Node(proxy, target, bag(variable.apply("toTarget")), bag(variable.apply("toProxy"))));
  }

  private static Environment environment(Object domains, Object budget) {
    Map<?, ?> left = map(get(budget, "ids"));
    TreeMap<Domain, Side> sides = new TreeMap<>();
    map(domains)
        .forEach(
            (name, its) ->
                sides.put(
                    new Domain((String) name),
                    new Side(
                        number(its, "epoch"),
                        truth(get(its, "up")),
                        number(its, "ids"),
                        (Integer) get(left, (String) name),
                        set(get(its, "exited"), Translation::process))));
    return new Environment(sides, number(budget, "crashes"), number(budget, "localUses"));
  }

  private static Optional<Session> session(Object value) {
    TreeMap<Integer, Integer> exited = new TreeMap<>();
    map(get(value, "exited"))
        .forEach((pid, last) -> counted(last).ifPresent(n -> exited.put((Integer) pid, n)));
    int epoch = number(value, "epoch");
    return epoch == 0 && number(value, "lastId") == 0 && exited.isEmpty()
        ? Optional.empty()
        : Optional.of(new Session(epoch, number(value, "lastId"), exited));
  }

  private static Optional<Interest> interest(Object value) {
    int attempt = number(value, "attempt");
    return switch ((String) get(value, "state")) {
      case "Idle" -> attempt == 0 ? Optional.empty() : Optional.of(new Idle(attempt));
      case "Asking" ->
          Optional.of(
              new Asking(
                  attempt,
                  list(get(value, "waiting")).stream().map(Translation::waiting).toList()));
      case "Live" ->
          Optional.of(
              new Live(
                  attempt,
                  new Program((String) get(value, "program")),
                  number(value, "generation"),
                  handle(get(value, "handle")),
                  set(get(value, "users"), Translation::user)));
      default -> throw new IllegalArgumentException("no interest: " + value);
    };
  }

  private static Waiting waiting(Object value) {
    return new Waiting(
        new Domain((String) get(value, "domain")),
        number(value, "id"),
        set(get(value, "processes"), Translation::user));
  }

  private static OriginatingProcess user(Object value) {
    return new OriginatingProcess(
        new Domain((String) get(value, "domain")), process(get(value, "id")));
  }

  private static ProcessId process(Object value) {
    return new ProcessId(number(value, "pid"), number(value, "incarnation"));
  }

  private static Optional<Life> life(Object value) {
    int generation = number(value, "generation");
    return switch ((String) get(value, "state")) {
      case "Off" -> generation == 0 ? Optional.empty() : Optional.of(new Off(generation));
      case "Running" -> Optional.of(new Running(generation));
      case "Leaving" -> Optional.of(new Leaving(generation));
      case "Dying" -> Optional.of(new Dying(generation));
      default -> throw new IllegalArgumentException("no life: " + value);
    };
  }

  private static Optional<Demand> demand(Object value) {
    int attempt = number(value, "attempt");
    return switch ((String) get(value, "state")) {
      case "Unneeded" -> attempt == 0 ? Optional.empty() : Optional.of(new Unneeded(attempt));
      case "Asked" -> Optional.of(new Asked(attempt));
      case "Given" -> Optional.of(new Given(attempt));
      default -> throw new IllegalArgumentException("no demand: " + value);
    };
  }

  private static Optional<Integer> counted(Object value) {
    return Optional.of((Integer) value).filter(n -> n > 0);
  }

  private static Bag bag(Object value) {
    Bag bag = Bag.EMPTY;
    for (Object message : (Collection<?>) value) {
      bag = bag.plus(message(message));
    }
    return bag;
  }

  /** An exchange without the state before and after it: what was heard, and what was said. */
  record Said(Envelope in, List<Envelope> out) {
    /** In an order that depends on the contents alone: what is said at once has none. */
    Said {
      List<Envelope> sorted = new ArrayList<>();
      for (Envelope envelope : out) {
        sorted.add(bare(envelope));
      }
      sorted.sort(java.util.Comparator.comparing(Envelope::toString));
      out = List.copyOf(sorted);
      in = bare(in);
    }

    /** The text of what is no word is not part of the specification. */
    private static Envelope bare(Envelope envelope) {
      return envelope.message() instanceof Message.Malformed
          ? new Envelope(envelope.channel(), new Message.Malformed(""))
          : envelope;
    }

    @Override
    public String toString() {
      return in
          + " -> "
          + (out.isEmpty()
              ? "nothing"
              : out.stream().map(Envelope::toString).collect(Collectors.joining(", ")));
    }
  }

  /** Reads the variable {@code exchange}; at the start nothing has been heard yet. */
  static Optional<Said> observed(Object exchange) {
    return get(exchange, "heard") instanceof Map ? Optional.of(said(exchange)) : Optional.empty();
  }

  static Said said(Object exchange) {
    return new Said(in(exchange), out(exchange));
  }

  private static Envelope in(Object exchange) {
    return new Envelope(channel(get(exchange, "channel")), message(get(exchange, "heard")));
  }

  private static List<Envelope> out(Object exchange) {
    return list(get(exchange, "said")).stream()
        .map(o -> new Envelope(channel(get(o, "channel")), message(get(o, "message"))))
        .toList();
  }

  /** What happened between two states, for the model's rules to judge. */
  Exchange exchange(Map<String, Object> before, Map<String, Object> after) {
    Object observed = get(after, "exchange");
    Envelope in = in(observed);
    Node was = state(name -> get(before, name)).node();
    Node is = state(name -> get(after, name)).node();
    return in.message() instanceof Message.FromDomain || in.message() instanceof Message.FromTarget
        ? new ProxyExchange(was.proxy(), in, out(observed), is.proxy())
        : new TargetExchange(was.target(), in, out(observed), is.target());
  }

  private static Channel channel(Object name) {
    return switch ((String) name) {
      case "target" -> Channel.TARGET;
      case "environment" -> Channel.ENVIRONMENT;
      case "direct" -> Channel.DIRECT;
      case "seen" -> Channel.SEEN;
      default -> Channel.of(new Domain((String) name));
    };
  }

  static Message message(Object value) {
    Class<?> kind = KINDS.get((String) get(value, "type"));
    if (kind == null) {
      throw new IllegalArgumentException("no message of the protocol: " + value);
    }
    return kind == Message.Malformed.class
        ? new Message.Malformed("")
        : (Message) record(kind, value, map(value).size() - 1);
  }

  /** A record with these fields, and no others, by its components. */
  private static Object record(Class<?> kind, Object value, int fields) {
    RecordComponent[] components = kind.getRecordComponents();
    if (fields != components.length) {
      throw new IllegalArgumentException(kind.getSimpleName() + " has other fields: " + value);
    }
    try {
      Object[] parts = new Object[components.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = part(get(value, components[i].getName()), components[i].getGenericType());
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return kind.getDeclaredConstructor(types).newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + kind.getSimpleName() + ": " + value, e);
    }
  }

  private static Object part(Object value, Type type) {
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      return list(value).stream().map(item -> part(item, element)).toList();
    }
    Class<?> kind = (Class<?>) type;
    if (kind == Handle.class) {
      return handle(value);
    }
    if (kind == Victim.class) {
      Map<?, ?> fields = map(value);
      return fields.containsKey("proxy")
          ? new Victim.ProxyProcess()
          : record(Victim.TargetProcess.class, fields, fields.size());
    }
    if (kind == long.class) {
      return ((Integer) value).longValue();
    }
    if (kind.isPrimitive() || kind == String.class) {
      return value;
    }
    if (kind.isEnum()) {
      return Arrays.stream(kind.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(value))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no " + kind + ": " + value));
    }
    return value instanceof String name
        ? record(kind, Map.of(kind.getRecordComponents()[0].getName(), name), 1)
        : record(kind, value, map(value).size());
  }

  private static Handle handle(Object value) {
    List<?> parts = list(value);
    int attempt = (Integer) parts.get(1);
    int generation = (Integer) parts.get(2);
    String resource = (String) parts.get(0);
    return attempt == 0 && generation == 0
        ? new Handle(resource)
        : TargetOs.handle(new ResourceId(resource), attempt, generation);
  }

  private static <K extends Comparable<K>, V> NavigableMap<K, V> present(
      Object value, Function<String, K> key, Function<Object, Optional<V>> part) {
    TreeMap<K, V> present = new TreeMap<>();
    map(value)
        .forEach(
            (name, its) ->
                part.apply(its).ifPresent(there -> present.put(key.apply((String) name), there)));
    return present;
  }

  private static <E extends Comparable<E>> NavigableSet<E> set(
      Object value, Function<Object, E> element) {
    return ((Collection<?>) value)
        .stream().map(element).collect(Collectors.toCollection(TreeSet::new));
  }

  /** A function; one whose domain is 1..n comes as a list. */
  private static Map<?, ?> map(Object value) {
    if (!(value instanceof List<?> list)) {
      return (Map<?, ?>) value;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Object element : list) {
      map.put(map.size() + 1, element);
    }
    return map;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  private static int number(Object record, String field) {
    return (Integer) get(record, field);
  }

  private static boolean truth(Object value) {
    return (Boolean) value;
  }

  private static Object get(Object record, String field) {
    Object value = ((Map<?, ?>) record).get(field);
    if (value == null) {
      throw new IllegalArgumentException("no field " + field + ": " + record);
    }
    return value;
  }
}
