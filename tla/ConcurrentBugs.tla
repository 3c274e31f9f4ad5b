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

\* NothingLeftInv for LockedExit: an exit takes effect, and locks what it changes
\* one after another: who comes to the second meanwhile finds the process there
OneOf(rs, r, first) ==
  LET its == Numbered(rs \cap {r})
  IN Each("lock", its) \o first \o << <<"exit", r>> >> \o Each("unlock", its)
OneByOne(d, rs, held) ==
  LET q == Numbered(held)
  IN CASE Len(q) = 0 -> Effect
       [] Len(q) = 1 -> OneOf(rs, q[1], Effect)
       [] Len(q) = 2 -> OneOf(rs, q[1], Effect) \o OneOf(rs, q[2], <<>>)

\* NobodyStuckInv for LockOrder: each session locks in an order of its own
OwnOrder(d, rs) ==
  LET q == Numbered(rs)
  IN IF d = DomainOrder[1] THEN q ELSE [k \in DOMAIN q |-> q[Len(q) + 1 - k]]

\* None is broken, for Stopped: while no domain boots or goes down, Opening is not
\* needed: the sessions' locks, in order, keep the target OS's threads apart
SessionsAlone(steps) ==
  Each("lock", DomainOrder) \o Effect \o steps \o Each("unlock", DomainOrder)
===============================================================================
