package dev.holdfast.conformance.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.function.IntFunction;

/**
 * A trace of any length, made while it is read: devices that start, use, share and end a target
 * process, again and again, interleaved round by round. All that they do is right. Not thread-safe.
 */
public final class Endless extends InputStream {
  /** How many messages a round of one device has. */
  public static final int ROUND = 19;

  private static final int BEGIN = 5;

  private final int devices;
  private final long rounds;
  private long made;
  private byte[] chunk = new byte[0];
  private int at;

  /**
   * A trace.
   *
   * @param devices how many are live at the same time
   * @param messages how many messages there are at least, of all together
   */
  public Endless(int devices, long messages) {
    this.devices = devices;
    this.rounds = Math.max(1, messages / ROUND / devices);
  }

  /** How many messages there are. */
  public long messages() {
    return devices * (BEGIN + rounds * ROUND);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) {
    if (at == chunk.length) {
      if (made > rounds + 1) {
        return -1;
      }
      chunk = all(round(made++)).getBytes(UTF_8);
      at = 0;
    }
    int count = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, bytes, from, count);
    at += count;
    return count;
  }

  private String all(IntFunction<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int device = 0; device < devices; device++) {
      String its = lines.apply(device);
      String name = devices == 1 ? "{" : "{\"device\":\"device-" + device + "\",";
      for (String line : its.split("\n", -1)) {
        text.append(name).append(line, 1, line.length()).append('\n');
      }
    }
    return text.toString();
  }

  private IntFunction<String> round(long number) {
    if (number == 0) {
      return device -> FIRST;
    }
    if (number > rounds) {
      return device -> "{\"control\":\"bye\"}";
    }
    return device ->
        AGAIN
            .replace("@id1", Long.toString(2 * number - 1))
            .replace("@id2", Long.toString(2 * number))
            .replace("@h", "h-" + Long.toHexString(number * 0x9E3779B97F4A7C15L + device))
            .replace("@", Long.toString(number));
  }

  private static final String FIRST =
      """
      {"control":"reset","programs":{"nav":["map","route"]},"keepsWarm":[],"profile":"SHED"}
      {"channel":"environment","message":{"type":"Boot"}}
      {"channel":"seen","message":{"type":"ProxyProtected"}}
      {"channel":"seen","message":{"type":"Accepting"}}
      {"control":"sync","number":1}
      {"channel":"domain:A","message":{"type":"DomainUp","epoch":1}}
      {"control":"sync","number":2}
      {"channel":"domain:B","message":{"type":"DomainUp","epoch":1}}
      {"control":"sync","number":3}"""
          .stripIndent();

  private static final String AGAIN =
      """
      {"channel":"domain:A","message":{"type":"Request","id":@id1,"processes":[{"pid":7,"incarnation":1}],"resource":"map"}}
      {"channel":"target","message":{"type":"Need","resource":"map","attempt":@}}
      {"channel":"seen","message":{"type":"Started","program":"nav","generation":@}}
      {"control":"sync","number":@}
      {"channel":"environment","message":{"type":"Ready","program":"nav","generation":@,"resource":"map"}}
      {"channel":"seen","message":{"type":"AccessGiven","program":"nav","generation":@,"resource":"map"}}
      {"channel":"target","message":{"type":"Provided","resource":"map","attempt":@,"program":"nav","generation":@,"handle":"@h"}}
      {"channel":"domain:A","message":{"type":"Granted","id":@id1,"handle":"@h"}}
      {"control":"sync","number":@}
      {"channel":"domain:B","message":{"type":"Request","id":@id1,"processes":[{"pid":7,"incarnation":1}],"resource":"map"}}
      {"channel":"domain:B","message":{"type":"Granted","id":@id1,"handle":"@h"}}
      {"control":"sync","number":@}
      {"channel":"direct","message":{"type":"Use","handle":"@h"}}
      {"channel":"direct","message":{"type":"Used","generation":@}}
      {"control":"sync","number":@}
      {"channel":"domain:B","message":{"type":"Release","id":@id2,"process":{"pid":7,"incarnation":1},"resource":"map"}}
      {"channel":"domain:B","message":{"type":"Released","id":@id2,"outcome":"RELEASED"}}
      {"control":"sync","number":@}
      {"channel":"domain:A","message":{"type":"Release","id":@id2,"process":{"pid":7,"incarnation":1},"resource":"map"}}
      {"channel":"domain:A","message":{"type":"Released","id":@id2,"outcome":"RELEASED"}}
      {"channel":"target","message":{"type":"NoLongerNeeded","resource":"map","attempt":@}}
      {"channel":"seen","message":{"type":"Ending","program":"nav","generation":@}}
      {"control":"sync","number":@}
      {"channel":"environment","message":{"type":"Gone","program":"nav","generation":@}}
      {"channel":"seen","message":{"type":"Exited","program":"nav","generation":@}}
      {"control":"sync","number":@}"""
          .stripIndent();
}
