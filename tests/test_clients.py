"""Programs made from the API's description alone."""

import importlib
import subprocess
import sys

import pytest

GENERATE = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]


@pytest.fixture
def described(api, armoury, tmp_path):
    """Return the folder of a Python client generated from the description, warnings being failures."""
    schema, config, package = tmp_path / "schema.json", tmp_path / "config.yml", tmp_path / "armoury_client"
    schema.write_bytes(api.get("schema/").content)
    config.write_text("post_hooks: []\n")
    given = ["--path", str(schema), "--config", str(config), "--output-path", str(package)]
    done = subprocess.run([*GENERATE, *given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path


@pytest.fixture
def client(described, live_server, monkeypatch):
    monkeypatch.syspath_prepend(described)
    with importlib.import_module("armoury_client").Client(base_url=live_server.url) as opened:
        yield opened


def ask(client, operation: str, **parameters):
    return importlib.import_module(f"armoury_client.api.{operation}").sync(client=client, **parameters)


def test_a_generated_python_client_reads_lists_details_and_problems(client):
    listed = ask(client, "weapon_systems.weapon_systems_list", origin=["IL"], page_size=2)
    harop = ask(client, "weapon_systems.weapon_systems_retrieve", slug="harop")
    problem = ask(client, "weapon_systems.weapon_systems_list", origin=["XX"])

    assert [system.slug for system in listed.results] == ["arrow-3", "barak-1"]
    assert (harop.name, harop.specifications[0].property_.slug) == ("IAI Harop", "ceiling")
    assert (type(problem).__name__, problem.status) == ("Problem", 400)
    assert [(fault.code, fault.value) for fault in problem.errors] == [("unknown_reference", "XX")]
