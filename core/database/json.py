"""JSON built by the database, and values written as text: expressions whose SQL is each engine's own."""

from django.db import connection, models
from django.db.models import Value
from django.db.models.expressions import Func, RawSQL, Subquery
from django.db.models.functions import Concat

from core.database.engines import engine_of


class Record(Func):
    """A JSON object of named expressions, in the order they are given."""

    output_field = models.JSONField()

    def __init__(self, named: dict):
        self.names = list(named)
        super().__init__(*named.values())

    def as_sql(self, compiler, connection, **extra):
        engine, values, params = engine_of(connection), [], []
        for expression in self.source_expressions:
            sql, given = compiler.compile(expression)
            values.append(engine.as_json(sql, expression.output_field))
            params += given
        return engine.json_object(dict(zip(self.names, values, strict=True))), params


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
