"""Says hello unasked and sleeps; what it is told stays in the pipe."""
import _right, time

print(_right.HELLO, flush=True)
time.sleep(60)
