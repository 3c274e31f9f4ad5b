------------------------------ MODULE MCProtocol ------------------------------
(***************************************************************************)
(* Protocol within bounds, for TLC. The scope is chosen by name; what each *)
(* bounds stands in module Scopes, which is generated from the Java        *)
(* model's scopes, so that both explore the same.                          *)
(*                                                                         *)
(* Why each bound is sound enough to learn from:                           *)
(* - ids: the proxy only compares an id with the greatest so far; a domain *)
(*   that may say k requests and releases shows every race of k.           *)
(* - boots: epochs are only compared; two show what an older one leaves.   *)
(* - crashes, localUses: each may come at any moment; one shows every      *)
(*   place where it may come, two of them what the first left behind.      *)
(* - attempts and generations need no bound of their own: each new one has *)
(*   a request, a crash or a local use as its cause; and a kill, which has *)
(*   no bound, needs a process that one of those has started.              *)
(***************************************************************************)
EXTENDS Rules, Refinement, Bounds

CONSTANT ScopeName
Scope == Scopes[ScopeName]

ScopeDomains == DomainsIn(Scope)
ScopeProcesses == ProcessesIn(Scope)
ScopeExits == ExitsIn(Scope)
ScopeAsks == AsksIn(Scope)
ScopePrograms == DOMAIN Scope.provides
ScopeProvides == Scope.provides
ScopeKeepsWarm == Scope.keepsWarm
ScopeProfile == Scope.profile
ScopeLevels == Scope.levels
ScopeHostile == Scope.hostile
ScopeSomething == SomethingIn(Scope)
ScopeGroups == Scope.groups
ScopeUses == Scope.uses
ScopeCauses == CausesIn(Scope)

MCSpec == Init /\ [][Next]_vars
MCFairSpec == MCSpec /\ Fairness

\* Every id that is used in this scope, for LIV-1.
ScopeRequestIds == 1 .. Most(Scope)

\* States that differ in the last exchange alone are one state.
View == <<environmentVars, proxyVars, targetVars, underWay>>

\* For properties that no VIEW may come near: the last exchange is not recorded.
Unobserved(c, m, out) == UNCHANGED exchange
===============================================================================
