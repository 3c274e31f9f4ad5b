"""A proxy with a classic fault: whoever releases ends it for all the others, too (REL-3)."""
import proxy


class Faulty(proxy.Proxy):
    def release(self, domain, m, exited):
        it = self.interests.get(m["resource"])
        before = len(it.users) if it else 0
        super().release(domain, m, exited)
        if it and 0 < len(it.users) < before:  # wrong: users remain
            self.say("target", "NoLongerNeeded", resource=m["resource"], attempt=it.attempt)


if __name__ == "__main__":
    proxy.serve(Faulty)
