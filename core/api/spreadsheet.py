"""A workbook in Office Open XML (ECMA-376), sent as it is written: libraries want every row before the first byte."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576 - 2
"""What a sheet holds below the two lines at its head."""
LONGEST_TEXT = 32_767
RETURN = {"\r": "&#13;"}
"""XML would read it as the end of a line."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PIECE = 256 * 1024
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EPOCH, DAY = datetime(1899, 12, 30, tzinfo=UTC), timedelta(days=1)
"""A time is the number of days since then."""
TIMES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""The second style shows a number as a time."""
WIDE = '<sheetFormatPr baseColWidth="18" defaultRowHeight="15"/>'
"""Where a column is too narrow for a time, spreadsheets show none of it."""
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


class Outlet:
    """Where the archive is written to: what has come since the last look."""

    def __init__(self):
        self.held: list[bytes] = []

    def write(self, data) -> int:
        self.held.append(bytes(data))
        return len(data)

    def flush(self):
        """There is nothing behind it to flush to."""

    def taken(self) -> bytes:
        data, self.held = b"".join(self.held), []
        return data


class Workbook:
    """Sheets one after another, then ``end``; each yields the bytes of the file as they come about."""

    def __init__(self):
        self.outlet, self.names = Outlet(), []
        self.archive = zipfile.ZipFile(self.outlet, "w", zipfile.ZIP_DEFLATED)

    def sheet(self, name: str, rows: Iterable[list]) -> Iterator[bytes]:
        """Write a sheet row by row."""
        self.names.append(name)
        with self.archive.open(f"xl/worksheets/sheet{len(self.names)}.xml", "w", force_zip64=True) as part:
            part.write(f'{HEAD}<worksheet xmlns="{MAIN}">{WIDE}<sheetData>'.encode())
            yield self.outlet.taken()
            waiting: list[str] = []
            length = 0
            for row in rows:
                waiting.append(f"<row>{''.join(map(cell, row))}</row>")
                length += len(waiting[-1])
                if length > PIECE:
                    part.write("".join(waiting).encode())
                    waiting, length = [], 0
                    yield self.outlet.taken()
            part.write(f"{''.join(waiting)}</sheetData></worksheet>".encode())
        yield self.outlet.taken()

    def end(self) -> bytes:
        """Write what ties the sheets together."""
        numbered = list(enumerate(self.names, 1))
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
            for n, _ in numbered
        )
        sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in numbered)
        related = "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
        )
        files = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": TIMES,
        }
        for name, text in files.items():
            self.archive.writestr(zipfile.ZipInfo(name), HEAD + text, zipfile.ZIP_DEFLATED)  # of no time of day
        self.archive.close()
        return self.outlet.taken()


def cell(value) -> str:
    """Return a cell of its value's type; a text is never taken for a formula."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, datetime):
        return f'<c s="1"><v>{(value - EPOCH) / DAY}</v></c>'
    text = UNWRITABLE.sub("", value)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text, RETURN)}</t></is></c>'
