--------------------------------- MODULE Bugs ---------------------------------
(***************************************************************************)
(* Wrong definitions, each a mistake that an implementer might well make.  *)
(* None is in force: a configuration under bugs/ puts one of them in the   *)
(* place of the right one of Protocol, and TLC must find the rule broken   *)
(* that the comment names.                                                 *)
(***************************************************************************)
EXTENDS MCProtocol

-------------------------------------------------------------------------------
(* Memory pressure                                                         *)

\* MEM-1 for BootOut: it accepts before it is protected
AcceptsFirst == <<Show(acceptingNow), Show(proxyProtected)>>

\* MEM-2 for AtWorst: when nobody else is left, the proxy is the victim
ProxyAsVictim(os, l) ==
  {Then(os, IF l = "CRITICAL" THEN <<Show(killed([proxy |-> TRUE], l)), Show(outOfMemory)>>
                              ELSE <<>>)}

\* MEM-3 for Rank: what is in use ranks as if only a local user needed it
RankUntilGiven(os, g) ==
  IF GivenOf(os, g) # {} THEN 1
  ELSE IF Needed(os, g) THEN 2 ELSE IF g \in os.localUse THEN 1 ELSE 0

\* MEM-4 for Rank: what is starting for a Need ranks as if nobody needed it
RankOnceGiven(os, g) ==
  IF GivenOf(os, g) # {} THEN 2 ELSE IF g \in os.localUse THEN 1 ELSE 0

\* MEM-5 for VictimUnderWay: it does not wait for the first victim's exit
WaitsOnlyAlone(os) ==
  /\ \E g \in Programs : os.life[g].state = "Dying"
  /\ ~ \E g \in Programs : Runs(os, g)

\* MEM-5 for Victims: any process, not the one that is missed least
AnyVictim(os, l) == {g \in Programs : Runs(os, g) /\ MayKill(Rank(os, g), l)}

\* MEM-6 for MayStart: a start is never refused
AlwaysStarts(os) == TRUE

\* MEM-6 for MayKill: CRITICAL sheds whatever the profile says
ShedsAlways(rank, l) ==
  CASE rank = 0 -> l # "NONE" [] rank = 1 -> l \in {"MEDIUM", "CRITICAL"}
    [] rank = 2 -> l = "CRITICAL"

-------------------------------------------------------------------------------
(* Request                                                                 *)

\* REQ-1 for Formless: a request that names one pid twice is taken
FormlessIfEmpty(m) == m.processes = <<>>

\* REQ-2 for SaidOnAdmit: every request that waits sends a Need of its own
NeedPerRequest(i, r, w) ==
  CASE i.state = "Idle" -> <<Answer(need(r, i.attempt + 1))>>
    [] i.state = "Asking" -> <<Answer(need(r, i.attempt))>>
    [] i.state = "Live" -> <<On(w.domain, granted(w.id, i.handle))>>

\* REQ-2 for Admit: who waits and asks again is taken to be waiting already
RepeatWhileWaiting(i, r, w) ==
  CASE i.state = "Idle" -> Asking(i.attempt + 1, <<w>>)
    [] i.state = "Asking" -> IF w.processes \subseteq Users(i) THEN i
                             ELSE [i EXCEPT !.waiting = Append(@, w)]
    [] i.state = "Live" -> [i EXCEPT !.users = @ \cup w.processes]

\* REQ-3 for NeedOs: a Need that finds its process ending starts the next at once
StartsBeforeExit(os, m) ==
  LET g == Provider[m.resource]
      asks == [os EXCEPT !.demand[m.resource] = [state |-> "Asked", attempt |-> m.attempt]]
  IN IF ~NewerNeed(os, m) THEN Then(os, <<>>)
     ELSE IF Runs(os, g) THEN Then(asks, <<>>)
     ELSE Start(asks, g, MayStart(os))

\* REQ-4 for Admit: who finds the resource provided gets the handle, but no pair
NoPairWhenLive(i, r, w) ==
  CASE i.state = "Idle" -> Asking(i.attempt + 1, <<w>>)
    [] i.state = "Asking" -> [i EXCEPT !.waiting = Append(@, w)]
    [] i.state = "Live" -> i

\* REQ-5 for SaidOnAdmit: a repeated request gets no answer
RepeatUnanswered(i, r, w) ==
  CASE i.state = "Idle" -> <<Answer(need(r, i.attempt + 1))>>
    [] i.state = "Asking" -> <<>>
    [] i.state = "Live" -> IF w.processes \subseteq i.users THEN <<>>
                           ELSE <<On(w.domain, granted(w.id, i.handle))>>

OneOfThem(ps) == IF Cardinality(ps) < 2 THEN ps ELSE {CHOOSE p \in ps : TRUE}

\* REQ-6 for Admit: of several processes only one is admitted
AdmitsInPart(i, r, w) ==
  LET part == [w EXCEPT !.processes = OneOfThem(@)] IN
  CASE i.state = "Idle" -> Asking(i.attempt + 1, <<part>>)
    [] i.state = "Asking" -> [i EXCEPT !.waiting = Append(@, part)]
    [] i.state = "Live" -> [i EXCEPT !.users = @ \cup w.processes]

\* REQ-7 for Settles: an old attempt's answer settles the new one
AnyAnswerSettles(m) == interest[m.resource].state = "Asking"

\* REQ-8 for NeedOs: an unknown resource is ignored
UnknownIgnored(os, m) ==
  IF Provider[m.resource] = Nobody THEN Then(os, <<>>)
  ELSE IF NewerNeed(os, m)
  THEN LET asks == [os EXCEPT !.demand[m.resource] = [state |-> "Asked", attempt |-> m.attempt]]
       IN IF os.life[Provider[m.resource]].state = "Off"
          THEN Start(asks, Provider[m.resource], MayStart(os)) ELSE Then(asks, <<>>)
  ELSE Then(os, <<>>)

\* REQ-9 for KnownDead: a process that has exited may ask
NobodyIsDead(d, p) == FALSE

\* REQ-9 for HearExited: an exit is acted on, and forgotten
ExitForgotten(d, m) ==
  LET lost == Everywhere(ExitedWith(d, m.process)) IN
  /\ UNCHANGED session
  /\ interest' = Drop(lost)
  /\ ProxySays(d, m, SaidOnDrop(lost, Open))

-------------------------------------------------------------------------------
(* Handle                                                                  *)

\* HND-1 for SaidOnAdmit: who joins a start under way gets a handle at once
GrantedEarly(i, r, w) ==
  CASE i.state = "Idle" -> <<Answer(need(r, i.attempt + 1))>>
    [] i.state = "Asking" -> <<On(w.domain, granted(w.id, handle(r, i.attempt, 1)))>>
    [] i.state = "Live" -> <<On(w.domain, granted(w.id, i.handle))>>

\* HND-1 for ReadyOs: the answer, and then the access
AnswerFirst(os, m) ==
  LET r == m.resource
      a == os.demand[r].attempt
      h == handle(r, a, m.generation)
  IN Then([os EXCEPT !.demand[r].state = "Given"],
          <<Answer(provided(r, a, m.program, m.generation, h)),
            Show(accessGiven(m.program, m.generation, r))>>)

\* HND-2 for Reached: a handle does not work while another resource is waited for
ReachedAtRest(os, h) ==
  LET rs == {r \in Resources : /\ os.demand[r].state = "Given"
                               /\ h = handle(r, os.demand[r].attempt, os.life[Provider[r]].generation)}
  IN IF rs = {} \/ \E r \in Resources : os.demand[r].state = "Asked" THEN 0
     ELSE os.life[Provider[CHOOSE r \in rs : TRUE]].generation

\* HND-3 for Reached: a handle of an older generation reaches the newer
ReachedByResource(os, h) ==
  LET rs == {r \in Resources : os.demand[r].state = "Given" /\ h[1] = r}
  IN IF rs = {} THEN 0
     ELSE LET n == os.life[Provider[CHOOSE r \in rs : TRUE]].generation
          IN IF h[3] = n /\ h[2] # os.demand[h[1]].attempt THEN 0 ELSE n

\* HND-4 for Reached: a handle that was never minted is served
ReachedByAnything(os, h) ==
  IF h = MadeUp
  THEN LET gs == {g \in Programs : os.life[g].state = "Running"}
       IN IF gs = {} THEN 0 ELSE os.life[CHOOSE g \in gs : TRUE].generation
  ELSE IF os.demand[h[1]] = [state |-> "Given", attempt |-> h[2]]
          /\ os.life[Provider[h[1]]].generation = h[3]
  THEN h[3] ELSE 0

\* HND-5 for Reached: a handle works for as long as the process lives
ReachedWhileAlive(os, h) ==
  IF h # MadeUp /\ os.life[Provider[h[1]]] = [state |-> "Running", generation |-> h[3]]
  THEN h[3] ELSE 0

-------------------------------------------------------------------------------
(* Association and release                                                 *)

\* ASC-1 for GrantAll: all who wait get the handle, only the first a pair
FirstPairOnly(m) ==
  LET r == m.resource IN
  /\ interest' = [interest EXCEPT ![r] =
       Live(@.attempt, m.program, m.generation, m.handle, Waiting(r)[1].processes)]
  /\ UNCHANGED dead
  /\ ProxyHears(m, [k \in DOMAIN Waiting(r) |->
                      On(Waiting(r)[k].domain, granted(Waiting(r)[k].id, m.handle))])

\* ASC-2 for HearExited: the late exit of an old incarnation is taken for the new one's
BarePidExits(d, m) ==
  LET lost == Everywhere({u \in OfDomain(d) : u.id.pid = m.process.pid}) IN
  /\ session' = [session EXCEPT ![d].exited[m.process.pid] = Max(@, m.process.incarnation)]
  /\ interest' = Drop(lost)
  /\ ProxySays(d, m, SaidOnDrop(lost, Open))

\* ASC-2 for Replaced: the old incarnation lives on beside the new
OldLivesOn(d, ps) == {}

\* ASC-1 for Admit: who finds the resource provided takes the place of the others
TakesThePlace(i, r, w) ==
  CASE i.state = "Idle" -> Asking(i.attempt + 1, <<w>>)
    [] i.state = "Asking" -> [i EXCEPT !.waiting = Append(@, w)]
    [] i.state = "Live" -> [i EXCEPT !.users = {u \in @ : u.domain # w.domain} \cup w.processes]

\* REL-1 for Releases: a release takes the process's pairs with all resources
ReleasesAll(d, p, r) == Everywhere({User(d, p)})

\* REL-2 for Held: whoever releases is told that it held
AlwaysHeld(d, p, r) == TRUE

\* REL-3 for Closes: NoLongerNeeded whenever a pair goes
ClosesAlways(before, after) == Users(before) # Users(after)

\* REL-3 for Closes: never
ClosesNever(before, after) == FALSE

-------------------------------------------------------------------------------
(* End                                                                     *)

\* END-1 for Ends: a process that was in use runs on
NeverEnds(before, os, g) ==
  IF GivenOf(before, g) # {} \/ ~Runs(os, g) \/ Rank(before, g) = 0 \/ Rank(os, g) > 0
  THEN {Then(os, <<>>)}
  ELSE {Then([os EXCEPT !.life[g].state = "Leaving"],
             <<Show(ending(g, os.life[g].generation))>>)}

\* END-2 for Ends: ended although another resource, or a local user, needs it
EndsInUse(before, os, g) ==
  IF ~Runs(os, g) \/ before = os THEN {Then(os, <<>>)}
  ELSE {Then([os EXCEPT !.life[g].state = "Leaving"],
             <<Show(ending(g, os.life[g].generation))>>)}

\* END-3 for Without: last release against new request: the proxy keeps the handle
\* of what it has just said to be no longer needed
KeepsTheHandle(i, lost) ==
  LET rest == IF i.state = "Live" THEN [i EXCEPT !.users = @ \ lost]
              ELSE [i EXCEPT !.waiting =
                      SelectSeq([k \in DOMAIN @ |-> [@[k] EXCEPT !.processes = @ \ lost]],
                                LAMBDA w : w.processes # {})]
  IN IF Users(i) \cap lost = {} THEN i
     ELSE IF Users(rest) = {} /\ i.state # "Live" THEN Idle(i.attempt)
     ELSE rest

\* END-3 for NeedOs: a Need that finds its process ending is given the ending one
EndingProvides(os, m) ==
  LET g == Provider[m.resource]
      n == os.life[g].generation
      asks == [os EXCEPT !.demand[m.resource] = [state |-> "Asked", attempt |-> m.attempt]]
  IN IF ~NewerNeed(os, m) THEN Then(os, <<>>)
     ELSE IF os.life[g].state = "Off" THEN Start(asks, g, MayStart(os))
     ELSE IF Runs(os, g) THEN Then(asks, <<>>)
     ELSE Then([asks EXCEPT !.demand[m.resource].state = "Given"],
               <<Show(accessGiven(g, n, m.resource)),
                 Answer(provided(m.resource, m.attempt, g, n,
                                 handle(m.resource, m.attempt, n)))>>)

\* END-4 for InForce: a NoLongerNeeded that the next Need has overtaken closes it
AnyOverCloses(os, m) == TRUE

\* END-4 for NewerNeed: a Need that its NoLongerNeeded has overtaken starts a process
NeedOnceMore(os, m) == m.attempt >= os.demand[m.resource].attempt

-------------------------------------------------------------------------------
(* Death                                                                   *)

\* DTH-1 for HearExited: an exit that crosses Granted is not noticed: who was
\* granted is expected to release
ExitCrossesGranted(d, m) ==
  LET p == m.process
      lost == [r \in Resources |-> IF interest[r].state = "Live" THEN {} ELSE ExitedWith(d, p)]
  IN IF KnownDead(d, p)
     THEN UNCHANGED <<session, interest>> /\ ProxySays(d, m, <<>>)
     ELSE /\ session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation]
          /\ interest' = Drop(lost)
          /\ ProxySays(d, m, SaidOnDrop(lost, Open))

\* DTH-2 for OfDomain: the pairs of a domain survive its going down
NobodyOfDomain(d) == {}

\* DTH-2 for HearUp: what the last epoch knew is known in the next
EpochRemembers(d, m) ==
  LET lost == Everywhere(OfDomain(d)) IN
  /\ session' = [session EXCEPT ![d] = [Closed EXCEPT !.epoch = m.epoch, !.lastId = 1]]
  /\ interest' = Drop(lost)
  /\ ProxySays(d, m, SaidOnDrop(lost, Open \ {d}))

\* DTH-3 for Remember: a Died that overtakes its Provided is forgotten
Forgets(m) == dead

\* DTH-3 for DiesWith: a Died of an older generation drops the users of the newer
AnyDeathCounts(i, m) == i.state = "Live" /\ i.program = m.program

\* DTH-3 for TellUsers: each user hears it twice
ToldTwice(r, us, m) ==
  LET q == InOrder(us) \o InOrder(us)
  IN [k \in DOMAIN q |->
        On(q[k].domain, targetDied(q[k].id, r, m.generation, m.cause))]

\* DTH-3 for Bury: a death between Start and GiveAccess is told to nobody
WaitersUntold(os, g, n, cause) ==
  LET told == IF GivenOf(os, g) = {} THEN <<>> ELSE <<Answer(died(g, n, cause))>>
      failed == Fail(Unneed(os, GivenOf(os, g)), g, "MEMORY")
  IN Then([failed.os EXCEPT !.localUse = @ \ {g}], told)

\* DTH-4 for HearExited: the exit of a process that waits is not noticed
WaitingExitUnseen(d, m) ==
  LET p == m.process
      lost == [r \in Resources |-> IF interest[r].state = "Live" THEN ExitedWith(d, p) ELSE {}]
  IN IF KnownDead(d, p)
     THEN UNCHANGED <<session, interest>> /\ ProxySays(d, m, <<>>)
     ELSE /\ session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation]
          /\ interest' = Drop(lost)
          /\ ProxySays(d, m, SaidOnDrop(lost, Open))

-------------------------------------------------------------------------------
(* Robustness                                                              *)

\* SEC-1 for Held and Releases: a release counts for whoever has the same number
HeldByNumber(d, p, r) == \E u \in Users(interest[r]) : u.id = p
ReleasesNumber(d, p, r) ==
  [q \in Resources |-> IF q = r THEN {u \in Everybody : u.id = p} ELSE {}]

\* SEC-2 for HearError: what has no place is not answered
Unanswered(d, m) ==
  /\ UNCHANGED <<session, interest>>
  /\ ProxySays(d, m, <<>>)

\* SEC-2 for HearRelease: the id of a release may be used again
IdForgotten(d, m) ==
  LET lost == Releases(d, m.process, m.resource)
      isHeld == Held(d, m.process, m.resource)
  IN
  /\ UNCHANGED session
  /\ interest' = IF isHeld THEN Drop(lost) ELSE interest
  /\ ProxySays(d, m, IF isHeld
                     THEN <<On(d, released(m.id, "RELEASED"))>> \o SaidOnDrop(lost, Open)
                     ELSE <<On(d, released(m.id, "NOT_HELD"))>>)

-------------------------------------------------------------------------------
(* Progress                                                                *)

\* LIV-1 for ReadyOs: access is given, but never answered
NeverAnswers(os, m) ==
  Then([os EXCEPT !.demand[m.resource].state = "Given"],
       <<Show(accessGiven(m.program, m.generation, m.resource))>>)

\* LIV-1 for GrantAll: only the first who waits is answered
FirstWoken(m) ==
  LET r == m.resource IN
  /\ interest' = [interest EXCEPT ![r] =
                    Live(@.attempt, m.program, m.generation, m.handle, Users(@))]
  /\ UNCHANGED dead
  /\ ProxyHears(m, <<On(Waiting(r)[1].domain, granted(Waiting(r)[1].id, m.handle))>>)

\* LIV-2 for Ends: a NoLongerNeeded that meets the start leaves the process behind
StartRunsOn(before, os, g) ==
  LET n == os.life[g].generation IN
  IF GivenOf(before, g) = {} \/ ~Runs(os, g) \/ Rank(before, g) = 0 \/ Rank(os, g) > 0
  THEN {Then(os, <<>>)}
  ELSE {Then([os EXCEPT !.life[g].state = "Leaving"], <<Show(ending(g, n))>>)}
===============================================================================
