"""One process on one database: it answers in the ways it is asked for, a line each, and says how long it took."""

import json
import resource
import sys
import time

from benchmarks.ways import WAYS

LONG_ENOUGH = 0.5  # seconds


def main() -> None:
    ready = {}
    for line in sys.stdin:
        way, address, times = json.loads(line)
        try:
            answer = ready.setdefault(way, None) or WAYS[way]()
            ready[way] = answer
            told = {"seconds": repeated(answer, address, times), "peak": peak()}
        except AssertionError as error:
            told = {"failed": str(error)}
        print(json.dumps(told), flush=True)


def repeated(answer, address: str, times: int) -> list[float]:
    """Return how long each answer took; what takes long is asked less often."""
    taken: list[float] = []
    while len(taken) < times and sum(taken) < LONG_ENOUGH:
        taken.append(timed(answer, address))
    return taken


def timed(answer, address: str) -> float:
    start = time.perf_counter()
    answer(address)
    return time.perf_counter() - start


def peak() -> float:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
