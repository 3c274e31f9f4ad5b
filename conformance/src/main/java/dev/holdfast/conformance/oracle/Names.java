package dev.holdfast.conformance.oracle;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a subject calls its handles, and what the model calls them. The first Provided that names
 * one says what it stands for. Not thread-safe.
 */
final class Names {
  /** How many void handles are remembered; one more is then like one that was never minted. */
  static final int KEPT = 128;

  private static final Handle MADE_UP = new Handle("made-up");

  /** By the subject's name, the oldest first. */
  private final Map<Handle, Handle> ofModel = new LinkedHashMap<>();

  private final Map<Handle, Handle> ofSubject = new HashMap<>();
  private int enough = 2 * KEPT;

  /** The handles that the subject has minted, in its own words. */
  Set<Handle> minted() {
    return Set.copyOf(ofModel.keySet());
  }

  /** The subject's name of a handle: the model's, if it has minted none for it. */
  Handle ofSubject(Handle handle) {
    return ofSubject.getOrDefault(handle, handle);
  }

  /** Whoever calls a handle as only the model does has made that up. */
  private Handle ofModel(Handle handle) {
    Handle made = ofSubject.containsKey(handle) ? MADE_UP : handle;
    return ofModel.getOrDefault(handle, made);
  }

  /** Messages with the handles in the model's words. */
  List<Envelope> toModel(List<Envelope> messages) {
    List<Envelope> its = messages;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i).message();
      if (message instanceof Provided p) {
        message = minted(p);
      } else if (message instanceof Granted g) {
        message = new Granted(g.id(), ofModel(g.handle()));
      } else if (message instanceof Use use) {
        message = new Use(ofModel(use.handle()));
      } else {
        continue;
      }
      its = its == messages ? new ArrayList<>(messages) : its;
      its.set(i, new Envelope(messages.get(i).channel(), message));
    }
    return its;
  }

  private Provided minted(Provided p) {
    Handle due = TargetOs.handle(p.resource(), p.attempt(), p.generation());
    Handle name = ofModel.computeIfAbsent(p.handle(), any -> due);
    ofSubject.putIfAbsent(due, p.handle());
    return new Provided(p.resource(), p.attempt(), p.program(), p.generation(), name);
  }

  /** Forgets old handles that are void in all these worlds, now and then. */
  void forget(List<World> worlds) {
    if (ofModel.size() <= enough) {
      return;
    }
    Set<Handle> inForce = new HashSet<>();
    worlds.forEach(world -> inForce.addAll(world.handles()));
    int surplus = ofModel.size() - KEPT;
    Iterator<Map.Entry<Handle, Handle>> oldest = ofModel.entrySet().iterator();
    for (int i = 0; i < surplus; i++) {
      Map.Entry<Handle, Handle> entry = oldest.next();
      if (!inForce.contains(entry.getValue())) {
        ofSubject.remove(entry.getValue(), entry.getKey());
        oldest.remove();
      }
    }
    enough = 2 * Math.max(KEPT, ofModel.size());
  }
}
