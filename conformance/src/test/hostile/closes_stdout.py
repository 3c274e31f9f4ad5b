"""Says hello, closes its output and reads on."""
import _right, os, sys

_right.hello()
os.close(1)
for line in sys.stdin:
    pass
os._exit(0)
