"""Right, but whatever it says it says a hundred thousand times before it is synced."""
import _right, proxy


def much(*lines, **options):
    for line in lines:
        print("\n".join([line] * (100_000 if '"message"' in line else 1)), flush=True)


proxy.print = much
proxy.serve()
