"""Says hello in a version of the protocol that does not exist."""
import _right, sys

print(_right.HELLO.replace('"version":1', '"version":2'), flush=True)
for line in sys.stdin:
    pass
