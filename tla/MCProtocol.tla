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

What TLC explored, to the end, nothing violated (manifest.json, where the other modules
stand too). Depth counts the initial state; seconds are of one run beside other work on two
cores, for orientation.

EXPLORED
configuration                distinct    generated  depth  seconds
MCProtocol                      1,037       10,012     20        7
scopes/again                      263          574     15        3
scopes/reused                     847        2,733     15        4
scopes/namesakes                5,853       22,124     23       11
scopes/deaths                   1,037       10,012     20        7
scopes/both                       546        2,590     13        4
scopes/local                      392        1,514     15        4
scopes/hostile                    969        6,383     16        6
scopes/hostiles                   162        1,100     13        4
scopes/pairs                      145          387     13        4
scopes/victims                    171        1,015      9        4
scopes/holds                      297        1,044     13        4
scopes/keeps                    1,938        7,101     24        8
scopes/warmth                   1,609        9,782     18        7
scopes/crowd                    6,261       40,130     19       17
scopes/newcomers                2,518       26,626     16       11
scopes/hosts                    5,868       24,759     18       11
scopes/losses                   4,765       32,048     19       11
scopes/idling                   4,339       59,974     20       16
scopes/owners                   4,619       64,133     17       17
scopes/families                 2,524       18,590     17        8
scopes/parties                  7,859       61,809     18       18
scopes/heirs                   10,099       74,958     20       17
scopes/rivals                   7,873       51,844     19       14
scopes/returns                  3,021       18,954     17        6
scopes/rebirth                  5,058       32,328     21       11
scopes/visits                   7,534       52,021     18       13
scopes/chain1                      60           98     13        3
scopes/chain2                     376        1,213     15        4
scopes/unknown                 12,225      184,390     21       18
scopes/tiny                   347,187    6,163,927     28      977
scopes/groups                 753,059    5,495,519     37      685
scopes/quiet                2,611,333   18,837,248     31     2990
progress/again                    263          574     15        3
progress/local                    392        1,514     15        3
progress/both                     546        2,590     13        4
progress/reused                   847        2,733     15        4
progress/deaths                 1,037       10,012     20        4
progress/pairs                    145          387     13        3
progress/holds                    297        1,044     13        3
progress/keeps                  1,938        7,101     24        7
progress/hostile                  969        6,383     16        4
progress/victims                  171        1,015      9        4
refinement/namesakes            5,853       22,124     23       12
refinement/crowd                6,261       40,130     19       71
refinement/newcomers            2,518       26,626     16      125
refinement/hosts                5,868       24,759     18       59
refinement/losses               4,765       32,048     19       30
refinement/idling               4,339       59,974     20       31
refinement/owners               4,619       64,133     17       21
refinement/families             2,524       18,590     17       11
refinement/parties              7,859       61,809     18       17
refinement/heirs               10,099       74,958     20       27
refinement/rivals               7,873       51,844     19       32
refinement/returns              3,021       18,954     17       19
refinement/rebirth              5,058       32,328     21       18
refinement/visits               7,534       52,021     18       64
refinement/unknown             12,225      184,390     21       63
END
