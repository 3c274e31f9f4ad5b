"""Right, but before it is asked anything it has granted a request and is done with a sync."""
import _right, proxy


class Early(proxy.Proxy):
    def __init__(self, say):
        super().__init__(say)
        print('{"channel":"domain:A","message":{"type":"Granted","id":1,"handle":"early"}}')
        print('{"control":"synced","number":1}', flush=True)


proxy.serve(Early)
