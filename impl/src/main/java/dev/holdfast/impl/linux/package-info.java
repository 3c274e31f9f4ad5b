/**
 * A target OS made of real Linux processes: the process table of {@link
 * dev.holdfast.impl.InMemoryTargetOs} decides, and what it decides is done to processes, memory
 * groups, {@code oom_score_adj} and sockets. Start with {@link
 * dev.holdfast.impl.linux.LinuxTargetOs}.
 */
package dev.holdfast.impl.linux;
