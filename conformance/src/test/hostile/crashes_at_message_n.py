"""Right, until the 30th message of a domain: then it is gone, whatever it had still to say."""
import _right, os, proxy


class Crashing(proxy.Proxy):
    heard = 0

    def hear(self, domain, m):
        Crashing.heard += 1
        if Crashing.heard == 30:
            os._exit(3)
        super().hear(domain, m)


proxy.serve(Crashing)
