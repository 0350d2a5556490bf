"""How far a published file is stored, for who waits."""

import time
from typing import TextIO

WIDTH = 78


class Progress:
    """A line on the screen, written anew after each stretch: how far, how fast, and how long the rest will take."""

    def __init__(self, stream: TextIO):
        self.stream, self.shown = stream, stream.isatty()

    def begin(self, first: int, last: int) -> None:
        """Take the time from here on; what stands up to the first line was stored before."""
        self.first, self.last, self.begun = first, last, time.monotonic()
        self(first)

    def __call__(self, line: int) -> None:
        """Tell that everything is stored up to a line."""
        rate = (line - self.first) / max(time.monotonic() - self.begun, 0.001)
        told = f"line {line:,} of {self.last:,} stored"
        if rate:
            told += f", {rate:,.0f} lines a second, about {(self.last - line) / rate:,.0f} s left"
        self.write(f"\r{told:{WIDTH}}")

    def write(self, text: str) -> None:
        if self.shown:
            self.stream.write(text)
            self.stream.flush()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_) -> None:
        self.write("\n")
