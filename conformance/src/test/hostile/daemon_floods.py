"""Says hello and exits; a grandchild in a session of its own floods the pipe."""
import _right, os

_right.hello()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            os.write(1, b"x" * 4095 + b"\n")
    os._exit(0)
os.wait()
