"""Published tables survive being read: what stands before, between and after their rows, in whatever encoding."""

import re

import pytest

from agreements.sipri.figures import amount, stated
from reference.loading.published import Published, Rejected
from reference.loading.reading import Unreadable
from reference.loading.resolving import whole

NEEDED = ["id", "name"]
ROWS = [("1", "Bhāndāria"), ("2", "b")]


def read(path, text, optional=(), without_header=()) -> tuple[list, list]:
    """Write a table and return its rows, and why others were refused."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    refused = []
    table = Published(path, NEEDED, list(optional), list(without_header))
    return list(table.rows(lambda problem, cells: refused.append((table.line, str(problem))))), refused


TEXTS = {
    "plain": "id,name\n1,Bhāndāria\n2,b\n",
    "with a byte order mark": "\ufeffid,name\n1,Bhāndāria\n2,b\n",
    "semicolons": "id;name\n1;Bhāndāria\n2;b\n",
    "tabs": "id\tname\n1\tBhāndāria\n2\tb\n",
    "lines that end both ways": "id,name\r\n1,Bhāndāria\n2,b\r\n",
    "a preamble of five lines": "About, all\n\n\nData\n\nid,name\n1,Bhāndāria\n2,b\n",
    "a preamble of eleven lines": "\n".join(f"Line {n}, of many" for n in range(11)) + "\nid,name\n1,Bhāndāria\n2,b\n",
    "a footer": "id,name\n1,Bhāndāria\n2,b\n© The publisher. Terms, see elsewhere\n",
    "another order and more columns": "x,name,y,id\n,Bhāndāria,,1\n,b,,2\n",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_table_is_read_by_its_columns_whatever_is_around_them(kind, tmp_path):
    assert read(tmp_path / "table.csv", TEXTS[kind]) == (ROWS, [])


def test_a_table_of_western_windows_is_read(tmp_path):
    assert read(tmp_path / "table.csv", "id,name\n1,Wärtsilä\n".encode("cp1252")) == ([("1", "Wärtsilä")], [])


def test_a_table_without_a_header_is_told_by_its_width(tmp_path):
    found = read(tmp_path / "table.csv", '"1","Bhāndāria"\n"2","b"\n', without_header=[["id", "name"]])

    assert found == (ROWS, [])


def test_a_newline_in_quotes_is_part_of_a_cell_and_one_without_costs_its_record_alone(tmp_path):
    rows, refused = read(tmp_path / "table.csv", 'id,name\n1,"two\nlines"\n2,bro\nken,x,y\n3,c\n')

    assert rows == [("1", "two\nlines"), ("2", "bro"), ("3", "c")]
    assert refused == [(5, "3 cells instead of 2")]


def test_columns_without_a_name_are_the_doubt_about_the_one_before(tmp_path):
    text = "id, ,name, ,x, \n1,?,a,,5,?\n"

    assert read(tmp_path / "table.csv", text, optional=["id?", "name?", "x?"]) == ([("1", "a", "?", "", "?")], [])


def test_na_is_a_text_like_any_other(tmp_path):
    assert read(tmp_path / "table.csv", "id,name\n1,NA\n") == ([("1", "NA")], [])


def test_a_column_that_is_not_there_is_empty(tmp_path):
    assert read(tmp_path / "table.csv", "id,name\n1,a\n", optional=["gwnoa"]) == ([("1", "a", "")], [])


BAD = {
    "empty": ("", "it is empty."),
    "a renamed column": ("ID,name\n1,a\n", "missing are “id” (nearest: ID)."),
    "binary": ("id,name\n1,\0\n", "it is no text, it holds NUL."),
    "bytes of no encoding": (b"id,name\n1,\x81\x8d\x8f\x90\x9d\n", "neither in UTF-8 nor in Windows-1252."),
    "one endless line": ("x" * (2 << 20), "a line is longer than 1 MB, this is no table."),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(kind, tmp_path):
    text, reason = BAD[kind]

    with pytest.raises(Unreadable) as error:
        read(tmp_path / "table.csv", text)

    assert str(error.value).endswith(reason)


@pytest.mark.parametrize(
    ("text", "number"), [("369", 369), ("369.0", 369), ("-1", -1), (" 12 ", 12), ("9" * 12, 10**12 - 1)]
)
def test_ids_are_whole_numbers_however_they_are_written(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "1.5", "NA", "1e3", "x", "9" * 5_000])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(Rejected, match=r"is not a whole number|is longer than any number here"):
        whole(text)


STATED = {
    ("50", ""): (50, False),
    ("50", "?"): (50, True),
    ("(50)", ""): (50, True),
    ("50", "Yes"): (50, True),
    ("50", "No"): (50, False),
    ("about 50", ""): (50, True),
    ("some 50", ""): (50, True),
    ("50?", ""): (50, True),
    ("", ""): (None, False),
    ("0", ""): (0, False),
    ("1,250", ""): (1250, False),
    ("about (1,250)", ""): (1250, True),
    ("c. 50", "No"): (50, True),
}
NOT_STATED = ["12-14", "5.5", "1 or 2", "-5", "1998-1999", "1,5", "(50", "x", "?", "9" * 5_000]


@pytest.mark.parametrize(("text", "doubt"), STATED)
def test_doubt_about_a_number_is_one_flag_and_never_costs_the_number(text, doubt):
    assert stated(text, doubt) == STATED[text, doubt]


@pytest.mark.parametrize("text", NOT_STATED, ids=lambda text: text[:20])
def test_what_is_not_one_number_is_refused_and_never_made_one(text):
    with pytest.raises(Rejected, match=f"“{re.escape(text[:80])}” is not one whole number"):
        stated(text, "")


@pytest.mark.parametrize("text", ["x", "NaN", "sNaN", "Infinity", "9e999999"])
def test_a_value_that_is_no_number_is_refused(text):
    with pytest.raises(Rejected, match=f"“{text}” is not a number"):
        amount(text)
