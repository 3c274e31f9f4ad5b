package dev.holdfast.impl.linux;

import dev.holdfast.model.Program;

/** What a Linux target OS tells whoever runs it, beside the protocol. */
public sealed interface Notice {
  /**
   * The kernel killed a target process for want of memory.
   *
   * @param program whose process
   * @param generation which run of it
   * @param ownFault whether it wanted more than its own ceiling; else all together wanted more than
   *     there is
   * @param needed whether the proxy needed it
   * @param inOrder whether no other should have gone before it (MEM-5). The kernel chooses up to
   *     half a second before the death is noticed: another that has become idle since then does not
   *     count, and if this one has been needed only since then it was idle
   */
  record KernelKill(
      Program program, int generation, boolean ownFault, boolean needed, boolean inOrder)
      implements Notice {}

  /**
   * Something that a person should know.
   *
   * @param sentence what
   */
  record Remark(String sentence) implements Notice {}
}
