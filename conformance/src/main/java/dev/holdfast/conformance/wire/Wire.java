package dev.holdfast.conformance.wire;

import dev.holdfast.conformance.wire.Line.Bye;
import dev.holdfast.conformance.wire.Line.Greeting;
import dev.holdfast.conformance.wire.Line.Hello;
import dev.holdfast.conformance.wire.Line.Reset;
import dev.holdfast.conformance.wire.Line.Said;
import dev.holdfast.conformance.wire.Line.Sync;
import dev.holdfast.conformance.wire.Line.Synced;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Lines as text and back. Safe for any number of threads. Whatever the text is, reading it ends
 * with a line of the protocol or a {@link WireException}.
 */
public final class Wire {
  /** The most bytes a line may have in UTF-8, so that it has no more characters, either. */
  public static final int MAX_LINE = 1 << 20;

  static final String DOMAIN = "domain:";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxStringLength(MAX_LINE)
                          .maxNumberLength(400)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Wire() {}

  /**
   * A message as a line.
   *
   * @param envelope any message on its channel; a {@link Message.Malformed} is sent as the JSON
   *     that its text is
   * @return the line, without its end
   * @throws IllegalArgumentException if it is Malformed and its text is no JSON, or not malformed;
   *     or if an id is above 2^53 - 1, which many JSON libraries cannot hold
   */
  public static String encode(Envelope envelope) {
    StringBuilder line = new StringBuilder(128);
    line.append("{\"channel\":\"");
    line.append(envelope.channel() instanceof Channel.OfDomain ? DOMAIN : "");
    line.append(envelope.channel()).append("\",\"message\":");
    if (envelope.message() instanceof Message.Malformed malformed) {
      line.append(malformed(malformed.text()));
    } else {
      Codec.write(line, envelope.message());
    }
    return line.append('}').toString();
  }

  private static String malformed(String text) {
    try {
      if (isWordOfDomain(parse(text))) {
        throw new IllegalArgumentException("not malformed: " + text);
      }
    } catch (WireException e) {
      throw new IllegalArgumentException(e.in(text));
    }
    return text.replace('\n', ' ').replace('\r', ' '); // in JSON these are white space only
  }

  private static boolean isWordOfDomain(JsonNode node) {
    try {
      return Codec.message(node) instanceof Message.FromDomain;
    } catch (WireException e) {
      return false;
    }
  }

  /**
   * Any line as text.
   *
   * @param line the line
   * @return the text, without the end of the line
   * @throws IllegalArgumentException as {@link #encode(Envelope)}
   */
  public static String encode(Line line) {
    if (line instanceof Said said) {
      return encode(said.envelope());
    }
    if (line instanceof Greeting greeting) {
      return control("hello", ",\"version\":" + greeting.version());
    }
    if (line instanceof Hello hello) {
      return control("hello", hello(hello));
    }
    if (line instanceof Reset reset) {
      return control("reset", catalogue(reset.catalogue()));
    }
    if (line instanceof Sync sync) {
      return control("sync", ",\"number\":" + sync.number());
    }
    if (line instanceof Synced synced) {
      return control("synced", ",\"number\":" + synced.number());
    }
    return control("bye", "");
  }

  private static String control(String word, String rest) {
    return "{\"control\":\"" + word + "\"" + rest + "}";
  }

  private static String hello(Hello hello) {
    return ",\"version\":"
        + hello.version()
        + ",\"role\":\""
        + hello.role().name().toLowerCase(Locale.ROOT)
        + "\",\"name\":"
        + StringNode.valueOf(hello.name())
        + ",\"capabilities\":"
        + hello.capabilities().stream().map(StringNode::valueOf).toList();
  }

  private static String catalogue(Catalogue catalogue) {
    StringBuilder text = new StringBuilder(",\"programs\":{");
    String before = "";
    for (Map.Entry<Program, List<ResourceId>> entry : catalogue.programs().entrySet()) {
      text.append(before).append('"').append(entry.getKey()).append("\":");
      Codec.write(text, entry.getValue());
      before = ",";
    }
    Codec.write(text.append("},\"keepsWarm\":"), catalogue.keepsWarm().stream().sorted().toList());
    Codec.write(text.append(",\"profile\":"), catalogue.profile());
    return text.toString();
  }

  /**
   * Reads what a subject said.
   *
   * @param line the line, without its end
   * @return what it is
   * @throws WireException if it is nothing that a subject may say
   */
  public static Line.FromSubject decode(String line) throws WireException {
    try {
      return decode(parse(line));
    } catch (WireException e) {
      throw e.in(line);
    }
  }

  /** Reads what a subject said. The reason of a failure does not yet quote the line. */
  static Line.FromSubject decode(JsonNode node) throws WireException {
    Codec.object(node, "the line");
    if (!node.has("control")) {
      Said said = said(node);
      if (!Role.DEVICE.says(said.envelope())) {
        throw new WireException("a subject does not say this message on this channel");
      }
      return said;
    }
    String control = Codec.text(node.get("control"), "control");
    if (control.equals("hello")) {
      return hello(node);
    }
    if (control.equals("synced")) {
      return new Synced(number(node, "number", Codec.MAX_LONG));
    }
    throw new WireException("control is not a word that a subject says");
  }

  /**
   * Reads what the kit said: for a subject written in Java.
   *
   * @param line the line, without its end
   * @return what it is; what a domain says wrongly is {@link Message.Malformed}
   * @throws WireException if it is nothing that the kit may say
   */
  public static Line.FromKit decodeKit(String line) throws WireException {
    try {
      return decodeKit(parse(line));
    } catch (WireException e) {
      throw e.in(line);
    }
  }

  /** Reads a message whoever said it; what a domain says wrongly is {@link Message.Malformed}. */
  static Said passed(JsonNode node) throws WireException {
    try {
      return (Said) decode(node);
    } catch (WireException e) { // then it was told
      return heard(node);
    }
  }

  static Line.FromKit decodeKit(JsonNode node) throws WireException {
    Codec.object(node, "the line");
    if (!node.has("control")) {
      return heard(node);
    }
    String control = Codec.text(node.get("control"), "control");
    return switch (control) {
      case "hello" -> new Greeting((int) number(node, "version", Integer.MAX_VALUE));
      case "reset" -> new Reset(catalogue(node));
      case "sync" -> new Sync(number(node, "number", Codec.MAX_LONG));
      case "bye" -> new Bye();
      default -> throw new WireException("control is not a word that the kit says");
    };
  }

  private static Said heard(JsonNode node) throws WireException {
    Channel channel = channel(node);
    JsonNode message = Codec.field(node, "the line", "message");
    if (channel instanceof Channel.OfDomain && !isWordOfDomain(message)) {
      return new Said(new Envelope(channel, new Message.Malformed(message.toString())));
    }
    Said said = said(node);
    if (!Role.PROXY.hears(said.envelope()) && !Role.TARGET.hears(said.envelope())) {
      throw new WireException("the kit does not say this message on this channel");
    }
    return said;
  }

  private static Said said(JsonNode node) throws WireException {
    return new Said(
        new Envelope(channel(node), Codec.message(Codec.field(node, "the line", "message"))));
  }

  private static Channel channel(JsonNode node) throws WireException {
    return channel(Codec.text(Codec.field(node, "the line", "channel"), "channel"));
  }

  static Channel channel(String name) throws WireException {
    if (name.startsWith(DOMAIN)) {
      String domain = name.substring(DOMAIN.length());
      return Channel.of((Domain) Codec.read(StringNode.valueOf(domain), Domain.class, "channel"));
    }
    return switch (name) {
      case "target" -> Channel.TARGET;
      case "environment" -> Channel.ENVIRONMENT;
      case "direct" -> Channel.DIRECT;
      case "seen" -> Channel.SEEN;
      default -> throw new WireException("channel is no channel of the protocol");
    };
  }

  private static Hello hello(JsonNode node) throws WireException {
    return new Hello(
        (int) number(node, "version", Integer.MAX_VALUE),
        role(node),
        Codec.text(Codec.field(node, "the line", "name"), "name"),
        list(Codec.field(node, "the line", "capabilities"), String.class, "capabilities"));
  }

  static Role role(JsonNode node) throws WireException {
    return switch (Codec.text(Codec.field(node, "the line", "role"), "role")) {
      case "proxy" -> Role.PROXY;
      case "target" -> Role.TARGET;
      case "device" -> Role.DEVICE;
      default -> throw new WireException("role is none of proxy, target, device");
    };
  }

  private static Catalogue catalogue(JsonNode node) throws WireException {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    JsonNode all = Codec.object(Codec.field(node, "the line", "programs"), "programs");
    for (String name : all.propertyNames()) {
      programs.put(
          (Program) Codec.read(StringNode.valueOf(name), Program.class, "programs"),
          list(all.get(name), ResourceId.class, "programs." + name));
    }
    List<Program> warm =
        list(Codec.field(node, "the line", "keepsWarm"), Program.class, "keepsWarm");
    JsonNode profile = Codec.field(node, "the line", "profile");
    try {
      return new Catalogue(
          programs, new HashSet<>(warm), (Profile) Codec.read(profile, Profile.class, "profile"));
    } catch (IllegalArgumentException e) {
      throw new WireException("the catalogue is refused: " + e.getMessage());
    }
  }

  private static <T> List<T> list(JsonNode array, Class<T> type, String path) throws WireException {
    if (!array.isArray()) {
      throw new WireException(path + " is no array");
    }
    List<T> items = new ArrayList<>();
    for (JsonNode item : array) {
      items.add(type.cast(Codec.read(item, type, path)));
    }
    return items;
  }

  private static long number(JsonNode node, String name, long max) throws WireException {
    return Codec.whole(Codec.field(node, "the line", name), name, max);
  }

  /** The reason of a failure does not yet quote the line. */
  static JsonNode parse(String line) throws WireException {
    if (line.length() > MAX_LINE) {
      throw new WireException("longer than " + MAX_LINE + " characters");
    }
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isMissingNode()) {
        throw new WireException("empty");
      }
      return node;
    } catch (JacksonException e) {
      throw new WireException("no JSON: " + plain(e.getOriginalMessage()));
    }
  }

  /** Without the library's advice on how to configure it. */
  private static String plain(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(", from `[^`]*`", "")
        .replaceFirst("(: enable | \\()`.*", "");
  }
}
