package dev.holdfast.conformance.subject;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * Where on this machine a subject listens.
 *
 * @param text as people write it: {@code unix:PATH} or {@code tcp:HOST:PORT}
 * @param socket the same for sockets
 */
public record Address(String text, SocketAddress socket) {
  /** The most bytes in the path of a Unix socket, by Linux's unix(7): 108 with the final zero. */
  private static final int MAX_PATH = 107;

  private static final String UNIX = "unix:";
  private static final String TCP = "tcp:";

  /**
   * Reads an address; asks no name server.
   *
   * @param text {@code unix:PATH}, or {@code tcp:HOST:PORT} with {@code localhost}, which is
   *     127.0.0.1, or a loopback address; one of IPv6 in brackets
   * @return the address
   * @throws IllegalArgumentException if it is none; the message is one sentence that quotes it
   */
  public static Address of(String text) {
    if (text.startsWith(UNIX)) {
      return new Address(text, unix(text));
    }
    if (text.startsWith(TCP)) {
      return new Address(text, tcp(text));
    }
    throw not(text, "write unix:/path or tcp:localhost:port");
  }

  private static SocketAddress unix(String text) {
    String path = text.substring(UNIX.length());
    if (path.isEmpty()) {
      throw not(text, "there is no path");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
      throw not(text, "the path of a socket has at most " + MAX_PATH + " bytes");
    }
    try {
      return UnixDomainSocketAddress.of(path);
    } catch (InvalidPathException e) {
      throw not(text, "that is no path");
    }
  }

  private static SocketAddress tcp(String text) {
    HostAndPort parts;
    try {
      parts = HostAndPort.fromString(text.substring(TCP.length()));
    } catch (IllegalArgumentException e) {
      throw not(text, "write tcp:HOST:PORT, with a port from 1 to 65535");
    }
    if (parts.getHost().isEmpty() || parts.getPortOrDefault(0) == 0) {
      throw not(text, "write tcp:HOST:PORT, with a port from 1 to 65535");
    }
    InetAddress host =
        parts.getHost().equals("localhost")
            ? InetAddresses.forString("127.0.0.1")
            : numeric(text, parts.getHost());
    if (!host.isLoopbackAddress()) {
      throw elsewhere(text);
    }
    return new InetSocketAddress(host, parts.getPort());
  }

  private static InetAddress numeric(String text, String host) {
    if (!InetAddresses.isInetAddress(host)) {
      throw elsewhere(text);
    }
    return InetAddresses.forString(host);
  }

  /** The lines are neither encrypted nor signed. */
  private static IllegalArgumentException elsewhere(String text) {
    return not(text, "only this machine's own addresses are; forward a port of the other to it");
  }

  private static IllegalArgumentException not(String text, String why) {
    return new IllegalArgumentException("'" + text + "' is no address to connect to: " + why);
  }
}
