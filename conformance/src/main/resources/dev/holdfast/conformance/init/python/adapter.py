"""An adapter between the Holdfast conformance kit and a proxy. Python 3.10 or later.

Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is.
Standard output belongs to the kit: log to standard error.
"""
import json
import re
import sys

# ------------------------------------------------------------------ YOUR SYSTEM


class MyProxy:
    """One scenario. What your system says goes to say(), from any of these, in its order."""

    def __init__(self):
        pass  # YOUR SYSTEM: begin afresh; nothing that came before is known

    # From the originating OS whose channel is `domain`, such as "domain:A".
    def domain_up(self, domain, epoch):
        pass  # YOUR SYSTEM

    def domain_down(self, domain):
        pass  # YOUR SYSTEM

    def request(self, domain, id, processes, resource):
        # processes: a list of {"pid": 7, "incarnation": 1}
        pass  # YOUR SYSTEM, for example: say("target", "Need", resource=resource, attempt=1)

    def release(self, domain, id, process, resource):
        pass  # YOUR SYSTEM

    def process_exited(self, domain, process):
        pass  # YOUR SYSTEM

    def malformed(self, domain, message):
        say(domain, "Error", reason="INVALID")  # YOUR SYSTEM, if it reads messages itself

    # From the target OS.
    def provided(self, resource, attempt, program, generation, handle):
        pass  # YOUR SYSTEM

    def start_failed(self, resource, attempt, reason):
        pass  # YOUR SYSTEM

    def died(self, program, generation, cause):
        pass  # YOUR SYSTEM

    def settle(self):
        pass  # YOUR SYSTEM: return when all that was caused so far has been said


# ------------------------------------------------------------------ THE WIRE

said = []


def say(channel, type, **fields):
    said.append({"channel": channel, "message": {"type": type, **fields}})


def is_number(x, most=2**31 - 1):
    return type(x) is int and 1 <= x <= most  # to Python, True is an int


def is_name(x):
    return type(x) is str and re.fullmatch("[A-Za-z0-9._:/#-]{1,128}", x) is not None


def is_process(x):
    return type(x) is dict and is_number(x.get("pid")) and is_number(x.get("incarnation"))


FIELDS = {
    "id": lambda x: is_number(x, 2**53 - 1),
    "processes": lambda x: type(x) is list and all(map(is_process, x)),
    "process": is_process,
    **dict.fromkeys(["epoch", "attempt", "generation"], is_number),
    **dict.fromkeys(["resource", "program", "handle", "reason", "cause"], is_name),
}
OF_DOMAIN = {
    "DomainUp": (MyProxy.domain_up, ["epoch"]),
    "DomainDown": (MyProxy.domain_down, []),
    "Request": (MyProxy.request, ["id", "processes", "resource"]),
    "Release": (MyProxy.release, ["id", "process", "resource"]),
    "ProcessExited": (MyProxy.process_exited, ["process"]),
}
OF_TARGET = {
    "Provided": (MyProxy.provided, ["resource", "attempt", "program", "generation", "handle"]),
    "StartFailed": (MyProxy.start_failed, ["resource", "attempt", "reason"]),
    "Died": (MyProxy.died, ["program", "generation", "cause"]),
}


def hear(proxy, channel, message):
    words, where = (OF_TARGET, []) if channel == "target" else (OF_DOMAIN, [channel])
    kind = message.get("type") if type(message) is dict else None
    method, names = words.get(kind, (None, [])) if type(kind) is str else (None, [])
    if method and all(FIELDS[name](message.get(name)) for name in names):
        method(proxy, *where, *[message[name] for name in names])
    elif where:
        proxy.malformed(channel, message)


def main():
    proxy = None
    for line in map(json.loads, sys.stdin.buffer):
        match line.get("control"):
            case "hello":
                said.append({"control": "hello", "version": 1, "role": "proxy",
                             "name": "my proxy", "capabilities": []})
            case "reset":
                proxy = MyProxy()
            case "sync":
                proxy.settle()
                said.append({"control": "synced", "number": line["number"]})
            case "bye":
                return
            case _:
                hear(proxy, line["channel"], line["message"])
        if line.get("control") in ("hello", "sync"):  # one write per answer, not per line
            print(*map(json.dumps, said), sep="\n", flush=True)
            said.clear()


if __name__ == "__main__":
    main()
