package dev.holdfast.tla.proof;

import java.util.List;

/** One thing that a wrong specification forgets; each breaks what is named beside it. */
public enum Slip {
  /** Requests are accepted before the proxy is protected. */
  REQUEST_BEFORE_BOOT("Request", "MEM1ProtectedInv"),
  /** Pressure takes the proxy with it. */
  KILL_THE_PROXY("Pressure", "MEM2ProxyProp", "MEM1ProtectedInv"),
  /** What is needed is killed below CRITICAL. */
  KILL_BELOW_CRITICAL("Pressure", "MEM3ProtectedProp"),
  /** A victim is chosen without regard to rank. */
  KILL_WITHOUT_RANK("Pressure", "MEM5OrderProp"),
  /** A second victim is chosen while the first has not exited. */
  KILL_A_SECOND("Pressure", "MEM5OneVictimInv"),
  /** What is needed is killed though the profile is HOLD. */
  KILL_UNDER_HOLD("Pressure", "MEM6ProfileProp"),
  /** A process is started though memory does not allow it. */
  START_WITHOUT_MEMORY("Learn", "MEM6StartProp"),
  /** A process is started while the generation before has not exited. */
  START_BEFORE_EXIT("Learn", "REQ3StartProp"),
  /** A process that exits is started anew though nobody wants it. */
  RESTART_FOR_NOBODY("Exit", "REQ3StartProp", "END1UnusedInv"),
  /** A start is refused, but the need is kept in mind. */
  NEED_KEPT_AT_REFUSAL("Exit", "REQ3NeededInv"),
  /** So is the local user. */
  LOCAL_USE_KEPT_AT_EXIT("Exit", "REQ3LocalInv"),
  /** A start is not counted. */
  START_UNCOUNTED("LocalUse", "REQ3GenerationInv", "DTH3LostInv"),
  /** What no program provides is taken to be needed. */
  NEED_THE_UNKNOWN("Learn", "TypeInv", "REQ3NeededInv", "END1UnusedInv", "REQ3StartProp"),
  /** A process that runs is started again. */
  START_AGAIN("Learn", "REQ4ReuseProp", "REQ3StartProp", "HND1HandleInv"),
  /** A handle is returned before access is given. */
  SERVE_BEFORE_ACCESS("Serve", "HND1HandleInv"),
  /** A handle of a generation that died, and of which users were told, is returned. */
  SERVE_THE_DEAD("Serve", "HND1HandleInv"),
  /** Access is given to a process that does not run. */
  GIVE_TO_THE_DYING("Give", "HND1AccessInv"),
  /** A resource that is live is served again. */
  SERVE_TWICE("Serve", "HND3SameProp"),
  /** The last pair goes, and the resource stays live. */
  LEAVE_LIVE("Leave", "ASC1LiveInv"),
  /** Those are refused whose need the target OS knows of. */
  REFUSE_WHAT_IS_NEEDED("Refuse", "ASC1PairsProp"),
  /** The users of another generation are told of a death. */
  TELL_OF_ANOTHER("Tell", "ASC1PairsProp"),
  /** The target OS is asked again for what is live. */
  ASK_FOR_WHAT_IS_LIVE("Request", "END3WaitInv"),
  /** A need is forgotten that somebody has. */
  FORGET_WHAT_IS_USED("Forget", "REL3NeededProp", "HND1HandleInv", "END2EndProp"),
  /** When a local user is done, the process runs on. */
  LOCAL_DONE_RUNS_ON("LocalDone", "END1UnusedInv"),
  /** A process is ended though another of its resources is needed. */
  END_WHAT_IS_NEEDED("Forget", "END2EndProp", "HND1AccessInv"),
  /** A process is ended though a local user needs it. */
  END_LOCAL_USE("Forget", "END2EndProp"),
  /** A death in use is not remembered. */
  DIE_SILENTLY("Crash", "HND1HandleInv", "REL3NeededProp"),
  /** A generation that runs is remembered as dead. */
  LOSE_THE_LIVING("Give", "DTH3LostInv"),
  /** Users are told of a death and keep their pairs. */
  TELL_AND_KEEP("Tell", "DTH3ToldProp"),

  /** In the handshake: NoLongerNeeded is said while a user remains. */
  OVER_WHILE_ONE_REMAINS(true, "Leave", "OverInv"),
  /** The proxy opens an attempt and does not tell. */
  ASK_SILENTLY(true, "Request", "NeedInv", "AskedInv"),
  /** A NoLongerNeeded of an older attempt is honoured. */
  HONOUR_AN_OLD_OVER(
      true,
      "HearOver",
      "RefinesProp",
      "AttemptsInv",
      "MEM1ProtectedInv",
      "HND1HandleInv",
      "END3WaitInv",
      "ProvidedInv",
      "NeedInv"),
  /** A Need that its NoLongerNeeded, or a newer Need, has overtaken is honoured. */
  HONOUR_AN_OVERTAKEN_NEED(
      true,
      "HearNeed",
      "RefinesProp",
      "MEM1ProtectedInv",
      "ProvidedInv",
      "NeedInv",
      "AttemptsInv",
      "HND1HandleInv",
      "FailedInv",
      "END3WaitInv"),
  /** The proxy goes live on a generation that it knows dead. */
  GO_LIVE_ON_THE_DEAD(true, "HearProvided", "RefinesProp", "HND1HandleInv"),
  /** An answer settles an attempt that it does not name. */
  SETTLE_ANOTHER_ATTEMPT(true, "HearFailed", "RefinesProp");

  private final boolean handshake;

  private final String action;
  private final List<String> breaks;

  Slip(String action, String... breaks) {
    this(false, action, breaks);
  }

  Slip(boolean handshake, String action, String... breaks) {
    this.handshake = handshake;
    this.action = action;
    this.breaks = List.of(breaks);
  }

  /**
   * Whose slip it is.
   *
   * @return {@link Coordination}'s or {@link Handshake}'s
   */
  public Theory theory() {
    return handshake ? Handshake.theory() : Coordination.theory();
  }

  /**
   * The action with the slip.
   *
   * @return the wrong action
   */
  public Action wrong() {
    return handshake ? Handshake.wrong(this) : Coordination.wrong(this);
  }

  /**
   * Where it is made.
   *
   * @return the name of an {@link Action}
   */
  public String action() {
    return action;
  }

  /**
   * What it breaks.
   *
   * @return the names of {@link Property properties}; first the one that it is meant to break, then
   *     those that go with it
   */
  public List<String> breaks() {
    return breaks;
  }
}
