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
(* - one domain boots or goes down, and asks again: an answer may have     *)
(*   looked at its session before. What the other's boot does, this does.  *)
(* - one thread of the target OS; two show that they keep out of each      *)
(*   other's way. None, where the race is among domains.                   *)
(***************************************************************************)
EXTENDS ConcurrentProxy

CONSTANT ScopeName

P1 == [pid |-> 1, incarnation |-> 1]
P1Again == [pid |-> 1, incarnation |-> 2]
P2 == [pid |-> 2, incarnation |-> 1]

Asks(p, r) == Atomic!request(0, <<p>>, r)
AskBoth(r) == Atomic!request(0, <<P1, P2>>, r)
Boots == Atomic!domainUp(0)
GoesDown == Atomic!domainDown
Gives(p, r) == Atomic!release(0, p, r)
Exited(p) == Atomic!processExited(p)
Any(p, r) == {Asks(p, r), Gives(p, r), Exited(p)}
AsksForBoth == << {Asks(P1, "r1")}, {Asks(P1, "r2")} >>

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
  deaths |-> Over(<<"r1", "r2">>, {"t", "u"}, 1, AsksForBoth, <<>>),
  \* two processes of a domain: the short ways
  pair |-> Over(<<"r1">>, {"t"}, 0,
                << {Asks(P1, "r1")}, {Asks(P2, "r1")}, {Gives(P2, "r1"), Exited(P2)} >>,
                << {Asks(P1, "r1")} >>),
  \* a later incarnation (ASC-2)
  lives |-> Over(<<"r1", "r2">>, {}, 0, AsksForBoth \o << {Asks(P1Again, "r1")} >>, AsksForBoth),
  \* exits that change two interests, among domains alone
  exits |-> Over(<<"r1", "r2">>, {}, 0, AsksForBoth \o << {Exited(P1)} >>,
                                        AsksForBoth \o << {Exited(P1)} >>),
  \* an exit that changes two interests, against answers for them
  crossed |-> Over(<<"r1", "r2">>, {"t"}, 0, AsksForBoth \o << {Exited(P1)} >>,
                                             << {Asks(P1, "r2")} >>),
  \* the same, and longer
  twice |-> Over(<<"r1", "r2">>, {"t"}, 0, AsksForBoth \o << {Exited(P1)} >>, AsksForBoth),
  \* answers for two domains, which keep out of each other's way
  apart |-> Over(<<"r1", "r2">>, {"t", "u"}, 0, << {Asks(P1, "r1")} >>, << {Asks(P1, "r2")} >>),
  \* the same, and a death
  meet |-> Over(<<"r1", "r2">>, {"t", "u"}, 1, << {Asks(P1, "r1")} >>, << {Asks(P1, "r2")} >>),
  \* requests of two processes, which leave one after another
  together |-> Over(<<"r1">>, {"t"}, 0,
                    << {AskBoth("r1")}, {Gives(P1, "r1"), Exited(P1)},
                       {AskBoth("r1"), Exited(P2)} >>,
                    << {Asks(P1, "r1")} >>),
  \* a boot, against an answer for which another domain waits, too
  boots |-> Over(<<"r1">>, {"t"}, 0,
                 << {Asks(P1, "r1")}, {Boots}, {Asks(P1, "r1")}, {Gives(P1, "r1")} >>,
                 << {Asks(P1, "r1")} >>),
  \* a boot or a down, against answers and a death
  downs |-> Over(<<"r1">>, {"t", "u"}, 1,
                 << {Asks(P1, "r1")}, {Boots, GoesDown}, {Asks(P1, "r1")} >>, <<>>),
  \* the same, and longer
  reboots |-> Over(<<"r1">>, {"t"}, 1,
                   << {Asks(P1, "r1")}, {Boots, GoesDown}, {Asks(P1, "r1"), Boots} >>,
                   << {Asks(P1, "r1")} >>)]
Scope == Scopes[ScopeName]

ScopeDomains == <<"d", "e">>
ScopeResources == Scope.resources
ScopeSessions == \* more than there are boots
  [d |-> <<"d, first", "d, second", "d, third">>, e |-> <<"e, first">>]
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
MCConcurrentProxy              38,787       85,208     95       14
concurrent/leave                1,273        2,172     81        3
concurrent/again               11,022       22,016     78        7
concurrent/deaths              10,251       20,979     73        7
concurrent/apart                5,257       11,265     55        3
concurrent/pair                 9,572       18,702     99        6
concurrent/together            10,570       21,130     87        8
concurrent/lives                1,277        2,270    101        3
concurrent/exits                2,169        3,805    127        3
concurrent/crossed             21,250       44,697    111       12
concurrent/boots               16,721       35,454    110       10
concurrent/downs               12,672       25,253     80        7
concurrent/more               280,644      658,307    122      156
concurrent/twice               83,994      183,410    138      125
concurrent/meet                27,063       65,993     73       42
concurrent/reboots             47,913      105,808    107       40
END
