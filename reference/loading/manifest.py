"""What a folder of fixtures says of itself: name, version, date, licence, rows and the checksum of each file."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

NAME = "manifest.toml"
CURATED = "armoury-facts"
"""The data set that the project's own fixtures are a release of."""


def manifest_of(folder: Path) -> dict:
    """Return what a folder's manifest says; nothing where it has none."""
    path = folder / NAME
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def made(folder: Path) -> str:
    """Return the manifest that a folder of JSON fixtures should have."""
    files = sorted(folder.glob("*.json"))
    objects = [obj for file in files for obj in json.loads(file.read_text(encoding="utf-8"))]
    dataset = only(objects, "reference.dataset", slug=CURATED)
    release = only(objects, "reference.release", dataset=[CURATED])
    facts = {"name": CURATED, "version": release["version"], "date": release["retrieved"]}
    parts = {
        "rows": dict(sorted(Counter(obj["model"] for obj in objects).items())),
        "checksums": {file.name: checksum(file) for file in files},
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in (facts | {"licence": dataset["licence"]}).items()]
    for part, values in parts.items():
        lines += ["", f"[{part}]", *(f'"{name}" = {json.dumps(value)}' for name, value in values.items())]
    return "\n".join(lines) + "\n"


def only(objects: list[dict], label: str, **fields) -> dict:
    """Return the fields of the one object of a model that has these."""
    (found,) = [obj["fields"] for obj in objects if obj["model"] == label and fields.items() <= obj["fields"].items()]
    return found


def checksum(path: Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def editions(paths: Iterable[Path]) -> list[str]:
    """Return name and version by the manifests of those folders whose files are all as these say."""
    paths = list(paths)
    folders = {path.parent for path in paths} - {Path(path).parent for path in differing(paths)}
    told = [manifest_of(folder) for folder in sorted(folders)]
    return [f"{each['name']} v{each['version']}" for each in told if {"name", "version"} <= each.keys()]


def differing(paths: Iterable[Path]) -> list[str]:
    """Return the files that are not as the manifest beside them says."""
    paths = list(paths)
    known = {folder: manifest_of(folder).get("checksums") for folder in {path.parent for path in paths}}
    return [str(path) for path in paths if (sums := known[path.parent]) and sums.get(path.name) != checksum(path)]
