"""Programs made from the API's description alone."""

import importlib
import json
import subprocess
import sys

import pytest

GENERATE = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """Return the folder of a Python client generated from the description, warnings being failures."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yml").write_text("post_hooks: []\n")
    schema = folder / "schema.json"
    manage = [sys.executable, "manage.py", "spectacular", "--format", "openapi-json", "--file", str(schema)]
    subprocess.run(manage, check=True)
    given = [
        "--path",
        str(schema),
        "--config",
        str(folder / "config.yml"),
        "--output-path",
        str(folder / "armoury_client"),
    ]
    done = subprocess.run([*GENERATE, *given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def client(described, live_server, armoury, monkeypatch):
    monkeypatch.syspath_prepend(described)
    with importlib.import_module("armoury_client").Client(base_url=live_server.url) as opened:
        yield opened


def ask(client, operation: str, **parameters):
    return importlib.import_module(f"armoury_client.api.{operation}").sync_detailed(client=client, **parameters)


def test_a_generated_python_client_reads_lists_details_and_problems(client):
    listed = ask(client, "weapon_systems.weapon_systems_list", origin=["IL"], page_size=2).parsed
    harop = ask(client, "weapon_systems.weapon_systems_retrieve", slug="harop").parsed
    refused = ask(client, "weapon_systems.weapon_systems_list", origin=["XX"])

    assert [system.slug for system in listed.results] == ["arrow-3", "barak-1"]
    assert (harop.name, harop.specifications[0].property_.slug) == ("IAI Harop", "ceiling")
    assert json.loads(refused.content)["errors"][0]["code"] == "unknown_reference"
