package dev.holdfast.model;

import java.util.List;

/**
 * The alphabet: everything that crosses a boundary of the protocol, and nothing else does. The
 * sub-interfaces say who may say it to whom.
 *
 * <p>Attempts, generations and epochs count from 1. Every record checks its own fields and throws
 * {@link IllegalArgumentException} for a value that the protocol does not have.
 */
public sealed interface Message {

  /** Said by an originating OS to the proxy. */
  sealed interface FromDomain extends Message {}

  /** Said by the proxy to an originating OS. */
  sealed interface ToDomain extends Message {}

  /** Said by the proxy to the target OS. */
  sealed interface ToTarget extends Message {
    /**
     * The resource it is about.
     *
     * @return the resource identifier
     */
    ResourceId resource();

    /**
     * Which of the proxy's attempts on the resource it belongs to.
     *
     * @return the attempt, from 1
     */
    int attempt();
  }

  /** Said by the target OS to the proxy. */
  sealed interface FromTarget extends Message {}

  /** Done to the target OS by its environment: its memory, its local users, its processes. */
  sealed interface FromEnvironment extends Message {}

  /** Said by an originating process to a target process, past the proxy (HND-2). */
  sealed interface ToProcess extends Message {}

  /** Said by a target process to an originating process, past the proxy (HND-2). */
  sealed interface FromProcess extends Message {}

  /** Seen of the target OS by an observer. */
  sealed interface OfTargetOs extends Message {}

  /**
   * C2: processes of the domain want to interact with a resource. Admitted or refused as a whole.
   *
   * @param id greater than every id the domain used in this epoch
   * @param processes who wants it: at least one, each pid once (else REQ-1 refuses)
   * @param resource what they want
   */
  record Request(long id, List<ProcessId> processes, ResourceId resource) implements FromDomain {
    /** Checks the id and keeps a copy of the list. */
    public Request {
      Names.checkPositive("id", id);
      processes = List.copyOf(processes);
    }
  }

  /**
   * C9: a process no longer interacts with a resource.
   *
   * @param id greater than every id the domain used in this epoch
   * @param process who is done with it
   * @param resource with what
   */
  record Release(long id, ProcessId process, ResourceId resource) implements FromDomain {
    /** Checks the id. */
    public Release {
      Names.checkPositive("id", id);
    }
  }

  /**
   * A process of the domain has exited (DTH-1).
   *
   * @param process which
   */
  record ProcessExited(ProcessId process) implements FromDomain {}

  /**
   * The channel has opened: the domain has booted.
   *
   * @param epoch which boot this is
   */
  record DomainUp(int epoch) implements FromDomain {
    /** Checks the epoch. */
    public DomainUp {
      Names.checkPositive("epoch", epoch);
    }
  }

  /** The channel has closed: the domain is down (DTH-2). */
  record DomainDown() implements FromDomain {}

  /**
   * Anything a domain says that is not a word of this alphabet (SEC-2).
   *
   * @param text what it said; not read by any machine
   */
  record Malformed(String text) implements FromDomain {}

  /**
   * C7: the request's processes may interact with the resource through this handle.
   *
   * @param id the request
   * @param handle the way to the target process
   */
  record Granted(long id, Handle handle) implements ToDomain {}

  /**
   * The request is refused; nothing of it remains.
   *
   * @param id the request
   * @param reason why
   */
  record Refused(long id, Reason reason) implements ToDomain {}

  /**
   * The answer to a release.
   *
   * @param id the release
   * @param outcome whether there was something to release
   */
  record Released(long id, Outcome outcome) implements ToDomain {
    /** Whether there was something to release. */
    public enum Outcome {
      /** The pair was held and is gone (REL-1). */
      RELEASED,
      /** The pair was not held; nothing changed (REL-2). */
      NOT_HELD
    }
  }

  /**
   * The target process that this process was using has died (DTH-3).
   *
   * @param process who was using it
   * @param resource what it was used for
   * @param generation which run of the program died
   * @param cause what it died of
   */
  record TargetDied(ProcessId process, ResourceId resource, int generation, Cause cause)
      implements ToDomain {}

  /**
   * What the domain said had no effect and can have no other answer (SEC-2).
   *
   * @param reason why
   */
  @SuppressWarnings("JavaLangClash") // the protocol's word
  record Error(Reason reason) implements ToDomain {}

  /**
   * C3: the proxy needs a resource.
   *
   * @param resource which
   * @param attempt the proxy's new attempt on it
   */
  record Need(ResourceId resource, int attempt) implements ToTarget {
    /** Checks the attempt. */
    public Need {
      Names.checkPositive("attempt", attempt);
    }
  }

  /**
   * C10: no external process interacts with the resource any more. Also cancels a start that is
   * still under way.
   *
   * @param resource which
   * @param attempt the attempt that this closes
   */
  record NoLongerNeeded(ResourceId resource, int attempt) implements ToTarget {
    /** Checks the attempt. */
    public NoLongerNeeded {
      Names.checkPositive("attempt", attempt);
    }
  }

  /**
   * A running target process has been given the resource (C4 to C6).
   *
   * @param resource which
   * @param attempt the attempt that this answers
   * @param program who provides it
   * @param generation which run of the program
   * @param handle the way to it, minted for this access alone
   */
  record Provided(ResourceId resource, int attempt, Program program, int generation, Handle handle)
      implements FromTarget {
    /** Checks the numbers. */
    public Provided {
      Names.checkPositive("attempt", attempt);
      Names.checkPositive("generation", generation);
    }
  }

  /**
   * The resource cannot be provided; the attempt is over (REQ-7).
   *
   * @param resource which
   * @param attempt the attempt that this answers
   * @param reason why
   */
  record StartFailed(ResourceId resource, int attempt, Reason reason) implements FromTarget {
    /** Checks the attempt. */
    public StartFailed {
      Names.checkPositive("attempt", attempt);
    }
  }

  /**
   * A target process that provided something to the proxy has died; every attempt that it served is
   * over (DTH-3).
   *
   * @param program which
   * @param generation which run of it
   * @param cause what it died of
   */
  record Died(Program program, int generation, Cause cause) implements FromTarget {
    /** Checks the generation. */
    public Died {
      Names.checkPositive("generation", generation);
    }
  }

  /** C1: the target OS boots, and with it the proxy process. */
  record Boot() implements FromEnvironment {}

  /**
   * Memory pressure is reported. One report claims at most one victim (MEM-5).
   *
   * @param level how badly memory is wanted from now on
   */
  record Pressure(Level level) implements FromEnvironment {}

  /**
   * A local user of the target OS begins to use a program.
   *
   * @param program which
   */
  record LocalUse(Program program) implements FromEnvironment {}

  /**
   * The local user is done with the program.
   *
   * @param program which
   */
  record LocalDone(Program program) implements FromEnvironment {}

  /**
   * The target process is able to serve a resource that it was started or asked for.
   *
   * @param program whose process
   * @param generation which run
   * @param resource what it can now serve
   */
  record Ready(Program program, int generation, ResourceId resource) implements FromEnvironment {
    /** Checks the generation. */
    public Ready {
      Names.checkPositive("generation", generation);
    }
  }

  /**
   * The target process dies by itself. For whoever was not yet given access this is a failed start.
   *
   * @param program whose process
   * @param generation which run
   */
  record Crashed(Program program, int generation) implements FromEnvironment {
    /** Checks the generation. */
    public Crashed {
      Names.checkPositive("generation", generation);
    }
  }

  /**
   * A target process that was told to end, or killed, is gone from the process table.
   *
   * @param program whose process
   * @param generation which run
   */
  record Gone(Program program, int generation) implements FromEnvironment {
    /** Checks the generation. */
    public Gone {
      Names.checkPositive("generation", generation);
    }
  }

  /**
   * An originating process uses its handle.
   *
   * @param handle what it was granted, or made up
   */
  record Use(Handle handle) implements ToProcess {}

  /**
   * The target process served the use.
   *
   * @param generation which run of the program it was
   */
  record Used(int generation) implements FromProcess {}

  /** The handle stands for nothing (any more). */
  record Stale() implements FromProcess {}

  /** The proxy process is marked: low memory never shuts it down (MEM-1). */
  record ProxyProtected() implements OfTargetOs {}

  /** The proxy accepts requests from now on. */
  record Accepting() implements OfTargetOs {}

  /**
   * C5: a target process is started.
   *
   * @param program of which program
   * @param generation which run of it
   */
  record Started(Program program, int generation) implements OfTargetOs {}

  /**
   * C6: the target process is given access to a resource.
   *
   * @param program whose process
   * @param generation which run
   * @param resource to what
   */
  record AccessGiven(Program program, int generation, ResourceId resource) implements OfTargetOs {}

  /**
   * C11: the target process is told to end, because nobody needs it.
   *
   * @param program whose process
   * @param generation which run
   */
  record Ending(Program program, int generation) implements OfTargetOs {}

  /**
   * A process is killed for its memory.
   *
   * @param victim whose process
   * @param level at which level of pressure
   */
  record Killed(Victim victim, Level level) implements OfTargetOs {}

  /**
   * The target process has exited.
   *
   * @param program whose process
   * @param generation which run
   */
  record Exited(Program program, int generation) implements OfTargetOs {}

  /** Pressure is CRITICAL and no victim may be chosen (MEM-6). */
  record OutOfMemory() implements OfTargetOs {}

  /** Whom memory pressure may hit. */
  sealed interface Victim {
    /**
     * A target process.
     *
     * @param program whose
     * @param generation which run
     */
    record TargetProcess(Program program, int generation) implements Victim {}

    /** The proxy process. No right target OS ever says this (MEM-2). */
    record ProxyProcess() implements Victim {}
  }
}
