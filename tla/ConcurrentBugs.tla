---------------------------- MODULE ConcurrentBugs ----------------------------
(***************************************************************************)
(* Shortcuts of the concurrent proxy that look right. None is in force: a  *)
(* configuration under concurrent-bugs/ puts one of them in the place of   *)
(* the right definition of ConcurrentProxy, and TLC must find the          *)
(* invariant broken that the comment names.                                *)
(***************************************************************************)
EXTENDS MCConcurrentProxy

\* NothingLeftInv for ReleaseLocks: a release counts its session out without the
\* interest's lock: two read the same count
LastReleaseUnlocked(r) == {}

\* SameInv for RequestKeeps: the short way if the interest is live, though the
\* session has no user of its own and was never counted
LiveSuffices(d, r) == IsLive(r)

\* NothingLeftInv for ReleaseKeeps: the short way if the session has other users,
\* though the interest is asking: the request that waits is not cancelled
OthersSuffice(d, r) == Cardinality(Users(d, r)) >= 2

\* SaidIsOwedInv for ProvidedSteps: an answer locks its interest, and lets the
\* sessions go on
NobodyStopped(m) ==
  << <<"lock", m.resource>> >> \o Effect \o Settle(m) \o << <<"unlock", m.resource>> >>

\* SaidIsOwedInv for StartFailedSteps: the attempt is compared, and then the
\* sessions are stopped
ComparesFirst(m) == << <<"attemptOf", m.resource>> >> \o Stopped(<< <<"settle", m.resource>> >>)

\* SaidIsOwedInv for LockedExit: an exit locks what it changes one after another
OneByOne(d, rs, held) ==
  LET of(r) == IF r \in rs THEN << <<"lock", r>>, <<"exit", r>>, <<"unlock", r>> >>
               ELSE << <<"exit", r>> >>
      all(q) == IF q = <<>> THEN <<>> ELSE of(q[1]) \o (IF Len(q) = 1 THEN <<>> ELSE of(q[2]))
  IN Effect \o all(Numbered(held))

\* NobodyStuckInv for LockOrder: each session locks in an order of its own
OwnOrder(d, rs) ==
  LET q == Numbered(rs)
  IN IF d = DomainOrder[1] THEN q ELSE [k \in DOMAIN q |-> q[Len(q) + 1 - k]]

\* None: with no domain that boots or goes down while the target OS speaks, its
\* threads keep out of each other's way by the sessions' locks alone
SessionsAlone(steps) ==
  Each("lock", DomainOrder) \o Effect \o steps \o Each("unlock", DomainOrder)
===============================================================================
