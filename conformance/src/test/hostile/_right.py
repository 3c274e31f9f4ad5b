"""Not hostile: finds the example proxy for the others, and ends whoever imports it in a minute."""
import pathlib, signal, sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "examples" / "python"))
signal.alarm(60)

import proxy

HELLO = '{"control":"hello","version":1,"role":"proxy","name":"hostile","capabilities":[]}'


def hello():
    """Answers the kit's first line, as a right subject does."""
    sys.stdin.readline()
    print(HELLO, flush=True)
