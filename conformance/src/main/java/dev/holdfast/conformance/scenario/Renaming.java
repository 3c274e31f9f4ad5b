package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls things that are alike by each other's names, wherever a message names them.
 *
 * @param names domains, processes, resources, programs: what each is called instead; others keep
 *     their names
 */
record Renaming(Map<Object, Object> names) {
  /** Keeps an immutable copy. */
  Renaming {
    names = Map.copyOf(names);
  }

  /** Two of each are alike. */
  static Renaming swapping(List<? extends Record> ones, List<? extends Record> others) {
    Map<Object, Object> names = new HashMap<>();
    for (int i = 0; i < ones.size(); i++) {
      names.put(ones.get(i), others.get(i));
      names.put(others.get(i), ones.get(i));
    }
    return new Renaming(names);
  }

  Envelope of(Envelope envelope) {
    return (Envelope) value(envelope);
  }

  private Object value(Object value) {
    Object other = names.get(value);
    if (other != null) {
      return other;
    } else if (value instanceof Handle handle) {
      return handle(handle);
    } else if (value instanceof List<?> list) {
      return list.stream().map(this::value).toList();
    }
    return value instanceof Record its ? parts(its) : value;
  }

  /** The model's name of a handle begins with its resource's. */
  private Handle handle(Handle handle) {
    Optional<ResourceId> resource = TargetOs.resource(handle);
    return resource
        .map(its -> value(its) + handle.name().substring(its.name().length()))
        .map(Handle::new)
        .orElse(handle);
  }

  private Record parts(Record whole) {
    try {
      RecordComponent[] parts = whole.getClass().getRecordComponents();
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] renamed = new Object[parts.length];
      for (int i = 0; i < parts.length; i++) {
        renamed[i] = value(parts[i].getAccessor().invoke(whole));
      }
      Constructor<? extends Record> made = whole.getClass().getDeclaredConstructor(types);
      return made.newInstance(renamed);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot rename in " + whole, e);
    }
  }
}
