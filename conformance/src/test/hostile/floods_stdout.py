"""Says hello, then the same right line for ever, as fast as it is read."""
import _right, sys

_right.hello()
line = '{"channel":"target","message":{"type":"Need","resource":"map","attempt":1}}\n'
while True:
    sys.stdout.write(line * 10_000)
