"""The file of all figures, by figure and engine."""

import json
import math
from pathlib import Path

FILE = Path(__file__).parent / "results" / "latest.json"
Figures = dict[str, dict[str, float | None]]


def noted() -> Figures:
    """Return the figures of earlier runs."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def note(figures: Figures) -> None:
    """Put figures in the place of all that are there."""
    FILE.parent.mkdir(exist_ok=True)
    plain = {figure: {engine: measured(number) for engine, number in told.items()} for figure, told in figures.items()}
    FILE.write_text(json.dumps(plain, indent=1, allow_nan=False) + "\n")


def measured(figure: float | None) -> float | None:
    """Return a figure as JSON has it: nothing where a question failed."""
    return figure if figure is not None and math.isfinite(figure) else None
