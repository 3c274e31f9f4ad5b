package dev.holdfast.impl;

import dev.holdfast.model.ResourceId;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All interests of a proxy, by resource and by number. None is ever forgotten: were the number of
 * its last attempt forgotten, an answer still under way to an old attempt could settle a new one of
 * the same number (REQ-7).
 *
 * <p>Thread-safe. An interest is in the array before anybody can find it by its resource, and
 * whoever has its number has it from there.
 */
final class Interests {
  private final ConcurrentHashMap<ResourceId, Interest> byResource = new ConcurrentHashMap<>();
  private volatile Interest[] byNumber = new Interest[16];
  private int last;

  /** The interest in a resource; a new one, idle, if there is none yet. */
  Interest of(ResourceId resource) {
    Interest known = byResource.get(resource);
    return known == null ? byResource.computeIfAbsent(resource, this::made) : known;
  }

  /** The interest in a resource that was requested. */
  Optional<Interest> known(ResourceId resource) {
    return Optional.ofNullable(byResource.get(resource));
  }

  /** The interest with a number. */
  Interest get(int number) {
    return byNumber[number];
  }

  void forEach(Consumer<Interest> action) {
    byResource.values().forEach(action);
  }

  private synchronized Interest made(ResourceId resource) {
    last++;
    if (last == byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, last / 2 * 3);
    }
    Interest interest = new Interest(resource, last);
    byNumber[last] = interest;
    return interest;
  }
}
