"""What holds for the whole code: which way it points, how it is laid out, what explains itself."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.vocabulary import Vocabulary
from reference.models import DataVersion

ROOT = settings.BASE_DIR
LAYERS = ["core", *settings.ARMOURY_APPS, "config"]
"""Each may use what stands before it."""
FILES = [
    path
    for folder in [*LAYERS, "tests", "benchmarks", "."]
    for path in (ROOT.glob("*.py") if folder == "." else (ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
LAYERED = [path for path in FILES if path.relative_to(ROOT).parts[0] in LAYERS]
MODELS = [model for label in settings.ARMOURY_APPS for model in apps.get_app_config(label).get_models()]
LONGEST_FILE = 250
DRAWERS = {"utils", "helpers", "mixins", "common", "misc"}
PINNED = re.compile(r"[a-z0-9._-]+==[^\s;]+( ; [^#]+)?  # \S.*")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def vocabularies(parent=Vocabulary) -> list[type[Vocabulary]]:
    """Return every vocabulary of the project, by its place."""
    found = [child for each in parent.__subclasses__() for child in [each, *vocabularies(each)]]
    return sorted(found, key=lambda child: (child.__module__, child.__name__))


def imported_layers(path: Path) -> set[str]:
    """Return the layers a file imports from, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(node.module)
    return {name.partition(".")[0] for name in names} & set(LAYERS)


@pytest.mark.parametrize("path", LAYERED, ids=named)
def test_imports_point_one_way(path):
    own = LAYERS.index(path.relative_to(ROOT).parts[0])

    assert [layer for layer in imported_layers(path) if LAYERS.index(layer) > own] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_relations_point_one_way(model):
    fields = [*model._meta.fields, *model._meta.many_to_many]
    targets = {field.related_model._meta.app_label for field in fields if field.is_relation}

    own = LAYERS.index(model._meta.app_label)

    assert [label for label in targets if LAYERS.index(label) > own] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_file_is_too_long_to_read(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


def test_no_module_is_a_drawer_for_everything():
    assert [named(path) for path in FILES if path.stem in DRAWERS] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_model_says_what_it_means(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "that is Django's, not ours"


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda vocabulary: vocabulary.__name__)
def test_a_vocabulary_and_each_of_its_terms_has_a_meaning(vocabulary):
    assert vocabulary.__dict__.get("__doc__")
    assert [member for member in vocabulary if not member.meaning.endswith(".")] == []
    assert [member for member in vocabulary if not member.label] == []


def test_every_list_of_choices_of_a_model_is_a_vocabulary_or_a_table():
    known = [vocabulary.choices for vocabulary in vocabularies()]
    fields = [field for model in MODELS for field in model._meta.fields if field.choices]

    assert {str(field) for field in fields if list(field.choices) not in known} == {"equipment.Property.dimension"}


def test_every_relation_names_its_way_back():
    fields = [field for model in MODELS for field in [*model._meta.fields, *model._meta.many_to_many]]
    unnamed = [str(field) for field in fields if field.is_relation and not field.remote_field.related_name]

    assert [name for name in unnamed if not name.endswith(".related")] == []  # symmetrical ones need none


def test_signals_are_received_in_one_place():
    receiving = [named(path) for path in LAYERED if re.search(r"\bsignals?\b|\breceiver\b", code(path))]

    assert receiving == ["core/apps.py"]


def test_only_the_database_module_asks_which_engine_it_runs_on():
    asking = [path for path in LAYERED if re.search(r"\bvendor\b|\.db\.backends\.|DatabaseWrapper", code(path))]

    assert {named(path.parent) for path in asking} == {"core/database"}


def code(path: Path) -> str:
    """Return a file without its docstrings and comments."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = None
    return ast.unparse(tree)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_every_requirement_is_pinned_and_has_its_reason(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]

    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_every_model_shows_itself_without_a_query(make, django_assert_num_queries):
    records = [make(model) for model in MODELS if model is not DataVersion]
    fresh = [type(record).objects.get(pk=record.pk) for record in records]

    with django_assert_num_queries(0):
        assert all(str(record) for record in fresh)
