"""Says hello, then floods its standard error for ever."""
import _right, sys

_right.hello()
while True:
    sys.stderr.write("what a day it is\n" * 10_000)
