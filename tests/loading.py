"""What the tests of loading share."""

INDIAN = {"model": "reference.country", "fields": {"slug": "IN", "name": "India", "alpha3": "IND"}}
MAKER = {"slug": "iai", "name": "IAI", "kind": "manufacturer"}


def obj(label: str, **fields) -> dict:
    """Return an object of a fixture."""
    return {"model": label, "fields": fields}


def first(told: str) -> str:
    """Return the first line of what a command said: its sums."""
    return told.splitlines()[0]
