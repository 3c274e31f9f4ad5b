"""Right, but at the first thing that it hears it grants a request that nobody has made yet."""
import _right, proxy


class Early(proxy.Proxy):
    early = True

    def hear(self, domain, m):
        if self.early:
            self.early = False
            self.say(domain, "Granted", id=1, handle="early")
        super().hear(domain, m)


proxy.serve(Early)
