"""Right, but every sync takes 5 ms longer. Must pass, or be INCONCLUSIVE."""
import _right, proxy, time


def slow_print(*lines, **options):
    time.sleep(0.005)
    print(*lines, **options)


proxy.print = slow_print
proxy.serve()
