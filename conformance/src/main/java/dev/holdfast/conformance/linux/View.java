package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.wire.Line.Said;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a recording says of the present: who runs, and who uses what. Not thread-safe. */
public final class View {
  private final NavigableMap<Program, Integer> running = new TreeMap<>();
  private final Map<String, Message> asked = new HashMap<>();
  private final NavigableMap<ResourceId, Set<String>> users = new TreeMap<>();
  private final Map<Handle, Integer> generations = new HashMap<>();
  private long deathsTold;

  /** Nothing is known. */
  public View() {}

  /**
   * Reads on.
   *
   * @param recording a recording, which may still grow
   * @throws IOException if it cannot be read
   */
  public void read(BufferedReader recording) throws IOException {
    for (String line = recording.readLine(); line != null; line = recording.readLine()) {
      try {
        if (Wire.decode(line) instanceof Said said) {
          seen(said.envelope().channel(), said.envelope().message());
        }
      } catch (WireException e) {
        told(line);
      }
    }
  }

  private void told(String line) {
    try {
      if (Wire.decodeKit(line) instanceof Said said) {
        Message message = said.envelope().message();
        String channel = said.envelope().channel().toString();
        if (message instanceof Request request) {
          asked.put(channel + request.id(), message);
        } else if (message instanceof Release release) {
          asked.put(channel + release.id(), message);
        } else if (message instanceof ProcessExited exited) {
          users.values().forEach(all -> all.remove(channel + " " + exited.process()));
        } else if (message instanceof DomainDown) {
          users.values().forEach(all -> all.removeIf(user -> user.startsWith(channel + " ")));
        }
      }
    } catch (WireException e) {
      // half a line: the rest is being written, and the next one tells more
    }
  }

  private void seen(Channel channel, Message message) {
    if (message instanceof Started it) {
      running.put(it.program(), it.generation());
    } else if (message instanceof Exited it) {
      running.remove(it.program());
    } else if (message instanceof Provided it) {
      generations.put(it.handle(), it.generation());
    } else if (message instanceof Granted it
        && asked.remove(channel.toString() + it.id()) instanceof Request request) {
      request.processes().forEach(p -> users(request.resource()).add(channel + " " + p));
    } else if (message instanceof Released it
        && asked.remove(channel.toString() + it.id()) instanceof Release release) {
      users(release.resource()).remove(channel + " " + release.process());
    } else if (message instanceof TargetDied it) {
      users(it.resource()).remove(channel + " " + it.process());
      deathsTold++;
    }
  }

  private Set<String> users(ResourceId resource) {
    return users.computeIfAbsent(resource, any -> new HashSet<>());
  }

  /**
   * Who runs.
   *
   * @return programs, and which generation of each
   */
  public NavigableMap<Program, Integer> running() {
    return running;
  }

  /**
   * Who uses a resource.
   *
   * @param resource which
   * @return how many processes
   */
  public int userCount(ResourceId resource) {
    return users(resource).size();
  }

  /**
   * What a handle must reach, if it reaches anything.
   *
   * @param handle which
   * @return the generation; empty if nobody has provided it
   */
  public Optional<Integer> generation(Handle handle) {
    return Optional.ofNullable(generations.get(handle));
  }

  /**
   * How often a user was told of a death.
   *
   * @return how often
   */
  public long deathsTold() {
    return deathsTold;
  }
}
