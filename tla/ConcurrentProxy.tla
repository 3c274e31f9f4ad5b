---------------------------- MODULE ConcurrentProxy ----------------------------
(***************************************************************************)
(* How the implementation's proxy takes messages on several threads: the   *)
(* algorithm of dev.holdfast.impl, told at its class Association. One      *)
(* action is what one thread does at one instant: it takes a lock, lets go *)
(* of some, reads or writes one field of an interest, or says something.   *)
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
(* step as what is beside it. Left out: words out of place, and the outbox *)
(* behind the locks: each channel is a queue to which saying appends.      *)
(* Memory is sequentially consistent here; what Java guarantees is less,   *)
(* and checked by other means.                                             *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  DomainOrder,   \* the domains, in the order in which their sessions are stopped
  ResourceOrder, \* the resources of one program, in the order of their numbers
  Sessions,      \* per domain: names for its sessions, one for each boot
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
SessionNames == UNION {Range(Sessions[d]) : d \in Domains}
Locks == {Opening} \cup SessionNames \cup Resources \* sessions' and interests' by their names
Nobody == "nobody"

-------------------------------------------------------------------------------
(* The state. Each variable with what it may hold.                         *)

VARIABLE lock \* who has it
LockTypeInv == lock \in [Locks -> Threads \cup {Nobody}]

VARIABLE session \* Session, of the last boot: whether it is there; users by resource;
                 \* per pid the last incarnation that exited
Booted(n) ==
  [epoch |-> n, up |-> TRUE, users |-> [r \in Resources |-> {}], exited |-> [i \in Pids |-> 0]]
SessionTypeInv ==
  session \in [Domains -> [epoch : Nat, up : BOOLEAN, users : [Resources -> SUBSET Pids],
                           exited : [Pids -> Nat]]]

VARIABLE interest \* Interest: what domains share; asking and access are optional
None == <<>>
InterestTypeInv ==
  \A r \in Resources :
    LET i == interest[r] IN
    /\ i.attempt \in Nat /\ i.sessions \in 0 .. Cardinality(Domains)
    /\ i.asking # None => \A w \in i.asking[1] : /\ w.session \in Range(Sessions[w.domain])
                                               /\ w.pids \in SUBSET Pids \ {{}}
    /\ i.access # None => i.access[1].generation \in Nat \ {0}

VARIABLE runs \* Runs
RunsTypeInv == runs \in [dead : Nat, provides : SUBSET Resources]

VARIABLE thread \* per thread: its message, what it has yet to do, the locks it has
                \* found that it needs; nothing to do: it is not inside
Waits == [message |-> [type |-> "none"], todo |-> <<>>, needs |-> {}]
ThreadTypeInv ==
  \A t \in Threads : /\ \A k \in DOMAIN thread[t].todo : Len(thread[t].todo[k]) \in 1 .. 4
                     /\ thread[t].needs \subseteq Locks

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
  /\ session = [d \in Domains |-> Booted(1)]
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
Who(m) == IF m.type = "Request" THEN Range(m.processes) ELSE {m.process}
\* In place of its next step, these; who has nothing left to do forgets its message.
Then(t, steps) ==
  LET todo == steps \o Tail(thread[t].todo)
  IN thread' = [thread EXCEPT ![t] = IF todo = <<>> THEN Waits ELSE [@ EXCEPT !.todo = todo]]

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
          [message |-> m, todo |-> IF locks THEN Tail(steps) ELSE steps, needs |-> {}]]
     /\ UNCHANGED <<session, interest, runs, auxiliary>>

Lock(t) == \* SpinLock.lock
  /\ At(t, "lock") /\ ~Blocked(t)
  /\ lock' = [lock EXCEPT ![It(t)] = t]
  /\ Then(t, <<>>)
  /\ UNCHANGED <<session, interest, runs, cause, auxiliary>>

\* SpinLock.unlock. All at once: who comes after the first could as well come after
\* the last.
Unlock(t) ==
  /\ At(t, "unlock")
  /\ LET todo == thread[t].todo
         n == CHOOSE k \in DOMAIN todo : /\ \A j \in 1 .. k : todo[j][1] = "unlock"
                                       /\ (k = Len(todo) \/ todo[k + 1][1] # "unlock")
     IN /\ lock' = [l \in Locks |-> IF \E k \in 1 .. n : todo[k][2] = l THEN Nobody ELSE lock[l]]
        /\ thread' = [thread EXCEPT ![t] = IF n = Len(todo) THEN Waits
                                           ELSE [@ EXCEPT !.todo = SubSeq(todo, n + 1, Len(todo))]]
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

Name(d) == Sessions[d][session[d].epoch]
Users(d, r) == session[d].users[r]
HeldBy(d, i) == {r \in Resources : i \in Users(d, r)}
KnownDead(d, p) == p.incarnation <= session[d].exited[p.pid]
IsLater(d, p) == p.incarnation > session[d].exited[p.pid] + 1
IsLive(r) == interest[r].access # None
Waiting(r) == IF interest[r].asking = None THEN {} ELSE interest[r].asking[1]

\* Session.keeps: nobody else can change that, and what one of several does
\* concerns nobody else. Each use has a name of its own.
Keeps(d, r, atLeast) == Cardinality(Users(d, r)) >= atLeast /\ IsLive(r)
RequestKeeps(d, r) == Keeps(d, r, 1)
ReleaseKeeps(d, r) == Keeps(d, r, 2)
ExitKeeps(d, r, exits) == Keeps(d, r, exits + 1)

\* Session.locked: what is one step for all others
Locked(d, rs, steps) ==
  Each("lock", LockOrder(d, rs)) \o Effect \o steps \o Each("unlock", LockOrder(d, rs))

\* What each of these processes holds, one after another, and something more
OfAll(d, ps, what, more(_)) ==
  LET of(p) == LET q == Numbered(HeldBy(d, p.pid))
               IN [k \in DOMAIN q |-> <<what, q[k], more(p)>>]
  IN Atomic!Flatten(ps, [p \in ps |-> of(p)])
Collects(d, ps) == OfAll(d, ps, "collect", LAMBDA p : Cardinality(Who(M(d))))
ExitsOf(d, ps) == OfAll(d, ps, "exit", LAMBDA p : p.pid)

ReleaseLocks(r) == {r}
LockedExit(d, rs) == Locked(d, rs, ExitsOf(d, Who(M(d))))

Without(d, r, i) == session' = [session EXCEPT ![d].users[r] = @ \ {i}]

DomainHears(d, m) == \* ConcurrentProxy.hear, on the thread of the domain's channel
  LET first == IF m.type \in {"DomainUp", "DomainDown"} THEN Opening ELSE Name(d) IN
  /\ cause' = [cause EXCEPT !.sent[d] = @ + 1]
  /\ Hears(d, m, << <<"lock", first>>, <<m.type>>, <<"unlock", first>> >>)

DomainStep(d, what) == \* what it reads: at most one field of one interest
  /\ At(d, what)
  /\ UNCHANGED <<lock, interest, runs, cause, auxiliary>>

Request(d) == \* Session.request [C2]
  /\ DomainStep(d, "Request")
  /\ LET ps == Who(M(d))
         r == M(d).resource
         later == {p \in ps : IsLater(d, p)}
     IN IF \E p \in ps : KnownDead(d, p) THEN \* REQ-9
          /\ Then(d, Effect \o Say(d, Atomic!refused(M(d).id, "DEAD_PROCESS")))
          /\ UNCHANGED session
        ELSE IF Cardinality(ps) = 1 /\ later = {} /\ RequestKeeps(d, r)
        THEN \* the short way (REQ-4, REQ-5)
          /\ session' = [session EXCEPT ![d].users[r] = @ \cup {p.pid : p \in ps}]
          /\ Then(d, Effect \o << <<"granted", r>> >>)
        ELSE \* Session.admit: a later incarnation implies the exit of those before (ASC-2)
          /\ thread' = [thread EXCEPT
               ![d].needs = {r},
               ![d].todo = Collects(d, later) \o << <<"admit", r>> >> \o Tail(@)]
          /\ UNCHANGED session

Collect(d) == \* Session.collect, one of what a process holds: is it for others?
  /\ DomainStep(d, "collect")
  /\ LET keeps == ExitKeeps(d, It(d), Head(thread[d].todo)[3])
     IN thread' = [thread EXCEPT ![d].needs = IF keeps THEN @ ELSE @ \cup {It(d)},
                                 ![d].todo = Tail(@)]
  /\ UNCHANGED session

\* What is locked by now is no longer known
Forget(d, steps) ==
  thread' = [thread EXCEPT ![d].needs = {}, ![d].todo = steps \o Tail(@)]

Admit(d) == \* Session.admit: which locks; each "exit" and the "join" come with them
  /\ DomainStep(d, "admit")
  /\ LET later == {p \in Who(M(d)) : IsLater(d, p)} IN
     /\ Forget(d, Locked(d, thread[d].needs, ExitsOf(d, later) \o << <<"join", It(d)>> >>))
     /\ session' = [session EXCEPT ![d].exited =
                      [i \in Pids |-> IF \E p \in later : p.pid = i
                                      THEN (CHOOSE p \in later : p.pid = i).incarnation - 1
                                      ELSE @[i]]]

Join(d) == \* Session.join (ASC-1)
  /\ DomainStep(d, "join")
  /\ LET r == It(d) IN
     /\ session' = [session EXCEPT ![d].users[r] = @ \cup {p.pid : p \in Who(M(d))}]
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
                    @ \cup {[domain |-> d, session |-> Name(d), id |-> M(d).id,
                             pids |-> {p.pid : p \in Who(M(d))}]}]
  /\ Then(d, <<>>)
  /\ UNCHANGED <<lock, session, runs, cause, auxiliary>>

SayGranted(d) == \* Session.request, Session.join [C7]
  /\ DomainStep(d, "granted")
  /\ Then(d, Say(d, Atomic!granted(M(d).id, interest[It(d)].access[1].handle)))
  /\ UNCHANGED session

Release(d) == \* Session.release [C9]
  /\ DomainStep(d, "Release")
  /\ LET p == M(d).process
         r == M(d).resource
         released == Say(d, Atomic!released(M(d).id, "RELEASED"))
     IN IF p.incarnation # session[d].exited[p.pid] + 1 \/ p.pid \notin Users(d, r) THEN \* REL-2
          /\ Then(d, Effect \o Say(d, Atomic!released(M(d).id, "NOT_HELD")))
          /\ UNCHANGED session
        ELSE IF ReleaseKeeps(d, r) THEN \* the short way (REL-1)
          /\ Without(d, r, p.pid)
          /\ Then(d, Effect \o released)
        ELSE
          /\ Then(d, Locked(d, ReleaseLocks(r), released \o << <<"drop", r, p.pid>> >>))
          /\ UNCHANGED session

ProcessExited(d) == \* Session.exited (DTH-1)
  /\ DomainStep(d, "ProcessExited")
  /\ Then(d, IF KnownDead(d, M(d).process) THEN Effect
             ELSE Collects(d, Who(M(d))) \o << <<"exits">> >>)
  /\ UNCHANGED session

Exits(d) == \* Session.exited: which locks; each "exit" comes with them
  /\ DomainStep(d, "exits")
  /\ Forget(d, LockedExit(d, thread[d].needs))
  /\ LET p == M(d).process IN session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation]

Exit(d) == \* Session.exit, one of what a process held (DTH-1, DTH-4)
  /\ DomainStep(d, "exit")
  /\ LET i == Head(thread[d].todo)[3] IN
     IF ExitKeeps(d, It(d), 1)
     THEN Without(d, It(d), i) /\ Then(d, <<>>)
     ELSE UNCHANGED session /\ Then(d, << <<"drop", It(d), i>> >>)

Drop(d) == \* Session.drop, Asking.leave
  /\ At(d, "drop")
  /\ LET r == It(d)
         i == Head(thread[d].todo)[3]
         its == {w \in Waiting(r) : w.domain = d /\ i \in w.pids}
         over == {w \in its : w.pids = {i}}
         left == (Waiting(r) \ its) \cup {[w EXCEPT !.pids = @ \ {i}] : w \in its \ over}
     IN /\ Without(d, r, i)
        /\ interest' = IF its = {} THEN interest ELSE [interest EXCEPT ![r].asking[1] = left]
        /\ Then(d, SayEach(over, LAMBDA w : Atomic!refused(w.id, "CANCELLED"))
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
(* Boots and downs of domains.                                             *)

\* Session.down: nothing is said to a domain that is down (DTH-2)
Downs(d) == << <<"lock", Name(d)>>, <<"down">>, <<"unlock", Name(d)>> >>

DomainUp(d) == \* Association.domainUp: a boot implies the end of the one before
  /\ DomainStep(d, "DomainUp")
  /\ Then(d, (IF session[d].up THEN Downs(d) ELSE Effect) \o << <<"put">> >>)
  /\ UNCHANGED session

DomainDown(d) == \* Association.domainDown
  /\ DomainStep(d, "DomainDown")
  /\ Then(d, Downs(d) \o << <<"remove">> >>)
  /\ UNCHANGED session

Down(d) == \* Session.down: which locks; each "leave" comes with them
  /\ DomainStep(d, "down")
  /\ LET held == {r \in Resources : Users(d, r) # {}}
     IN Then(d, Locked(d, held, Each("leave", Numbered(held))))
  /\ UNCHANGED session

Leave(d) == \* Session.leave, one of what the domain held
  /\ At(d, "leave")
  /\ LET r == It(d)
         its == {w \in Waiting(r) : w.domain = d}
     IN /\ session' = [session EXCEPT ![d].users[r] = {}]
        /\ interest' = IF its = {} THEN interest ELSE [interest EXCEPT ![r].asking[1] = @ \ its]
        /\ Then(d, << <<"oneLess", r>> >>)
  /\ UNCHANGED <<lock, runs, cause, auxiliary>>

Put(d) == \* Association.domainUp: sessions.put
  /\ DomainStep(d, "put")
  /\ session' = [session EXCEPT ![d] = Booted(@.epoch + 1)]
  /\ Then(d, <<>>)

Remove(d) == \* Association.domainDown: sessions.remove
  /\ DomainStep(d, "remove")
  /\ session' = [session EXCEPT ![d] = [Booted(@.epoch) EXCEPT !.up = FALSE]]
  /\ Then(d, <<>>)

-------------------------------------------------------------------------------
(* An answer: with the locks of the sessions that wait for it.             *)

TargetStep(t, what) ==
  /\ At(t, what)
  /\ UNCHANGED <<lock, interest, cause, auxiliary>>

OfDomains(names) == \* in the order in which they are locked
  LET of(d) == SelectSeq(Sessions[d], LAMBDA n : n \in names)
      all[k \in 0 .. Len(DomainOrder)] ==
        IF k = 0 THEN <<>> ELSE all[k - 1] \o of(DomainOrder[k])
  IN all[Len(DomainOrder)]

WaitingSessions(r) == {w.session : w \in Waiting(r)}
IsOpen(m) == \* REQ-7
  interest[m.resource].attempt = m.attempt /\ interest[m.resource].asking # None

\* Association.stopWaiting: who waits? It looks, and verifies what it saw. The implementation
\* looks with the interest's lock; to do so without is as right, and allows more. An attempt
\* that is over stays so.
Looks(t, m, first) ==
  LET r == m.resource
      names == WaitingSessions(r)
      steps == Each("lock", OfDomains(names)) \o << <<"lock", r>>, <<"verify", r>> >>
  IN thread' = [thread EXCEPT
       ![t] = [message |-> m, todo |-> first \o (IF IsOpen(m) THEN steps ELSE Effect),
               needs |-> names]]

AnswerHeard(t, m) == \* one that has not looked cannot be told from one that comes later
  /\ thread[t].todo = <<>>
  /\ Looks(t, m, <<>>)
  /\ UNCHANGED <<lock, session, interest, runs, auxiliary>>

Look(t) == \* once more
  /\ TargetStep(t, "look")
  /\ Looks(t, M(t), Tail(thread[t].todo))
  /\ UNCHANGED <<session, runs>>

\* Is it still open, and have all that wait been locked? Nobody can join or leave now.
IsVerified(t) == IsOpen(M(t)) /\ WaitingSessions(It(t)) \subseteq thread[t].needs

Verify(t) == \* Association.stopWaiting: if not, it lets go of all, and begins again
  /\ TargetStep(t, "verify")
  /\ LET r == It(t)
         letGo == << <<"unlock", r>> >> \o Each("unlock", OfDomains(thread[t].needs))
         settle == IF M(t).type = "Provided" THEN << <<"isDead", r>> >>
                   ELSE << <<"refuse", r, M(t).reason>> >>
     IN Then(t, IF IsVerified(t) THEN Effect \o settle \o letGo ELSE letGo \o << <<"look">> >>)
  /\ UNCHANGED <<session, runs>>

IsDead(t) == \* Association.provided: its Died came first (DTH-3)
  /\ TargetStep(t, "isDead")
  /\ LET r == It(t)
     IN Then(t, IF M(t).generation <= runs.dead THEN << <<"refuse", r, "TARGET_DIED">> >>
                ELSE << <<"grant", r>> >>)
  /\ UNCHANGED <<session, runs>>

GrantSteps(m) ==
  LET r == m.resource
  IN SayEach(Waiting(r), LAMBDA w : Atomic!granted(w.id, m.handle))
     \o Write(r, "asking", None)
     \o Write(r, "access", << [generation |-> m.generation, handle |-> m.handle] >>)

Grant(t) == \* Association.provided: Interest.live [C7]
  /\ TargetStep(t, "grant")
  /\ runs' = [runs EXCEPT !.provides = @ \cup {It(t)}]
  /\ Then(t, GrantSteps(M(t)))
  /\ UNCHANGED session

Close(ds, r) == \* Session.close
  session' = [d \in Domains |-> IF d \in ds THEN [session[d] EXCEPT !.users[r] = {}]
                                ELSE session[d]]

\* Association.refuse: no NoLongerNeeded follows (REL-3). Who has users, waits.
Refuse(t) ==
  /\ TargetStep(t, "refuse")
  /\ LET ws == Waiting(It(t))
         why == Head(thread[t].todo)[3]
     IN /\ Close({w.domain : w \in ws}, It(t))
        /\ Then(t, SayEach(ws, LAMBDA w : Atomic!refused(w.id, why)) \o Idle(It(t)))
  /\ UNCHANGED runs

-------------------------------------------------------------------------------
(* A death: with the locks of all sessions.                                *)

\* Association.stopSessions
Stopped(steps) == << <<"lock", Opening>>, <<"stop", steps>>, <<"unlock", Opening>> >>
StoppedSessions == {Name(d) : d \in {e \in Domains : session[e].up}}

Stop(t) == \* Association.stopSessions: Association.inOrder
  /\ TargetStep(t, "stop")
  /\ LET q == OfDomains(StoppedSessions)
         steps == Each("lock", q) \o Effect \o It(t) \o Each("unlock", q)
     IN thread' = [thread EXCEPT ![t].needs = StoppedSessions, ![t].todo = steps \o Tail(@)]
  /\ UNCHANGED <<session, runs>>

Died(t) == \* Association.died (DTH-3)
  /\ TargetStep(t, "died")
  /\ runs' = [runs EXCEPT !.dead = Atomic!Max(@, M(t).generation)]
  /\ Then(t, <<>>)
  /\ UNCHANGED session

Provides(t) == \* Association.died: for each of runs.provides
  /\ TargetStep(t, "provides")
  /\ Then(t, Each("end", Numbered(runs.provides)))
  /\ UNCHANGED <<session, runs>>

Living(d, is) ==
  {Atomic!User(d, [pid |-> i, incarnation |-> session[d].exited[i] + 1]) : i \in is}

End(t) == \* Association.end, here without the interest's lock: each user hears it once
  /\ TargetStep(t, "end")
  /\ LET m == M(t)
         r == It(t)
         access == interest[r].access
         stopped == {d \in Domains : Name(d) \in thread[t].needs}
         users == UNION {Living(d, Users(d, r)) : d \in stopped}
     IN IF access = None THEN Then(t, <<>>) /\ UNCHANGED session
        ELSE IF access[1].generation # m.generation THEN Then(t, <<>>) /\ UNCHANGED session
        ELSE /\ Close(stopped, r)
             /\ Then(t, SayEach(users, LAMBDA u :
                                  Atomic!targetDied(u.id, r, m.generation, m.cause)) \o Idle(r))
  /\ UNCHANGED runs

DiedSteps == Stopped(<< <<"died">>, <<"provides">> >>)

TargetHears(t, m) == \* ConcurrentProxy.hearTarget
  IF m.type = "Died" THEN Hears(t, m, DiedSteps) ELSE AnswerHeard(t, m)

-------------------------------------------------------------------------------
(* Who says what.                                                          *)

\* The plan does not know which id or epoch is next, nor whether the domain is up.
Word(d, m) ==
  CASE m.type \in {"Request", "Release"} -> [m EXCEPT !.id = atomicSession[d].lastId + 1]
    [] m.type = "DomainUp" -> [m EXCEPT !.epoch = session[d].epoch + 1]
    [] OTHER -> m
Words(d) ==
  IF cause.sent[d] = Len(Plan[d]) THEN {}
  ELSE {Word(d, m) : m \in {its \in Plan[d][cause.sent[d] + 1] :
                             session[d].up \/ its.type = "DomainUp"}}

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
  \/ DomainUp(d) \/ DomainDown(d) \/ Down(d) \/ Leave(d) \/ Put(d) \/ Remove(d)

TargetThread(t) ==
  \/ Look(t) \/ Verify(t) \/ IsDead(t) \/ Grant(t) \/ Refuse(t)
  \/ Stop(t) \/ Died(t) \/ Provides(t) \/ End(t)

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
      users == UNION {Living(d, Users(d, r)) : d \in Domains}
  IN /\ one.attempt = other.attempt
     /\ users = Atomic!Users(other) \* ASC-1
     /\ one.sessions = Cardinality({d \in Domains : Users(d, r) # {}})
     /\ (one.asking # None) = (other.state = "Asking")
     /\ one.asking # None =>
          {<<w.domain, w.id, Living(w.domain, w.pids)>> : w \in one.asking[1]}
            = {<<w.domain, w.id, w.processes>> : w \in Range(other.waiting)}
     /\ (one.access # None) = (other.state = "Live")
     /\ one.access # None =>
          /\ one.access[1] = [generation |-> other.generation, handle |-> other.handle]
          /\ r \in runs.provides \* or no death would find it

SameInv ==
  Inside = {} /\ (\A c \in Channels : owed[c] = <<>>) =>
    /\ \A r \in Resources : Same(r)
    /\ \A d \in Domains : IF session[d].up
                          THEN /\ session[d].epoch = atomicSession[d].epoch
                               /\ session[d].exited = atomicSession[d].exited
                          ELSE atomicSession[d] = Atomic!Closed
    /\ runs.dead = atomicDead[Program]

NobodyStuckInv == Inside # {} => \E t \in Inside : ~Blocked(t)

LetGoInv == \* who is not inside has no lock
  \A l \in Locks : lock[l] # Nobody => lock[l] \in Inside
===============================================================================
