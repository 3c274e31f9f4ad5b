---------------------------- MODULE ConcurrentProxy ----------------------------
(***************************************************************************)
(* How the implementation's proxy takes messages on several threads: the   *)
(* algorithm of dev.holdfast.impl, told at its class Association. One      *)
(* action is what one thread does at one instant: it takes a lock, lets go *)
(* of one, reads or writes one field of an interest, or says something.    *)
(* Comments name the Java method, and the rule where it is decided.        *)
(*                                                                         *)
(* What is checked is linearisability: to whoever speaks with it, this     *)
(* proxy is one that takes each message at one instant. That one is        *)
(* Protocol's proxy itself. It runs beside this one, in auxiliary          *)
(* variables that no thread reads (of the environment they tell which id   *)
(* is next, and which Need was said). At the step TakesEffect of a thread, *)
(* while that has all locks that it takes, it hears the same message, and  *)
(* owes what it says. Invariants demand that                               *)
(* - what a thread says is owed, on that channel, before all that was owed *)
(*   later (SaidIsOwedInv);                                                *)
(* - who has let go owes nothing any more (NothingLeftInv);                *)
(* - association, interests and deaths are the same in both whenever no    *)
(*   message is under way (SameInv);                                       *)
(* - of those who are inside one can always move (NobodyStuckInv).         *)
(* So each behaviour has an order of its messages in which Protocol's      *)
(* proxy says the same on each channel, and every message stands in it     *)
(* between its beginning and its end; what one message says on one channel *)
(* may come in any order. It is refinement by construction, then: what     *)
(* stands beside is Protocol's proxy, and the invariants tie this to it.   *)
(* A point of effect that fits shows that an order exists; one that does   *)
(* not fit shows only that this point is wrong, not that every order is.   *)
(*                                                                         *)
(* What only one thread can reach at a time, because a session's lock (or  *)
(* the stop of all sessions) guards it, is read and written in the same    *)
(* step as what is beside it. Left out: boots and downs of domains,        *)
(* requests of several processes, words out of place, and the outbox       *)
(* behind the locks: each channel is a queue to which saying appends.      *)
(* Memory is sequentially consistent here; what Java guarantees is less,   *)
(* and checked by other means.                                             *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  DomainOrder,   \* the domains, in the order in which their sessions are stopped
  ResourceOrder, \* the resources of one program, in the order of their numbers
  Processes,     \* per domain: its processes, every incarnation of every pid
  TargetThreads, \* the threads on which the target OS answers
  Plan,          \* per domain: a list of sets; of each it sends one, with an id of its own
  Deaths         \* how many generations of the program may die

Range(q) == {q[k] : k \in DOMAIN q}
Domains == Range(DomainOrder)
Resources == Range(ResourceOrder)
Pids == {p.pid : p \in UNION {Processes[d] : d \in Domains}}
Threads == Domains \cup TargetThreads \* each domain's channel has a thread
Channels == Domains \cup Resources \* to the target OS the outbox has one per resource
Program == "program"
Opening == "opening" \* Association.opening
Locks == {Opening} \cup Domains \cup Resources \* a session's lock is named by its domain
Nobody == "nobody"

-------------------------------------------------------------------------------
(* The state. Each variable with what it may hold.                         *)

VARIABLE lock \* who has it
LockTypeInv == lock \in [Locks -> Threads \cup {Nobody}]

VARIABLE session \* Session: users by resource; per pid the last incarnation that exited
SessionTypeInv ==
  session \in [Domains -> [users : [Resources -> SUBSET Pids], exited : [Pids -> Nat]]]

VARIABLE interest \* Interest: what domains share; asking and access are optional
None == <<>>
InterestTypeInv ==
  \A r \in Resources :
    LET i == interest[r] IN
    /\ i.attempt \in Nat /\ i.sessions \in 0 .. Cardinality(Domains)
    /\ i.asking # None => \A w \in i.asking[1] : w.domain \in Domains /\ w.pid \in Pids
    /\ i.access # None => i.access[1].generation \in Nat \ {0}

VARIABLE runs \* Runs
RunsTypeInv == runs \in [dead : Nat, provides : SUBSET Resources]

VARIABLE thread \* per thread: its message, what it has yet to do, the locks it has
                \* found that it needs; nothing to do: it is not inside
Waits == [message |-> [type |-> "none"], todo |-> <<>>, shared |-> {}]
ThreadTypeInv ==
  \A t \in Threads : /\ \A k \in DOMAIN thread[t].todo : Len(thread[t].todo[k]) \in 1 .. 4
                     /\ thread[t].shared \subseteq Resources

VARIABLE cause \* how many messages each domain has sent; what the target OS has
               \* answered; how many generations have died
CauseTypeInv ==
  cause \in [sent : [Domains -> Nat], answered : SUBSET (Resources \X Nat), died : Nat]

(* Protocol's proxy, beside the other.                                     *)
VARIABLES atomicSession, atomicInterest, atomicDead, atomicSaid, exchange

Atomic == INSTANCE Protocol WITH
  Exits <- Processes, Asks <- [d \in Domains |-> Resources], Programs <- {Program},
  Provides <- [g \in {Program} |-> Resources], KeepsWarm <- {}, Profile <- "HOLD",
  Levels <- {}, Hostile <- FALSE, Something <- <<>>, Groups <- FALSE, Uses <- FALSE,
  Causes <- <<>>, domain <- <<>>, budget <- <<>>, accepting <- <<>>, scarce <- <<>>,
  life <- <<>>, demand <- <<>>, localUse <- <<>>, toProxy <- {},
  session <- atomicSession, interest <- atomicInterest, dead <- atomicDead,
  toTarget <- atomicSaid, exchange <- exchange
AtomicTypeInv ==
  Atomic!SessionTypeInv /\ Atomic!InterestTypeInv /\ Atomic!DeadTypeInv /\ Atomic!ToTargetTypeInv

VARIABLE owed \* per channel: what it has said and this one has not, oldest first
OwedTypeInv ==
  \A c \in Channels : \A k \in DOMAIN owed[c] : owed[c][k].by \in Threads /\ owed[c][k].what # {}

VARIABLE unowed \* what was said and not owed
UnowedTypeInv == IsFiniteSet(unowed)

TypeInv ==
  /\ LockTypeInv /\ SessionTypeInv /\ InterestTypeInv /\ RunsTypeInv /\ ThreadTypeInv
  /\ CauseTypeInv /\ AtomicTypeInv /\ OwedTypeInv /\ UnowedTypeInv

atomicVars == <<atomicSession, atomicInterest, atomicDead, atomicSaid, exchange>>
saidVars == <<owed, unowed>>
auxiliary == <<atomicVars, saidVars>>
vars == <<lock, session, interest, runs, thread, cause, auxiliary>>

Init ==
  /\ lock = [l \in Locks |-> Nobody]
  /\ session = [d \in Domains |-> [users |-> [r \in Resources |-> {}],
                                   exited |-> [i \in Pids |-> 0]]]
  /\ interest = [r \in Resources |->
                   [attempt |-> 0, sessions |-> 0, asking |-> None, access |-> None]]
  /\ runs = [dead |-> 0, provides |-> {}]
  /\ thread = [t \in Threads |-> Waits]
  /\ cause = [sent |-> [d \in Domains |-> 0], answered |-> {}, died |-> 0]
  /\ atomicSession = [d \in Domains |-> [Atomic!Closed EXCEPT !.epoch = 1]]
  /\ atomicInterest = [r \in Resources |-> Atomic!Idle(0)]
  /\ atomicDead = [g \in {Program} |-> 0]
  /\ atomicSaid = {}
  /\ exchange = [step |-> 0, channel |-> "none", heard |-> "nothing", said |-> <<>>]
  /\ owed = [c \in Channels |-> <<>>]
  /\ unowed = {}

-------------------------------------------------------------------------------
(* What a thread has yet to do is a list; its head is what it does next.   *)

At(t, what) == thread[t].todo # <<>> /\ Head(thread[t].todo)[1] = what
It(t) == Head(thread[t].todo)[2] \* the lock, resource or channel that this is about
M(t) == thread[t].message
Then(t, steps) == thread' = [thread EXCEPT ![t].todo = steps \o Tail(@)]

Each(what, q) == [k \in DOMAIN q |-> <<what, q[k]>>]
Numbered(rs) == SelectSeq(ResourceOrder, LAMBDA r : r \in rs)
LockOrder(d, rs) == Numbered(rs) \* the same for all, or they wait for each other
Effect == << <<"effect">> >>
Say(c, m) == << <<"say", c, m>> >>
SayEach(ws, m(_)) == \* in any order
  LET q == Atomic!InOrder(ws) IN [k \in DOMAIN q |-> <<"say", q[k].domain, m(q[k])>>]
Write(r, field, value) == << <<"write", r, field, value>> >>
Idle(r) == \* Interest.idle
  Write(r, "sessions", 0) \o Write(r, "asking", None) \o Write(r, "access", None)

-------------------------------------------------------------------------------
(* Steps of any thread.                                                    *)

Blocked(t) == At(t, "lock") /\ lock[It(t)] # Nobody

\* A message comes when its first lock is free, and takes that lock at once: one
\* that waits for its first lock cannot be told from one that comes later.
Hears(t, m, steps) ==
  LET first == steps[1]
      locks == first[1] = "lock"
  IN /\ thread[t].todo = <<>>
     /\ locks => lock[first[2]] = Nobody
     /\ lock' = IF locks THEN [lock EXCEPT ![first[2]] = t] ELSE lock
     /\ thread' = [thread EXCEPT ![t] =
          [message |-> m, todo |-> IF locks THEN Tail(steps) ELSE steps, shared |-> {}]]
     /\ UNCHANGED <<session, interest, runs, auxiliary>>

Lock(t) == \* SpinLock.lock
  /\ At(t, "lock") /\ ~Blocked(t)
  /\ lock' = [lock EXCEPT ![It(t)] = t]
  /\ Then(t, <<>>)
  /\ UNCHANGED <<session, interest, runs, cause, auxiliary>>

Unlock(t) == \* SpinLock.unlock; who has nothing left to do forgets its message
  /\ At(t, "unlock")
  /\ lock' = [lock EXCEPT ![It(t)] = Nobody]
  /\ IF Len(thread[t].todo) = 1 THEN thread' = [thread EXCEPT ![t] = Waits] ELSE Then(t, <<>>)
  /\ UNCHANGED <<session, interest, runs, cause, auxiliary>>

WriteField(t) == \* of an interest
  /\ At(t, "write")
  /\ LET step == Head(thread[t].todo) IN interest' = [interest EXCEPT ![step[2]][step[3]] = step[4]]
  /\ Then(t, <<>>)
  /\ UNCHANGED <<lock, session, runs, cause, auxiliary>>

SayIt(t) == \* Voice, into the outbox
  /\ At(t, "say")
  /\ LET c == It(t)
         m == Head(thread[t].todo)[3]
         first == Head(owed[c])
         rest == first.what \ {m}
     IN IF owed[c] # <<>> /\ m \in first.what
        THEN /\ owed' = [owed EXCEPT ![c] =
                           (IF rest = {} THEN <<>> ELSE <<[first EXCEPT !.what = rest]>>)
                           \o Tail(@)]
             /\ UNCHANGED unowed
        ELSE unowed' = unowed \cup {m} /\ UNCHANGED owed
  /\ Then(t, <<>>)
  /\ UNCHANGED <<lock, session, interest, runs, cause, atomicVars>>

Channel(on) == IF on.channel = "target" THEN on.message.resource ELSE on.channel

TakesEffect(t) == \* the linearisation point: Protocol's proxy hears the message
  /\ At(t, "effect")
  /\ IF t \in Domains THEN Atomic!HearWord(t, M(t))
     ELSE Atomic!Provided(M(t)) \/ Atomic!StartFailed(M(t)) \/ Atomic!Died(M(t))
  /\ owed' = [c \in Channels |->
       LET its == {k \in DOMAIN exchange'.said : Channel(exchange'.said[k]) = c}
       IN IF its = {} THEN owed[c]
          ELSE Append(owed[c], [by |-> t, what |-> {exchange'.said[k].message : k \in its}])]
  /\ Then(t, <<>>)
  /\ UNCHANGED <<lock, session, interest, runs, cause, unowed>>

-------------------------------------------------------------------------------
(* A domain's message. All but the first step with its session's lock.     *)

Users(d, r) == session[d].users[r]
HeldBy(d, i) == {r \in Resources : i \in Users(d, r)}
KnownDead(d, p) == p.incarnation <= session[d].exited[p.pid]
IsLive(r) == interest[r].access # None

\* Session.keeps: nobody else can change that, and what one of several does
\* concerns nobody else. Each use has a name of its own.
Keeps(d, r, atLeast) == Cardinality(Users(d, r)) >= atLeast /\ IsLive(r)
RequestKeeps(d, r) == Keeps(d, r, 1)
ReleaseKeeps(d, r) == Keeps(d, r, 2)
ExitKeeps(d, r) == Keeps(d, r, 2)

\* Session.locked: what is one step for all others
Locked(d, rs, steps) ==
  Each("lock", LockOrder(d, rs)) \o Effect \o steps \o Each("unlock", LockOrder(d, rs))

ReleaseLocks(r) == {r}
LockedExit(d, rs, held) == Locked(d, rs, Each("exit", Numbered(held)))

Without(d, r, i) == session' = [session EXCEPT ![d].users[r] = @ \ {i}]
Process(m) == IF m.type = "Request" THEN m.processes[1] ELSE m.process

DomainHears(d, m) == \* ConcurrentProxy.hear, on the thread of the domain's channel
  /\ cause' = [cause EXCEPT !.sent[d] = @ + 1]
  /\ Hears(d, m, << <<"lock", d>>, <<m.type>>, <<"unlock", d>> >>)

DomainStep(d, what) == \* what it reads: at most one field of one interest
  /\ At(d, what)
  /\ UNCHANGED <<lock, interest, runs, cause, auxiliary>>

Request(d) == \* Session.request, of one process [C2]
  /\ DomainStep(d, "Request")
  /\ LET p == Process(M(d))
         r == M(d).resource
     IN IF KnownDead(d, p) THEN \* REQ-9
          /\ Then(d, Effect \o Say(d, Atomic!refused(M(d).id, "DEAD_PROCESS")))
          /\ UNCHANGED session
        ELSE IF p.incarnation = session[d].exited[p.pid] + 1 /\ RequestKeeps(d, r)
        THEN \* the short way (REQ-4, REQ-5)
          /\ session' = [session EXCEPT ![d].users[r] = @ \cup {p.pid}]
          /\ Then(d, Effect \o << <<"granted", r>> >>)
        ELSE \* Session.admit: a later incarnation implies the exit of those before (ASC-2)
          /\ thread' = [thread EXCEPT
               ![d].shared = {r},
               ![d].todo = (IF p.incarnation = session[d].exited[p.pid] + 1 THEN <<>>
                            ELSE Each("collect", Numbered(HeldBy(d, p.pid))))
                           \o << <<"admit", r>> >> \o Tail(@)]
          /\ UNCHANGED session

Collect(d) == \* Session.collect, one of what the process holds: is it for others?
  /\ DomainStep(d, "collect")
  /\ thread' = [thread EXCEPT ![d].shared = IF ExitKeeps(d, It(d)) THEN @ ELSE @ \cup {It(d)},
                              ![d].todo = Tail(@)]
  /\ UNCHANGED session

Admit(d) == \* Session.admit: which locks; each "exit" and the "join" come with them
  /\ DomainStep(d, "admit")
  /\ LET p == Process(M(d))
         held == IF p.incarnation = session[d].exited[p.pid] + 1 THEN {} ELSE HeldBy(d, p.pid)
     IN /\ thread' = [thread EXCEPT
             ![d].shared = {},
             ![d].todo = Locked(d, thread[d].shared,
                                Each("exit", Numbered(held)) \o << <<"join", It(d)>> >>) \o Tail(@)]
        /\ session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation - 1]

Join(d) == \* Session.join (ASC-1)
  /\ DomainStep(d, "join")
  /\ LET r == It(d) IN
     /\ session' = [session EXCEPT ![d].users[r] = @ \cup {Process(M(d)).pid}]
     /\ Then(d, (IF Users(d, r) = {} THEN Write(r, "sessions", interest[r].sessions + 1) ELSE <<>>)
                \o << <<"answer", r>> >>)

Answer(d) == \* Session.join: is it live?
  /\ DomainStep(d, "answer")
  /\ Then(d, IF IsLive(It(d)) THEN << <<"granted", It(d)>> >> ELSE << <<"ask", It(d)>> >>)
  /\ UNCHANGED session

Ask(d) == \* Session.join: is it asking? (REQ-2)
  /\ DomainStep(d, "ask")
  /\ Then(d, (IF interest[It(d)].asking # None THEN <<>>
              ELSE << <<"attempt", It(d)>>, <<"write", It(d), "asking", <<{}>> >>,
                      <<"need", It(d)>> >>)
             \o << <<"wait", It(d)>> >>)
  /\ UNCHANGED session

NextAttempt(d) == \* Session.join: attempt++
  /\ DomainStep(d, "attempt")
  /\ Then(d, Write(It(d), "attempt", interest[It(d)].attempt + 1))
  /\ UNCHANGED session

SayNeed(d) == \* Session.join [C3]
  /\ DomainStep(d, "need")
  /\ Then(d, Say(It(d), Atomic!need(It(d), interest[It(d)].attempt)))
  /\ UNCHANGED session

WaitForIt(d) == \* Asking.join
  /\ At(d, "wait")
  /\ interest' = [interest EXCEPT ![It(d)].asking[1] =
                    @ \cup {[domain |-> d, id |-> M(d).id, pid |-> Process(M(d)).pid]}]
  /\ Then(d, <<>>)
  /\ UNCHANGED <<lock, session, runs, cause, auxiliary>>

SayGranted(d) == \* Session.request, Session.join [C7]
  /\ DomainStep(d, "granted")
  /\ Then(d, Say(d, Atomic!granted(M(d).id, interest[It(d)].access[1].handle)))
  /\ UNCHANGED session

Release(d) == \* Session.release [C9]
  /\ DomainStep(d, "Release")
  /\ LET p == Process(M(d))
         r == M(d).resource
         released == Say(d, Atomic!released(M(d).id, "RELEASED"))
     IN IF p.incarnation # session[d].exited[p.pid] + 1 \/ p.pid \notin Users(d, r) THEN \* REL-2
          /\ Then(d, Effect \o Say(d, Atomic!released(M(d).id, "NOT_HELD")))
          /\ UNCHANGED session
        ELSE IF ReleaseKeeps(d, r) THEN \* the short way (REL-1)
          /\ Without(d, r, p.pid)
          /\ Then(d, Effect \o released)
        ELSE
          /\ Then(d, Locked(d, ReleaseLocks(r), released \o << <<"drop", r>> >>))
          /\ UNCHANGED session

ProcessExited(d) == \* Session.exited (DTH-1)
  /\ DomainStep(d, "ProcessExited")
  /\ Then(d, IF KnownDead(d, M(d).process) THEN Effect
             ELSE Each("collect", Numbered(HeldBy(d, M(d).process.pid))) \o << <<"exits">> >>)
  /\ UNCHANGED session

Exits(d) == \* Session.exited: which locks; each "exit" comes with them
  /\ DomainStep(d, "exits")
  /\ LET p == M(d).process IN
     /\ thread' = [thread EXCEPT
          ![d].shared = {},
          ![d].todo = LockedExit(d, thread[d].shared, HeldBy(d, p.pid)) \o Tail(@)]
     /\ session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation]

Exit(d) == \* Session.exit, one of what the process held (DTH-1, DTH-4)
  /\ DomainStep(d, "exit")
  /\ IF ExitKeeps(d, It(d))
     THEN Without(d, It(d), Process(M(d)).pid) /\ Then(d, <<>>)
     ELSE UNCHANGED session /\ Then(d, << <<"drop", It(d)>> >>)

Drop(d) == \* Session.drop, Asking.leave
  /\ At(d, "drop")
  /\ LET r == It(d)
         i == Process(M(d)).pid
         its == IF interest[r].asking = None THEN {}
                ELSE {w \in interest[r].asking[1] : w.domain = d /\ w.pid = i}
     IN /\ Without(d, r, i)
        /\ interest' = IF its = {} THEN interest
                       ELSE [interest EXCEPT ![r].asking[1] = @ \ its]
        /\ Then(d, SayEach(its, LAMBDA w : Atomic!refused(w.id, "CANCELLED"))
                   \o IF Users(d, r) = {i} THEN << <<"oneLess", r>> >> ELSE <<>>)
  /\ UNCHANGED <<lock, runs, cause, auxiliary>>

OneLess(d) == \* Session.oneLess: sessions--
  /\ DomainStep(d, "oneLess")
  /\ Then(d, Write(It(d), "sessions", interest[It(d)].sessions - 1) \o << <<"noneLeft", It(d)>> >>)
  /\ UNCHANGED session

NoneLeft(d) == \* Session.oneLess: sessions == 0 (REL-3)
  /\ DomainStep(d, "noneLeft")
  /\ Then(d, IF interest[It(d)].sessions > 0 THEN <<>>
             ELSE Idle(It(d)) \o << <<"noLongerNeeded", It(d)>> >>)
  /\ UNCHANGED session

SayNoLongerNeeded(d) == \* Session.oneLess [C10]
  /\ DomainStep(d, "noLongerNeeded")
  /\ Then(d, Say(It(d), Atomic!noLongerNeeded(It(d), interest[It(d)].attempt)))
  /\ UNCHANGED session

-------------------------------------------------------------------------------
(* A message of the target OS: with the locks of all sessions.             *)

\* Association.stopSessions
Stopped(steps) ==
  << <<"lock", Opening>> >> \o Each("lock", DomainOrder) \o Effect \o steps
  \o Each("unlock", DomainOrder) \o << <<"unlock", Opening>> >>

Settle(m) == << <<"attemptOf", m.resource>>, <<"settle", m.resource>> >>
ProvidedSteps(m) == Stopped(Settle(m))
StartFailedSteps(m) == Stopped(Settle(m))
DiedSteps == Stopped(<< <<"died">> >>)

TargetHears(t, m) == \* ConcurrentProxy.hearTarget
  Hears(t, m, CASE m.type = "Provided" -> ProvidedSteps(m)
                [] m.type = "StartFailed" -> StartFailedSteps(m)
                [] m.type = "Died" -> DiedSteps)

TargetStep(t, what) ==
  /\ At(t, what)
  /\ UNCHANGED <<lock, interest, cause, auxiliary>>

\* Association.asking: an answer settles the attempt that it names, if that one
\* is open (REQ-7). If not, what would come next does not.
Attempt(t) ==
  /\ TargetStep(t, "attemptOf")
  /\ thread' = [thread EXCEPT ![t].todo =
       SelectSeq(Tail(@), LAMBDA step :
                            interest[It(t)].attempt = M(t).attempt \/ step[1] # "settle")]
  /\ UNCHANGED <<session, runs>>

Refuse(t, ws, why) == \* Association.refuse: no NoLongerNeeded follows (REL-3)
  /\ session' = [d \in Domains |-> [session[d] EXCEPT !.users[It(t)] = {}]] \* Session.close
  /\ Then(t, SayEach(ws, LAMBDA w : Atomic!refused(w.id, why)) \o Idle(It(t)))

SettleIt(t) == \* Association.provided, startFailed, grant, refuse
  /\ TargetStep(t, "settle")
  /\ LET m == M(t)
         asking == interest[It(t)].asking
     IN IF asking = None THEN Then(t, <<>>) /\ UNCHANGED <<session, runs>>
        ELSE IF m.type = "StartFailed"
        THEN Refuse(t, asking[1], m.reason) /\ UNCHANGED runs
        ELSE IF m.generation <= runs.dead \* its Died came first (DTH-3)
        THEN Refuse(t, asking[1], "TARGET_DIED") /\ UNCHANGED runs
        ELSE /\ runs' = [runs EXCEPT !.provides = @ \cup {It(t)}]
             /\ Then(t, SayEach(asking[1], LAMBDA w : Atomic!granted(w.id, m.handle)) \* [C7]
                        \o Write(It(t), "asking", None)
                        \o Write(It(t), "access",
                                 << [generation |-> m.generation, handle |-> m.handle] >>))
             /\ UNCHANGED session

Died(t) == \* Association.died (DTH-3)
  /\ TargetStep(t, "died")
  /\ runs' = [runs EXCEPT !.dead = Atomic!Max(@, M(t).generation)]
  /\ Then(t, Each("end", Numbered(runs.provides)))
  /\ UNCHANGED session

End(t) == \* Association.died, end: each user hears it once; none of another generation
  /\ TargetStep(t, "end")
  /\ LET m == M(t)
         r == It(t)
         access == interest[r].access
         users == UNION {{[domain |-> d, id |-> [pid |-> i,
                                                 incarnation |-> session[d].exited[i] + 1]] :
                          i \in Users(d, r)} : d \in Domains}
     IN IF access = None THEN Then(t, <<>>) /\ UNCHANGED session
        ELSE IF access[1].generation # m.generation THEN Then(t, <<>>) /\ UNCHANGED session
        ELSE /\ session' = [d \in Domains |-> [session[d] EXCEPT !.users[r] = {}]]
             /\ Then(t, SayEach(users, LAMBDA u :
                                  Atomic!targetDied(u.id, r, m.generation, m.cause)) \o Idle(r))
  /\ UNCHANGED runs

-------------------------------------------------------------------------------
(* Who says what.                                                          *)

Words(d) ==
  IF cause.sent[d] = Len(Plan[d]) THEN {}
  ELSE {IF m.type = "ProcessExited" THEN m ELSE [m EXCEPT !.id = atomicSession[d].lastId + 1] :
        m \in Plan[d][cause.sent[d] + 1]}

\* What the target OS may answer to a Need that it has heard, once: also when the
\* attempt is over, and with a generation whose Died has overtaken the answer.
Generations == Atomic!Max(1, cause.died) .. cause.died + 1
Answers(r, a) ==
  {Atomic!startFailed(r, a, "START_FAILED")} \cup
  {Atomic!provided(r, a, Program, n, Atomic!handle(r, a, n)) : n \in Generations}
Heard(r, a) ==
  \A k \in DOMAIN owed[r] : Atomic!need(r, a) \notin owed[r][k].what

DomainSends(d) == \E m \in Words(d) : DomainHears(d, m)

TargetAnswers(t) ==
  \E r \in Resources : \E a \in 1 .. atomicInterest[r].attempt :
    /\ <<r, a>> \notin cause.answered /\ Heard(r, a)
    /\ cause' = [cause EXCEPT !.answered = @ \cup {<<r, a>>}]
    /\ \E m \in Answers(r, a) : TargetHears(t, m)

ProgramDies(t) ==
  /\ cause.died < Deaths
  /\ \E r \in Resources : atomicInterest[r].attempt > 0 \* or it provides nothing
  /\ cause' = [cause EXCEPT !.died = @ + 1]
  /\ TargetHears(t, Atomic!died(Program, cause.died + 1, "CRASHED"))

DomainThread(d) ==
  \/ Request(d) \/ Collect(d) \/ Admit(d) \/ Join(d) \/ Answer(d) \/ Ask(d) \/ NextAttempt(d)
  \/ SayNeed(d) \/ WaitForIt(d) \/ SayGranted(d) \/ Release(d) \/ ProcessExited(d) \/ Exits(d)
  \/ Exit(d) \/ Drop(d) \/ OneLess(d) \/ NoneLeft(d) \/ SayNoLongerNeeded(d)

TargetThread(t) == Attempt(t) \/ SettleIt(t) \/ Died(t) \/ End(t)

Next ==
  \/ \E t \in Threads : Lock(t) \/ Unlock(t) \/ WriteField(t) \/ SayIt(t) \/ TakesEffect(t)
  \/ \E d \in Domains : DomainSends(d) \/ DomainThread(d)
  \/ \E t \in TargetThreads : TargetAnswers(t) \/ ProgramDies(t) \/ TargetThread(t)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
(* What must hold in every state.                                          *)

Inside == {t \in Threads : thread[t].todo # <<>>}

SaidIsOwedInv == unowed = {}

NothingLeftInv ==
  \A c \in Channels : \A k \in DOMAIN owed[c] : owed[c][k].by \in Inside

Same(r) ==
  LET one == interest[r]
      other == atomicInterest[r]
      users == UNION {{Atomic!User(d, [pid |-> i, incarnation |-> session[d].exited[i] + 1]) :
                       i \in Users(d, r)} : d \in Domains}
  IN /\ one.attempt = other.attempt
     /\ users = Atomic!Users(other) \* ASC-1
     /\ one.sessions = Cardinality({d \in Domains : Users(d, r) # {}})
     /\ (one.asking # None) = (other.state = "Asking")
     /\ one.asking # None =>
          {<<w.domain, w.id>> : w \in one.asking[1]}
            = {<<w.domain, w.id>> : w \in Range(other.waiting)}
     /\ (one.access # None) = (other.state = "Live")
     /\ one.access # None =>
          one.access[1] = [generation |-> other.generation, handle |-> other.handle]

SameInv ==
  Inside = {} /\ (\A c \in Channels : owed[c] = <<>>) =>
    /\ \A r \in Resources : Same(r)
    /\ \A d \in Domains : session[d].exited = atomicSession[d].exited
    /\ runs.dead = atomicDead[Program]

NobodyStuckInv == Inside # {} => \E t \in Inside : ~Blocked(t)

LetGoInv == \* who is not inside has no lock
  \A l \in Locks : lock[l] # Nobody => lock[l] \in Inside
===============================================================================
