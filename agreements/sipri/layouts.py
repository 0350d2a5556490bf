"""The three layouts SIPRI gives its deals in, and the names of their columns.

The trade register has a deal in a row and no ids: a deal is known by what it says. Both exports of deals and TIVs have
a delivery in a row, under the number of its deal.
"""

import hashlib
from pathlib import Path

from reference.loading.published import Published, opened_as

REGISTER = {
    "recipient": "Recipient",
    "supplier": "Supplier",
    "ordered": "Year of order",
    "ordered_doubt": "Year of order?",
    "number_ordered": "Number ordered",
    "number_ordered_doubt": "Number ordered?",
    "designation": "Weapon designation",
    "description": "Weapon description",
    "delivered": "Number delivered",
    "delivered_doubt": "Number delivered?",
    "years": "Year(s) of delivery",
    "status": "status",
    "comments": "Comments",
    "tiv_unit": "SIPRI TIV per unit",
    "tiv_ordered": "SIPRI TIV for total order",
    "tiv_delivered": "SIPRI TIV of delivered weapons",
}
DEALS = {
    "number": "SIPRI AT Database ID",
    "supplier": "Supplier",
    "recipient": "Recipient",
    "designation": "Designation",
    "description": "Description",
    "category": "Armament category",
    "ordered": "Order date",
    "ordered_doubt": "Order date is estimate",
    "delivered": "Numbers delivered",
    "delivered_doubt": "Numbers delivered is estimate",
    "years": "Delivery year",
    "years_doubt": "Delivery year is estimate",
    "status": "Status",
    "tiv_unit": "TIV deal unit",
    "tiv_delivered": "TIV delivery values",
    "local": "Local production",
}
OLDER = DEALS | {"number": "Deal ID", "supplier": "Seller", "recipient": "Buyer"}
LAYOUTS = [REGISTER, DEALS, OLDER]
TOLD_BY = ["supplier", "recipient", "designation", "description", "ordered", "number_ordered"]


def opened(path: Path) -> tuple[Published, dict[str, str]]:
    """Return a file as a table, and its layout; raise Unreadable for a file of another kind."""
    place, table = opened_as(path, [(list(layout.values()), []) for layout in LAYOUTS])
    return table, LAYOUTS[place]


def fingerprint(row: dict) -> str:
    """Return what a deal without a number is known by: who, whom, what, when and how many; never by free text.

    It begins with a word, for digests of digits alone look like a number of SIPRI's.
    """
    told = "|".join(row.get(name, "").strip() for name in TOLD_BY)
    return f"deal-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
