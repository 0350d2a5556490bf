"""What the server writes down of a fault: the answer's id stands with it, so that a reader's report leads here."""

import logging


class WithRequestId(logging.Filter):
    """Give a record of the log the id of the answer it is about."""

    def filter(self, record):
        record.request_id = getattr(getattr(record, "request", None), "request_id", "-")
        return True
