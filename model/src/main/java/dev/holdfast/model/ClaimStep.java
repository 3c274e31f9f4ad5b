package dev.holdfast.model;

/** The steps of the claimed method: each is one message or one action. */
public enum ClaimStep {
  /** Step 0 of the claim. */
  C0("the device", "Several operating systems run at once; every target OS has its own proxy."),
  /** Step 1 of the claim. */
  C1("target OS", "It runs the proxy process, marked so that low memory never shuts it down."),
  /** Step 2 of the claim. */
  C2(
      "originating OS -> proxy",
      "The first request: it names one or more processes, and the resource they want."),
  /** Step 3 of the claim. */
  C3("proxy -> target OS", "The second request: the proxy needs the resource."),
  /** Step 4 of the claim. */
  C4("target OS", "It finds out whether a running process provides the resource already."),
  /** Step 5 of the claim. */
  C5("target OS", "If none does, it starts a target process."),
  /** Step 6 of the claim. */
  C6("target OS", "It gives the target process access to the resource."),
  /** Step 7 of the claim. */
  C7(
      "proxy -> originating OS",
      "It returns a handle, through which process talks to process, past the proxy."),
  /** Step 8 of the claim. */
  C8("proxy", "It keeps the association: which outside processes use which resources."),
  /** Step 9 of the claim. */
  C9("originating OS -> proxy", "The release: a process no longer uses the resource."),
  /** Step 10 of the claim. */
  C10(
      "proxy -> target OS",
      "No longer needed: said only when no outside process uses the resource any more."),
  /** Step 11 of the claim. */
  C11("target OS", "It ends the target process.");

  private final String who;
  private final String meaning;

  ClaimStep(String who, String meaning) {
    this.who = who;
    this.meaning = meaning;
  }

  /**
   * Who acts, or who speaks to whom.
   *
   * @return the party or parties
   */
  public String who() {
    return who;
  }

  /**
   * What happens.
   *
   * @return one sentence
   */
  public String meaning() {
    return meaning;
  }
}
