"""Right, but says everything to a domain twice."""
import _right, proxy


class Twice(proxy.Proxy):
    def __init__(self, say):
        def twice(channel, type, **fields):
            for _ in range(1 if channel == "target" else 2):
                say(channel, type, **fields)

        super().__init__(twice)


proxy.serve(Twice)
