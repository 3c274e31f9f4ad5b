"""Says hello, then one line of a gibibyte that never ends."""
import _right, sys

_right.hello()
for mebibyte in range(1024):
    sys.stdout.write("x" * (1 << 20))
