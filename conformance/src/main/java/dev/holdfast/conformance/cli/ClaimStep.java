package dev.holdfast.conformance.cli;

/** The steps of the claimed method: each is one message or one action. */
enum ClaimStep {
  C0("the device", "Several operating systems run at once; every target OS has its own proxy."),
  C1("target OS", "It runs the proxy process, marked so that low memory never shuts it down."),
  C2(
      "originating OS -> proxy",
      "The first request: it names one or more processes, and the resource they want."),
  C3("proxy -> target OS", "The second request: the proxy needs the resource."),
  C4("target OS", "It finds out whether a running process provides the resource already."),
  C5("target OS", "If none does, it starts a target process."),
  C6("target OS", "It gives the target process access to the resource."),
  C7(
      "proxy -> originating OS",
      "It returns a handle, through which process talks to process, past the proxy."),
  C8("proxy", "It keeps the association: which outside processes use which resources."),
  C9("originating OS -> proxy", "The release: a process no longer uses the resource."),
  C10(
      "proxy -> target OS",
      "No longer needed: said only when no outside process uses the resource any more."),
  C11("target OS", "It ends the target process.");

  private final String who;
  private final String meaning;

  ClaimStep(String who, String meaning) {
    this.who = who;
    this.meaning = meaning;
  }

  /** Who acts, or who speaks to whom. */
  String who() {
    return who;
  }

  /** What happens, in one sentence. */
  String meaning() {
    return meaning;
  }
}
