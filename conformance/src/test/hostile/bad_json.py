"""Right, but after hello every line lacks its last brace."""
import _right, proxy


def cut(*lines, **options):
    print(*(line if '"hello"' in line else line[:-1] for line in lines), **options)


proxy.print = cut
proxy.serve()
