"""Right, but every answer names the question after the one it answers."""
import _right, proxy


class WrongIds(proxy.Proxy):
    def __init__(self, say):
        def wrong(channel, type, **fields):
            say(channel, type, **{k: v + 1 if k == "id" else v for k, v in fields.items()})

        super().__init__(wrong)


proxy.serve(WrongIds)
