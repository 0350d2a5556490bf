"""JSON built by the database, and values written as text: expressions whose SQL is each engine's own."""

from django.db import connection, models
from django.db.models import Value
from django.db.models.expressions import Func, RawSQL, Subquery
from django.db.models.functions import Concat

from core.database.engines import engine_of

PART_END, LINE_END, FIELD_END = "\x1d", "\x1e", "\x1f"
"""Between texts in one: characters that JSON only has escaped."""


def in_json(expressions: list, compiler, connection) -> tuple[list[str], list]:
    """Return the SQL of each expression as it goes into JSON, and the parameters of all."""
    values, params = [], []
    for expression in expressions:
        sql, given = compiler.compile(expression)
        values.append(engine_of(connection).as_json(sql, expression.output_field))
        params += given
    return values, params


class Record(Func):
    """A JSON object of named expressions, in the order they are given."""

    output_field = models.JSONField()

    def __init__(self, named: dict):
        self.names = list(named)
        super().__init__(*named.values())

    def as_sql(self, compiler, connection, **extra):
        values, params = in_json(self.source_expressions, compiler, connection)
        return engine_of(connection).json_object(dict(zip(self.names, values, strict=True))), params


class Listed(Subquery):
    """One expression over the rows of a queryset as a JSON array, in the queryset's order."""

    def __init__(self, rows: models.QuerySet, item):
        super().__init__(rows.annotate(item=item).values("item"), output_field=models.JSONField())

    def as_sql(self, compiler, connection, **extra):
        engine, item = engine_of(connection), self.query.annotations["item"]
        template = engine.json_list.format(engine.as_json("item", item.output_field))
        return super().as_sql(compiler, connection, template=template, **extra)


class Single(Subquery):
    """One expression over the only row of a queryset; null when there is none."""

    def __init__(self, rows: models.QuerySet, item):
        super().__init__(rows.order_by().annotate(item=item).values("item"))


class JSONRows(Subquery):
    """The rows of a subquery as one JSON array of arrays, in the subquery's order."""

    def __init__(self, queryset: models.QuerySet, *fields: str):
        self.columns = {f"c{number}": models.F(field) for number, field in enumerate(fields)}
        super().__init__(queryset.values(**self.columns), output_field=models.JSONField())

    def as_sql(self, compiler, connection, **extra):
        template = engine_of(connection).json_rows.format(", ".join(self.columns))
        return super().as_sql(compiler, connection, template=template, **extra)


def compiled(model: type[models.Model], expression) -> RawSQL:
    """Return an expression over a model's table as SQL, for use again and again."""
    rows = model._default_manager.order_by().annotate(compiled=expression)
    compiler = rows.query.get_compiler(connection=connection)
    compiler.setup_query()
    return RawSQL(*compiler.compile(rows.query.annotations["compiled"]), output_field=models.JSONField())


def beside(one: RawSQL, other: RawSQL) -> RawSQL:
    """Return two texts as one, parted by ``PART_END``."""
    return RawSQL(engine_of(connection).beside.format(one.sql, other.sql), (*one.params, *other.params))


class InWords(Func):
    """A value as people write it: numbers without idle zeros, nothing for the unknown."""

    output_field = models.TextField()

    def as_sql(self, compiler, connection, **extra):
        (expression,) = self.source_expressions
        sql, params = compiler.compile(expression)
        return engine_of(connection).in_words(sql, expression.output_field), params


def in_a_line(*paths: str):
    """Return several columns in words, with strokes between them."""
    words = [InWords(path) for path in paths]
    parted = [part for word in words for part in (Value(" / "), word)][1:]
    return Concat(*parted, output_field=models.TextField()) if len(words) > 1 else words[0]


class Strung(Subquery):
    """One text over the rows of a queryset, with semicolons between, in the queryset's order."""

    def __init__(self, rows: models.QuerySet, item):
        super().__init__(rows.annotate(item=item).values("item"), output_field=models.TextField())

    def as_sql(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, template=engine_of(connection).strung, **extra)


class Cells(Func):
    """Several values as a JSON array."""

    output_field = models.JSONField()

    def as_sql(self, compiler, connection, **extra):
        cells, params = in_json(self.source_expressions, compiler, connection)
        return engine_of(connection).json_array.format(", ".join(cells)), params


class Delimited(Func):
    """Several values as a line of CSV (RFC 4180): texts in quotes, the unknown empty.

    A text that a spreadsheet would take for a formula is given an apostrophe in front; what parts lines, a space.
    """

    output_field = models.TextField()

    def as_sql(self, compiler, connection, **extra):
        engine, cells, params = engine_of(connection), [], []
        for expression in self.source_expressions:
            sql, given = compiler.compile(expression)
            field = expression.output_field
            numeric = isinstance(field, models.IntegerField | models.DecimalField | models.BooleanField)
            cells.append(engine.in_words(sql, field) if numeric else engine.quoted(engine.as_json(sql, field)))
            params += given
        line = " || ',' || ".join(cells)
        return f"REPLACE(REPLACE({line}, '{LINE_END}', ' '), '{FIELD_END}', ' ')", params
