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

\* SaidIsOwedInv for WaitingSessions: an answer locks its interest, and lets the
\* sessions go on
NobodyStopped(r) == {}

\* SaidIsOwedInv for IsVerified: what an answer saw before it had the locks may be
\* over by now
TakesItsWord(t) == TRUE

\* SaidIsOwedInv for IsVerified: the attempt was compared before the locks were taken:
\* another one may be open by now
ComparesFirst(t) ==
  interest[It(t)].asking # None /\ WaitingSessions(It(t)) \subseteq thread[t].needs

\* SaidIsOwedInv for IsVerified: another session may wait by now
OthersMayWait(t) == IsOpen(M(t))

\* SaidIsOwedInv for IsVerified: a domain's session is taken for the one before its boot
SameDomain(t) ==
  IsOpen(M(t)) /\ \A w \in Waiting(It(t)) : Range(Sessions[w.domain]) \cap thread[t].needs # {}

\* NothingLeftInv for StoppedSessions: a death stops only the sessions that it concerns
StopsUsers ==
  {Name(d) : d \in {e \in Domains : session[e].up /\ \E r \in runs.provides : Users(e, r) # {}}}

\* SameInv for Grant: two answers write the program's list without a lock of
\* its own, and one is lost
WritesTheList(t) ==
  \/ /\ TargetStep(t, "grant")
     /\ Then(t, << <<"list", runs.provides \cup {It(t)}>> >>)
     /\ UNCHANGED <<session, runs>>
  \/ /\ TargetStep(t, "list")
     /\ runs' = [runs EXCEPT !.provides = It(t)]
     /\ Then(t, GrantSteps(M(t)))
     /\ UNCHANGED session

\* NothingLeftInv for LockedExit: an exit takes effect, and locks what it changes
\* one after another: who comes to the second meanwhile finds the process there
OneOf(rs, exit, first) ==
  LET its == Numbered(rs \cap {exit[2]})
  IN Each("lock", its) \o first \o <<exit>> \o Each("unlock", its)
OneByOne(d, rs) ==
  LET q == ExitsOf(d, Who(M(d)))
  IN CASE Len(q) = 0 -> Effect
       [] Len(q) = 1 -> OneOf(rs, q[1], Effect)
       [] Len(q) = 2 -> OneOf(rs, q[1], Effect) \o OneOf(rs, q[2], <<>>)

\* NobodyStuckInv for LockOrder: each session locks in an order of its own
OwnOrder(d, rs) ==
  LET q == Numbered(rs)
  IN IF d = DomainOrder[1] THEN q ELSE [k \in DOMAIN q |-> q[Len(q) + 1 - k]]

\* SaidIsOwedInv for Stopped: without Opening a domain may boot, or go down, meanwhile
SessionsAlone(steps) == << <<"stop", steps>> >>

\* None is broken, for AnswerHeard: an answer takes the interest's lock to look, too
LooksLocked(t, m) ==
  LET r == m.resource IN Hears(t, m, << <<"lock", r>>, <<"look">>, <<"unlock", r>> >>)
===============================================================================
