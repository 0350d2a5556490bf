"""The limit: SQL written by hand for one list, and nothing between it and the server's interface but this file.

It gives incidents as the API gives them to the public, by slug, and the same list as a table. Nothing else can be asked of it; that is the price of being the limit.
"""

import csv
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

import orjson
import psycopg

OPEN = "({0}.dataset_id IS NULL OR {0}.dataset_id IN (SELECT id FROM reference_dataset WHERE redistributable))"
SEEN = "{0}.publication = 'published' AND " + OPEN
CLOSED = "EXISTS (SELECT 1 FROM reference_dataset d WHERE d.id = {0}.dataset_id AND NOT d.redistributable)"
MADE_UP = "EXISTS (SELECT 1 FROM reference_dataset d WHERE d.id = {0}.dataset_id AND d.synthetic)"
COUNTS = [f"{what}_{end}" for what in ("wounded", "hostages") for end in ("low", "best", "high", "note")]
SIZE, SLUG, KIND, WORD, PAGE = 100, "harop-lahore-2025", "missile-strike", "harop", 70
"""What is asked of every way: the record, the kind, the word, the page."""
VERSION = "SELECT number FROM reference_dataversion WHERE id = 1"
NAMED = {"slug": "r.slug", "name": "r.name"}
TO_COUNTRY, TO_ORGANISATION = ("reference_country", "country", False), ("reference_organisation", "organisation", True)


class SQLite:
    """How SQLite writes JSON."""

    collation = ""
    json, text = "JSON({})", "{}"
    array = "(SELECT JSON_GROUP_ARRAY({}) FROM (SELECT {} AS x FROM {}))"
    joined = "SELECT GROUP_CONCAT(x, ',') FROM ({})"
    strung = "(SELECT GROUP_CONCAT(x, ';') FROM (SELECT {} AS x FROM {}))"
    words = "i.id IN (SELECT rowid FROM events_incident_text WHERE events_incident_text MATCH '{}')"

    def __init__(self, url: str):
        self.connection = sqlite3.connect(urlsplit(url).path[1:], isolation_level=None)
        self.connection.execute("PRAGMA mmap_size = 1073741824")

    def object(self, fields: dict[str, str]) -> str:
        return "JSON_OBJECT({})".format(", ".join(f"'{name}', {value}" for name, value in fields.items()))

    def truth(self, condition: str) -> str:
        return f"JSON(CASE WHEN {condition} THEN 'true' ELSE 'false' END)"

    def moment(self, column: str) -> str:
        return f"REPLACE({column}, ' ', 'T') || 'Z'"

    def decimal(self, column: str) -> str:
        return column


class PostgreSQL:
    """How PostgreSQL writes JSON."""

    collation = ' COLLATE "C"'
    json, text = "{}", "({})::text"
    array = "(SELECT COALESCE(JSON_AGG({}), '[]'::json) FROM (SELECT {} AS x FROM {}) AS l)"
    joined = "SELECT STRING_AGG(x::text, ',') FROM ({}) AS l"
    strung = "(SELECT STRING_AGG(x, ';') FROM (SELECT {} AS x FROM {}) AS l)"
    words = "i.text_search @@ to_tsquery('simple', '{}')"

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.connection = psycopg.connect(
            host=unquote(parts.hostname or ""), port=parts.port, user=parts.username, password=parts.password,
            dbname=parts.path[1:], autocommit=True, options="-c jit=off",
        )  # fmt: skip

    def object(self, fields: dict[str, str]) -> str:
        columns = ", ".join(f'{value} AS "{name}"' for name, value in fields.items())
        return f"(SELECT ROW_TO_JSON(o) FROM (SELECT {columns}) o)"

    def truth(self, condition: str) -> str:
        return f"({condition})"

    def moment(self, column: str) -> str:
        utc = f"TO_CHAR({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return f"REPLACE({utc}, '.000000Z', 'Z')"

    def decimal(self, column: str) -> str:
        return f"TRIM_SCALE({column})"


def engine(url: str):
    """Return the engine at an address, connected."""
    return SQLite(url) if url.startswith("sqlite") else PostgreSQL(url)


class Incidents:
    """The statements of the list of incidents."""

    def __init__(self, e):
        self.e = e

    def many(self, item: str, rows: str, json: bool = True) -> str:
        return self.e.json.format(self.e.array.format(self.e.json.format("x") if json else "x", item, rows))

    def one(self, table: str, key: str, hidden: bool = False) -> str:
        seen = f" AND {SEEN.format('r')}" if hidden else ""
        return self.e.json.format(f"(SELECT {self.e.object(NAMED)} FROM {table} r WHERE r.id = {key}{seen})")

    def claims(self, table: str, ends: list, said: list[str], link: str) -> str:
        """Return the claims of one table, with their ends and what they say."""
        source = (
            f"{table}_sources l JOIN reference_source s ON s.id = l.source_id WHERE l.{link} = c.id ORDER BY s.slug"
        )
        fields = {"ref": "c.ref", **{name: self.one(of, f"c.{name}_id", hidden) for of, name, hidden in ends}}
        fields |= {name: f"c.{name}" for name in (*said, "certainty", "rank")}
        fields |= {"sources": self.many("s.slug", source, json=False)}
        fields |= {name: f"c.{name}" for name in ("locator", "quote", "note")}
        fields |= {
            "dataset": self.one("reference_dataset", "c.dataset_id"),
            "restricted": self.e.truth(CLOSED.format("c")),
            "synthetic": self.e.truth(MADE_UP.format("c")),
        }
        seen = [OPEN.format("c")]
        for of, name, hidden in ends:
            if hidden:
                shown = f"EXISTS (SELECT 1 FROM {of} r WHERE r.id = c.{name}_id AND {SEEN.format('r')})"
                seen.append(f"(c.{name}_id IS NULL OR {shown})")
        return self.many(
            self.e.object(fields), f"{table} c WHERE c.incident_id = i.id AND {' AND '.join(seen)} ORDER BY c.ref, c.id"
        )

    def citations(self) -> str:
        words = " || ' / ' || ".join(f"COALESCE(CAST(i.killed_{end} AS TEXT), '')" for end in ("low", "best", "high"))
        fields = {"fact": "c.fact", "source": "(SELECT slug FROM reference_source s WHERE s.id = c.source_id)"}
        fields |= {name: f"c.{name}" for name in ("locator", "quote", "note", "cited_value")}
        fields["stale"] = self.e.truth(f"c.fact = 'killed' AND c.cited_value <> {words}")
        rows = f"events_incidentcitation c WHERE c.entry_id = i.id ORDER BY c.fact{self.e.collation}, c.id"
        return self.many(self.e.object(fields), rows)

    def record(self) -> str:
        """Return an incident as JSON."""
        e = self.e
        aliases = {name: f"a.{name}" for name in ("text", "kind", "language")} | {"ambiguous": e.truth("a.ambiguous")}
        countries = (
            "events_incident_countries l JOIN reference_country r ON r.id = l.country_id WHERE l.incident_id = i.id"
        )
        related = "events_incident_related l JOIN events_incident r ON r.id = l.to_incident_id WHERE l.from_incident_id = i.id"
        who = [TO_COUNTRY, TO_ORGANISATION]
        fields = {"slug": "i.slug", "name": "i.name"}
        fields["aliases"] = self.many(
            e.object(aliases), "events_incidentalias a WHERE a.entry_id = i.id ORDER BY a.key, a.id"
        )
        fields |= {name: f"i.{name}" for name in ("kind", "started", "ended", "date_precision")}
        fields |= {"countries": self.many(e.object(NAMED), f"{countries} ORDER BY r.slug"), "place": "i.place"}
        fields |= {name: e.decimal(f"i.{name}") for name in ("latitude", "longitude")}
        counts = ["killed_low", "killed_best", "killed_high", "killed_note", "civilians_killed", *COUNTS]
        fields |= {name: f"i.{name}" for name in ("place_precision", *counts)}
        fields["related"] = self.many(e.object(NAMED), f"{related} AND {SEEN.format('r')} ORDER BY r.slug")
        fields["participants"] = self.claims("events_participant", who, ["label", "role", "killed"], "participant_id")
        system = ("equipment_weaponsystem", "system", True)
        fields["system_uses"] = self.claims(
            "events_systemuse", [system, *who], ["side", "use", "outcome"], "systemuse_id"
        )
        agreement = ("agreements_agreement", "agreement", True)
        fields["responses"] = self.claims("events_response", [agreement], ["relation"], "response_id")
        fields |= {"summary": "i.summary", "notes": "i.notes", "citations": self.citations()}
        fields |= {"publication": "i.publication", "dataset": self.one("reference_dataset", "i.dataset_id")}
        fields |= {"external_id": "i.external_id", "restricted": e.truth(CLOSED.format("i"))}
        fields |= {"synthetic": e.truth(MADE_UP.format("i"))}
        fields |= {name: e.moment(f"i.{name}") for name in ("created", "updated")}
        links = {"self": "'/api/v1/incidents/' || i.slug || '/'"}
        links |= {name: f"'/api/v1/{name}/?incident=' || i.slug" for name in ("weapon-systems", "agreements")}
        return e.object(fields | {"links": e.json.format(e.object(links))})

    def rows(self, size: int, where: str = "", offset: int = 0) -> str:
        page = f"{SEEN.format('i')}{where} ORDER BY i.slug LIMIT {size} OFFSET {offset}"
        found = f"i.id IN (SELECT i.id FROM events_incident i WHERE {page}) ORDER BY i.slug" if offset else page
        return f"SELECT {self.record()} AS x FROM events_incident i WHERE {found}"

    def page(self, size: int, where: str = "", offset: int = 0, beside: str = "SELECT NULL") -> str:
        rows = self.rows(size, where, offset)
        number = f"SELECT COUNT(*) FROM events_incident i WHERE {SEEN.format('i')}{where}"
        return f"SELECT ({VERSION}), ({number}), ({beside}), ({self.e.joined.format(rows)})"

    def asked(self, question: str) -> str:
        """Return the query of what is asked of all ways."""
        kinds = f"SELECT kind, COUNT(*) AS n FROM events_incident i WHERE {SEEN.format('i')} GROUP BY kind"
        pair = self.e.object({"kind": "kind", "n": "n"})
        parts = {
            "detail": {"size": 1, "where": f" AND i.slug = '{SLUG}'"},
            "filtered": {"where": f" AND i.kind = '{KIND}'"},
            "search": {"where": f" AND {self.e.words.format(WORD)}"},
            "deep": {"offset": PAGE * SIZE - SIZE},
            "facets": {"beside": self.e.joined.format(f"SELECT {pair} AS x FROM ({kinds}) AS k")},
        }
        return self.page(**{"size": SIZE} | parts.get(question, {}))

    def table(self) -> str:
        """Return the query of the incidents as a table, what they own in one text each."""
        owned = {
            "aliases": ("text", "events_incidentalias WHERE entry_id = i.id ORDER BY key"),
            "countries": ("r.slug", "events_incident_countries l JOIN reference_country r ON r.id = l.country_id WHERE l.incident_id = i.id ORDER BY r.slug"),
            "participants": ("COALESCE((SELECT slug FROM reference_country r WHERE r.id = c.country_id), (SELECT slug FROM reference_organisation r WHERE r.id = c.organisation_id), label)", "events_participant c WHERE c.incident_id = i.id ORDER BY ref"),
            "system_uses": ("r.slug", "events_systemuse c JOIN equipment_weaponsystem r ON r.id = c.system_id WHERE c.incident_id = i.id ORDER BY ref"),
            "citations": ("r.slug", "events_incidentcitation c JOIN reference_source r ON r.id = c.source_id WHERE c.entry_id = i.id ORDER BY c.id"),
        }  # fmt: skip
        own = ["slug", "name", "kind", "started", "ended", "date_precision", "place", "latitude", "longitude"]
        own += [
            "place_precision",
            "killed_low",
            "killed_best",
            "killed_high",
            "killed_note",
            "civilians_killed",
            *COUNTS,
        ]
        own += ["summary", "notes", "publication", "external_id", "created", "updated"]
        columns = [f"i.{name}" for name in own] + [self.e.strung.format(*parts) for parts in owned.values()]
        return f"SELECT {', '.join(columns)} FROM events_incident i WHERE {SEEN.format('i')} ORDER BY i.slug"


def answered(question: str) -> Callable[[], bytes]:
    """Return an answer as a bare WSGI application's body would be, read anew at each call."""
    e = engine(os.environ["DATABASE_URL"])
    statement = Incidents(e).asked(question)

    def answer() -> bytes:
        version, number, facets, lines = e.connection.execute(statement).fetchone()
        head = orjson.dumps({"count": number, "version": version, "facets": facets})
        return head[:-1] + b',"results":[' + lines.encode() + b"]}"

    return answer


def exported() -> Iterator[bytes]:
    """Yield the whole table as CSV, as a loop over a cursor gives it."""
    e = engine(os.environ["DATABASE_URL"])
    cursor = e.connection.cursor() if e.collation == "" else e.connection.cursor("export")
    with e.connection.transaction() if e.collation else io.BytesIO():
        cursor.execute(Incidents(e).table())
        while rows := cursor.fetchmany(1_000):
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            yield text.getvalue().encode()
