"""The reports that UCDP's rows name: told apart, and each the same source wherever it is named."""

import pytest

from events.reports import headlines, source_of

REPORTS = {
    "R 4/10 1990": [],
    '"AFP,2014-01-22,Two shot; one dead";"BBC, World Service,2014-02-30,"': [
        ("AFP", "2014-01-22", "Two shot; one dead"),
        ("BBC, World Service", "2014-02-30", ""),
    ],
    '"AFP,2014-01-22,A ""safe"" road\n(adds detail)"': [("AFP", "2014-01-22", 'A "safe" road (adds detail)')],
}


@pytest.mark.parametrize("article", REPORTS)
def test_reports_are_told_apart_whatever_their_headlines_hold(article):
    assert headlines(article) == REPORTS[article]


def test_a_report_without_a_title_or_a_day_of_the_calendar_is_a_source_still():
    assert source_of(("BBC", "2014-02-30", ""))[1] | {"note": ""} == {
        "slug": "news-2014-02-30-161a8bb986ac",
        "name": "BBC, 2014-02-30",
        "kind": "news",
        "publisher": "BBC",
        "published": None,
        "note": "",
    }
