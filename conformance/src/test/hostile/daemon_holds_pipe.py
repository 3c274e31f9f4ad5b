"""Says hello and exits; a grandchild in a session of its own keeps the pipe open for a minute."""
import _right, os, time

_right.hello()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
