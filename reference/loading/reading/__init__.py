"""Fixture files of three forms, read object by object, whatever their size."""

from pathlib import Path

from reference.loading.reading.forms import FixtureFile, Place, Torn, Unreadable, refuse_unless_file
from reference.loading.reading.json import JSONFile
from reference.loading.reading.tables import CSVFile
from reference.loading.reading.yaml import YAMLFile

FORMS: dict[str, type[FixtureFile]] = {".json": JSONFile, ".csv": CSVFile, ".yaml": YAMLFile, ".yml": YAMLFile}


def files_in(paths: list[Path]) -> list[FixtureFile]:
    """Return the fixture files that paths name, those of a folder in order; raise Unreadable for a path of none."""
    found = []
    for path in paths:
        try:
            inside = sorted(each for each in path.iterdir() if each.suffix in FORMS) if path.is_dir() else [path]
        except PermissionError:
            raise Unreadable(f"{path}: it may not be read.") from None
        if not inside:
            raise Unreadable(f"{path}: the folder holds no fixture ({', '.join(FORMS)}).")
        found += [opened(each) for each in inside]
    return found


def opened(path: Path) -> FixtureFile:
    """Return a fixture file by its form; raise Unreadable when it cannot be one."""
    refuse_unless_file(path)
    if path.suffix not in FORMS:
        raise Unreadable(f"{path}: a fixture is one of {', '.join(FORMS)}.")
    return FORMS[path.suffix](path)


__all__ = ["FORMS", "FixtureFile", "Place", "Torn", "Unreadable", "files_in", "opened", "refuse_unless_file"]
