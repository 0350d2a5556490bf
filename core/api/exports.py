"""The forms in which all records that match are to be had: CSV, NDJSON, GeoJSON, XLSX."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from core import database
from core.api import layout, representation, streaming
from core.api.faults import BadRequest, Code, Fault
from core.api.spreadsheet import MOST_ROWS, Workbook
from core.api.streaming import Export

BOM = "\ufeff"


class CSV(Export):
    """RFC 4180: a line of names, then one line per record; it breaks off without a last line where it fails."""

    def record(self):
        return layout.compiled(self.view.serializer_class, self.shape, database.Delimited)

    def opened(self):
        names = [column.name for column in layout.columns(self.view.serializer_class, self.shape)]
        self.parted = f",{self.version}\r\n"
        self.closing = self.parted
        return BOM * self.view.chosen.get("bom", False) + ",".join([*names, "dataset_version"]) + "\r\n"

    def closed(self):
        return self.closing if self.rows else ""


class NDJSON(Export):
    """One record in full per line; the last line tells the number of rows and their checksum."""

    parted = "\n"

    def record(self):
        return representation.record(self.view.serializer_class, self.shape, self.view.reader)

    def closed(self):
        return "\n" * bool(self.rows) + json.dumps({"end_of_export": self.told()}) + "\n"


class GeoJSON(Export):
    """A feature collection (RFC 7946); a record without coordinates has no geometry."""

    opening, parted = '{"type": "FeatureCollection", "features": [', ","

    def record(self):
        record = representation.record(self.view.serializer_class, self.shape, self.view.reader)
        return database.beside(representation.place(self.model), record)

    def lines(self):
        for lines in super().lines():
            parts = [line.split(database.PART_END) for line in lines]
            yield [f'{{"type":"Feature",{place[1:-1]},"properties":{record}}}' for place, record in parts]

    def closed(self):
        return f'], "end_of_export": {json.dumps(self.told())}}}\n'


class XLSX(Export):
    """A workbook: the records under their names and units, and a sheet that says where they come from."""

    def record(self):
        return layout.compiled(self.view.serializer_class, self.shape, database.Cells)

    def framed(self):
        _, (number,) = database.at_one_moment(database.counted(self.view.narrowing.rows()))
        if number > MOST_ROWS:
            expected = f"csv or ndjson: a sheet holds at most {MOST_ROWS} records, these are {number}"
            raise BadRequest([Fault(Code.INVALID_VALUE, "format", "xlsx", expected)])
        columns, book, pieces = layout.columns(self.view.serializer_class, self.shape), Workbook(), self.lines()
        first = next(pieces, [])  # before the file is begun
        yield from book.sheet("records", self.cells(columns, chain([first], pieces)))
        yield from book.sheet("sources", self.sources("citations" in {column.name for column in columns}))
        yield book.end()

    def cells(self, columns: list[layout.Column], pieces: Iterable[list[str]]) -> Iterator[list]:
        """Yield the rows of the first sheet."""
        yield [column.name for column in columns]
        yield [column.unit for column in columns]
        times = [place for place, column in enumerate(columns) if column.unit == layout.TIME]
        for lines in pieces:
            self.checksum.update("\n".join(lines).encode())
            self.rows += len(lines)
            for line in lines:
                row = json.loads(line)
                for place in times:
                    row[place] = row[place] and datetime.fromisoformat(row[place])
                yield row

    def sources(self, cited: bool) -> Iterator[list]:
        """Yield the rows of the second sheet: how much it is, whom to credit, and the sources cited."""
        told = self.told()
        yield from ([name, told[name]] for name in ("rows", "rows_left_out", "sha256"))
        yield ["dataset_version", str(told["dataset_version"])]
        yield ["dataset", "attribution", "licence", "licence_url"]
        yield from (list(credit.values()) for credit in told["datasets"])
        yield ["source", "title", "publisher", "url"]
        if cited:
            citations = self.model.citations.rel.related_model._default_manager.order_by()
            cited_here = citations.filter(entry__in=self.view.narrowing.rows().values("pk")).values("source")
            sources = citations.model._meta.get_field("source").related_model.objects.filter(pk__in=cited_here)
            columns = sources.order_by("slug").values_list("slug", "name", "publisher", "url")
            for rows in database.pieces_of(columns, streaming.PIECE):
                yield from map(list, rows)


FORMS = {"csv": CSV, "ndjson": NDJSON, "geojson": GeoJSON, "xlsx": XLSX}
