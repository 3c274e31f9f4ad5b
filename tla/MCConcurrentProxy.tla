--------------------------- MODULE MCConcurrentProxy ---------------------------
(***************************************************************************)
(* ConcurrentProxy within bounds, for TLC. The scope is chosen by name.    *)
(*                                                                         *)
(* Why each bound is sound enough to learn from:                           *)
(* - two domains: a third could only do to either what the other does; the *)
(*   count of sessions, all that they share of each other, goes 0, 1, 2.   *)
(* - two resources: locks of interests can be taken in two orders, and a   *)
(*   message be seen half done, with two; a third repeats it.              *)
(* - two processes in a session: the short ways ask whether it has another *)
(*   user. Two incarnations: a later one implies the exit of one.          *)
(* - two or three messages of a domain: one to come, one to race, and one  *)
(*   that finds what the race left behind. What each may be stands in the  *)
(*   plan, so that a scope has the races that it is named for.             *)
(* - one death: before or after its Provided, or for an older generation.  *)
(* - one thread of the target OS; two show that they keep out of each      *)
(*   other's way. None, where the race is among domains.                   *)
(***************************************************************************)
EXTENDS ConcurrentProxy

CONSTANT ScopeName

P1 == [pid |-> 1, incarnation |-> 1]
P1Again == [pid |-> 1, incarnation |-> 2]
P2 == [pid |-> 2, incarnation |-> 1]

Asks(p, r) == Atomic!request(0, <<p>>, r)
Gives(p, r) == Atomic!release(0, p, r)
Exited(p) == Atomic!processExited(p)
Any(p, r) == {Asks(p, r), Gives(p, r), Exited(p)}
AsksBoth == << {Asks(P1, "r1")}, {Asks(P1, "r2")} >>

Over(resources, threads, deaths, d, e) ==
  [resources |-> resources, threads |-> threads, deaths |-> deaths,
   plan |-> [d |-> d, e |-> e]]

Scopes == [
  \* whatever two domains say of one resource, whatever the target OS answers
  words |-> Over(<<"r1">>, {"t"}, 1, <<Any(P1, "r1"), Any(P1, "r1")>>, <<Any(P1, "r1")>>),
  \* the same, and longer
  more |-> Over(<<"r1">>, {"t"}, 1, <<Any(P1, "r1"), Any(P1, "r1")>>,
                                    <<Any(P1, "r1"), Any(P1, "r1")>>),
  \* last releases, and requests after them, among domains alone
  leave |-> Over(<<"r1">>, {}, 0,
                 << {Asks(P1, "r1")}, {Gives(P1, "r1"), Exited(P1)}, {Asks(P1, "r1")} >>,
                 << {Asks(P1, "r1")}, {Gives(P1, "r1")} >>),
  \* an answer for an attempt that is over, against the next; a death beside it
  again |-> Over(<<"r1">>, {"t", "u"}, 1,
                 << {Asks(P1, "r1")}, {Gives(P1, "r1")}, {Asks(P1, "r1")} >>, <<>>),
  \* a death that tells of two resources, against their answers
  deaths |-> Over(<<"r1", "r2">>, {"t", "u"}, 1, AsksBoth, <<>>),
  \* two processes of a domain: the short ways
  pair |-> Over(<<"r1">>, {"t"}, 0,
                << {Asks(P1, "r1")}, {Asks(P2, "r1")}, {Gives(P2, "r1"), Exited(P2)} >>,
                << {Asks(P1, "r1")} >>),
  \* a later incarnation (ASC-2)
  lives |-> Over(<<"r1", "r2">>, {}, 0, AsksBoth \o << {Asks(P1Again, "r1")} >>, AsksBoth),
  \* exits that change two interests, among domains alone
  exits |-> Over(<<"r1", "r2">>, {}, 0, AsksBoth \o << {Exited(P1)} >>,
                                        AsksBoth \o << {Exited(P1)} >>),
  \* an exit that changes two interests, against answers for them
  crossed |-> Over(<<"r1", "r2">>, {"t"}, 0, AsksBoth \o << {Exited(P1)} >>, AsksBoth)]
Scope == Scopes[ScopeName]

ScopeDomains == <<"d", "e">>
ScopeResources == Scope.resources
ScopeProcesses == [d \in {"d", "e"} |-> {P1, P1Again, P2}] \* those that a plan names
ScopeThreads == Scope.threads
ScopePlan == Scope.plan
ScopeDeaths == Scope.deaths

\* Left out is what no action reads: the last exchange, and of all that Protocol's
\* proxy said what is no longer owed.
View == <<lock, session, interest, runs, thread, cause,
          atomicSession, atomicInterest, atomicDead, owed, unowed>>
===============================================================================

What TLC explored, to the end, nothing violated (manifest.json, where the other modules
stand too). Depth counts the initial state; seconds are of one run beside other work on two
cores, for orientation.

EXPLORED
configuration                distinct    generated  depth  seconds
MCConcurrentProxy              30,861       70,856    103       11
concurrent/leave                1,668        2,947     86        4
concurrent/again                2,746        4,464     84        3
concurrent/deaths               2,263        3,395     77        3
concurrent/pair                 7,520       15,979    108        5
concurrent/lives                1,613        2,925    107        3
concurrent/exits                2,880        5,199    135        4
concurrent/crossed             57,363      129,675    150       27
concurrent/more               201,697      497,036    133       53
END
