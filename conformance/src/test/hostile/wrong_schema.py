"""Right, but every number is a string."""
import _right, proxy


class Strings(proxy.Proxy):
    def __init__(self, say):
        def wrong(channel, type, **fields):
            say(channel, type, **{k: str(v) if isinstance(v, int) else v for k, v in fields.items()})

        super().__init__(wrong)


proxy.serve(Strings)
