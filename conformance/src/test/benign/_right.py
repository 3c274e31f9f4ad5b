"""Finds the example proxy for the others, and ends whoever imports it in ten minutes."""
import pathlib, signal, sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "examples" / "python"))
signal.alarm(600)
