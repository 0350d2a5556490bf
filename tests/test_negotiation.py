"""What a request's headers ask for: a form, a compression, only what is new, leave for scripts of other sites."""

import pytest

from reference.models import Country

ACCEPTED = {
    "": "application/json",
    "*/*": "application/json",
    "text/csv, */*": "text/csv",
    "text/csv, application/json;q=0.5": "text/csv",
    "text/csv;q=0.5, application/json": "application/json",
    "application/json;q=0, text/csv": "text/csv",
    "application/json;q=0, */*;q=0.1": "text/csv",
    "text/*": "text/csv",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "application/json",
}
REFUSED = ["text/html", "application/json;q=0", "*/*;q=0", "csv"]
COMPRESSIONS = {"gzip": True, "br, gzip;q=0.5": True, "gzip;q=0": False, "gzip; q=0.0, br": False}


@pytest.mark.parametrize(("accept", "media_type"), ACCEPTED.items())
def test_the_form_wanted_the_most_is_given(accept, media_type, api, db):
    answer = api.get("countries/", headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, media_type)


@pytest.mark.parametrize("accept", REFUSED)
def test_a_form_that_is_not_wanted_is_not_given(accept, api, db):
    assert api.get("countries/", headers={"Accept": accept}).status_code == 406


def test_a_form_that_is_named_needs_no_header(api, db):
    answer = api.get("countries.csv", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "text/csv")


@pytest.mark.parametrize(("asked", "compressed"), COMPRESSIONS.items())
def test_an_answer_is_compressed_only_where_that_is_not_refused(asked, compressed, api, editor_client, make):
    for number in range(5):
        make(Country, slug=f"C{number}")

    for client in (api, editor_client):
        answer = client.get("/api/v1/countries/", headers={"Accept-Encoding": asked})

        assert (answer.headers.get("Content-Encoding") == "gzip", "Accept-Encoding" in answer.headers["Vary"]) == (
            compressed,
            True,
        )


@pytest.mark.parametrize("path", ["countries/", "countries.csv", "schema/"])
def test_who_has_an_answer_already_is_not_sent_it_again(path, api, make):
    make(Country)
    tag = api.get(path).headers["ETag"]

    for known in (tag, f"W/{tag}", f'"other", W/{tag}', f'{tag},"other"', "*"):
        answer = api.get(path, headers={"If-None-Match": known})
        assert (known, answer.status_code, answer.headers["ETag"], answer.content) == (known, 304, tag, b"")
    for other in ('"other"', tag.strip('"'), f'W/"other", "{tag}x"', ""):
        assert api.get(path, headers={"If-None-Match": other}).status_code == 200


def test_what_is_not_there_is_not_taken_for_unchanged(api, db):
    assert api.get("countries/XX/", headers={"If-None-Match": "*"}).status_code == 404
    assert api.get("countries/?nme=x", headers={"If-None-Match": "*"}).status_code == 400


def test_what_tells_of_the_code_alone_names_no_version_of_the_data(api, make):
    make(Country)

    for headers in ({}, {"If-None-Match": "*"}):
        assert "Dataset-Version" not in api.get("schema/", headers=headers).headers
        assert int(api.get("countries/", headers=headers).headers["Dataset-Version"]) > 0


def test_scripts_of_other_sites_may_ask_for_what_is_new(api, db):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Headers": "if-none-match"}

    answer = api.options("/api/v1/countries/", headers=asked | {"Access-Control-Request-Method": "GET"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert "GET" in answer.headers["Access-Control-Allow-Methods"].split(", ")
