"""Right, but spells its JSON in another way: order, blanks, escapes, and fields of its own."""
import _right, json, proxy


def turned(value):
    if isinstance(value, dict):
        return {"note": None} | dict(reversed([(k, turned(v)) for k, v in value.items()]))
    return value


def escaped(line):
    text = json.dumps(turned(json.loads(line)), separators=(" , ", "\t: "))
    return " " + text.replace("map", "\\u006dap").replace("Granted", "Gr\\u0061nted") + " \r"


def otherwise(*lines, **options):
    print(*map(escaped, lines), **options)


proxy.print = otherwise
proxy.serve()
