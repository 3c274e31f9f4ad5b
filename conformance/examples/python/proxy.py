"""A proxy process, as a subject of the Holdfast conformance kit. Python 3.10 or later."""
import json, re, sys
from types import SimpleNamespace as Record

WORDS = {"Request": ("id", "processes", "resource"), "Release": ("id", "process", "resource"),
         "ProcessExited": ("process",), "DomainUp": ("epoch",), "DomainDown": ()}


def right(field, x):
    """Whether a field may have this value. Exact types: to Python, True is an int."""
    if field == "processes":
        return type(x) is list and all(right("process", process) for process in x)
    if field == "process":
        return type(x) is dict and all(right(part, x.get(part)) for part in ("pid", "incarnation"))
    if field == "resource":
        return type(x) is str and re.fullmatch("[A-Za-z0-9._:/#-]{1,128}", x) is not None
    return type(x) is int and 1 <= x < (2**53 if field == "id" else 2**31)


def word(m):
    """The message's type, or None if the message is malformed."""
    known = type(m) is dict and type(m.get("type")) is str and m["type"] in WORDS
    return m["type"] if known and all(right(f, m.get(f)) for f in WORDS[m["type"]]) else None


class Proxy:
    def __init__(self, say):
        self.say = say  # say(channel, type, **fields)
        self.sessions = {}  # domain: epoch, last id, and per pid the last incarnation that exited
        self.interests = {}  # resource: attempt, idle or asking or live, requests waiting, users
        self.dead = {}  # program: the last generation that died

    def hear(self, domain, m):
        kind, session = word(m), self.sessions.get(domain)
        if kind == "DomainUp" and m["epoch"] > (session.epoch if session else 0):
            self.down(domain)
            self.sessions[domain] = Record(epoch=m["epoch"], last_id=0, exited={})
        elif session and kind in ("Request", "Release") and m["id"] > session.last_id:
            session.last_id = m["id"]
            (self.request if kind == "Request" else self.release)(domain, m, session.exited)
        elif session and kind == "ProcessExited":
            self.exit(domain, m["process"]["pid"], m["process"]["incarnation"], session.exited)
        elif session and kind == "DomainDown":
            self.down(domain)
        else:
            self.say(domain, "Error", reason="INVALID")

    def request(self, domain, m, exited):
        lives = {p["pid"]: p["incarnation"] for p in m["processes"]}
        if not lives or len(lives) < len(m["processes"]):
            return self.say(domain, "Refused", id=m["id"], reason="INVALID")
        if any(incarnation <= exited.get(pid, 0) for pid, incarnation in lives.items()):
            return self.say(domain, "Refused", id=m["id"], reason="DEAD_PROCESS")
        for pid, incarnation in lives.items():
            self.exit(domain, pid, incarnation - 1, exited)  # a new life ends the one before
        it = self.interests.setdefault(
            m["resource"], Record(attempt=0, state="idle", waiting=[], users=set()))
        users = {(domain, *life) for life in lives.items()}
        it.users |= users
        if it.state == "live":
            return self.say(domain, "Granted", id=m["id"], handle=it.handle)
        it.waiting.append((domain, m["id"], users))
        if it.state == "idle":
            it.state, it.attempt = "asking", it.attempt + 1
            self.say("target", "Need", resource=m["resource"], attempt=it.attempt)

    def release(self, domain, m, _):
        user = (domain, m["process"]["pid"], m["process"]["incarnation"])
        held = m["resource"] in self.interests and user in self.interests[m["resource"]].users
        self.say(domain, "Released", id=m["id"], outcome="RELEASED" if held else "NOT_HELD")
        self.drop(lambda resource, *u: resource == m["resource"] and tuple(u) == user)

    def exit(self, domain, pid, incarnation, exited):
        if incarnation > exited.get(pid, 0):
            exited[pid] = incarnation
            self.drop(lambda _, d, p, i: d == domain and p == pid and i <= incarnation)

    def down(self, domain):
        self.sessions.pop(domain, None)  # first: nothing is said to a domain that is down
        self.drop(lambda _, d, p, i: d == domain)

    def drop(self, goes):
        for resource, it in sorted(self.interests.items()):
            gone = {user for user in it.users if goes(resource, *user)}
            it.users -= gone
            for domain, id, users in it.waiting:
                users -= gone
                if not users and domain in self.sessions:
                    self.say(domain, "Refused", id=id, reason="CANCELLED")
            it.waiting = [request for request in it.waiting if request[2]]
            if gone and not it.users:
                it.state = "idle"
                self.say("target", "NoLongerNeeded", resource=resource, attempt=it.attempt)

    def hear_target(self, m):
        it = self.interests.get(m.get("resource"))
        if m["type"] == "Died":
            self.died(m["program"], m["generation"], m["cause"])
        elif it and it.state == "asking" and it.attempt == m["attempt"]:  # else it is too late
            word, answer = "Refused", {"reason": m.get("reason", "TARGET_DIED")}
            if m["type"] == "Provided" and m["generation"] > self.dead.get(m["program"], 0):
                it.process, it.handle = (m["program"], m["generation"]), m["handle"]
                word, answer = "Granted", {"handle": it.handle}
            for domain, id, _ in it.waiting:
                self.say(domain, word, id=id, **answer)
            it.waiting = []
            it.state, it.users = ("live", it.users) if word == "Granted" else ("idle", set())

    def died(self, program, generation, cause):
        self.dead[program] = max(generation, self.dead.get(program, 0))
        for resource, it in sorted(self.interests.items()):
            if it.state == "live" and it.process == (program, generation):
                for domain, pid, incarnation in sorted(it.users):
                    self.say(domain, "TargetDied", process={"pid": pid, "incarnation": incarnation},
                             resource=resource, generation=generation, cause=cause)
                it.state, it.users = "idle", set()


def serve(make=Proxy):
    out = []

    def say(channel, type, **fields):
        out.append({"channel": channel, "message": {"type": type, **fields}})

    for line in map(json.loads, sys.stdin.buffer):
        match line:
            case {"control": "hello"}:
                out.append({"control": "hello", "version": 1, "role": "proxy",
                            "name": "example in Python", "capabilities": []})
            case {"control": "reset"}: proxy = make(say)
            case {"control": "sync", "number": n}: out.append({"control": "synced", "number": n})
            case {"control": "bye"}: break
            case {"channel": "target", "message": message}: proxy.hear_target(message)
            case {"channel": domain, "message": message}: proxy.hear(domain, message)
        if "control" in line and out:  # one flush per answer to the kit, not one per line
            print(*map(json.dumps, out), sep="\n", flush=True)
            out.clear()


if __name__ == "__main__":
    serve()
