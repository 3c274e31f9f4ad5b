"""Says hello, then is never the same process for long: each forks the next and exits."""
import _right, os, signal, time

_right.hello()
until = time.monotonic() + 60
while time.monotonic() < until:
    if os.fork():
        os._exit(0)
    time.sleep(0.01)
