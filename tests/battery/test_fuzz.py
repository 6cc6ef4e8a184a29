"""Fuzz: every address parameter, query and form that a crawl finds, with what nobody should send.

Seeded, so that a failure comes again; `make battery` sends more of each.
"""

import os
import random
import re
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.battery.test_headers import crawl
from tests.make import make_athlete, make_session, make_staff, make_team

pytestmark = pytest.mark.django_db

TIMES = int(os.environ.get("BATTERY_FUZZ", "1"))  # `make battery`: 8
SEED = 20261124
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
LEFT_OUT = ("admin/", "sign-out/")  # Django's own pages; the door out
NASTY = (
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "9" * 30,
    str(2**63),
    "1" * 5000,
    "\x00",
    "\U0010ffff",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7 }}{% now %}",
    "../../etc/passwd",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31T23:59:59",
    "%s%n%d",
    "a\r\nSet-Cookie: b=c",
    "[]",
    '{"a": ',
    "é" * 300,
)
PARAMETERS = ("page", "q", "sort", "order", "team", "from", "until", "athlete", "days", "a", "b")


class Forms(HTMLParser):
    """Collects the forms of a page: action, method and the names of their fields."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.found.append((told.get("action") or "", told.get("method") or "get", []))
        elif tag in ("input", "select", "textarea", "button") and told.get("name") and self.found:
            self.found[-1][2].append(told["name"])


@pytest.fixture
def client():
    team = make_team()
    make_session(athlete=make_athlete(team=team))
    make_session(athlete=make_athlete(team=team), power_w=[250.0] * 900)
    opened = Client(raise_request_exception=False)
    opened.force_login(make_staff())
    return opened


@pytest.fixture
def chance():
    return random.Random(SEED)  # noqa: S311 - to be repeated, not secret


def broken(answer, what):
    return [f"{what}: {answer.status_code}"] if answer.status_code >= 500 else []


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern) and not route.startswith(LEFT_OUT):
            yield route


def filled(route, chance):
    """An address of the pattern with one odd value in each of its places."""

    def value(match):
        if match.group(1) == "int":
            return str(chance.choice([0, 1, 2, 99, 2**31, 2**63 - 1, 2**63, 2**64, 10**30]))
        return quote(chance.choice([text for text in NASTY if text and len(text) < 200]), safe="")

    return "/" + CONVERTER.sub(value, route).replace("^", "").replace("\\Z", "").replace("$", "")


def forms_of(answer, address):
    reader = Forms()
    reader.feed(answer.content.decode())
    for action, method, names in reader.found:
        target = (action or address).partition("?")[0]
        if not target.startswith(("/admin/", "/sign-out/")):
            yield target, method.lower(), tuple(sorted(set(names)))


def pages(client):
    return [
        (address, answer)
        for address, answer in crawl(client)
        if answer.status_code == 200
        and answer.headers["Content-Type"].startswith("text/html")
        and not address.startswith("/admin/")
    ]


def test_no_address_breaks_whatever_stands_in_it(client, chance):
    routes, faults = list(patterns()), []

    for route in routes:
        for _ in range(2 * TIMES):
            address = filled(route, chance)
            faults += broken(client.get(address), f"GET {address[:200]}")
            faults += broken(client.post(address), f"POST {address[:200]}")

    assert len(routes) > 10
    assert faults == []


def test_no_form_breaks_whatever_is_sent(client, chance):
    found = {form for address, answer in pages(client) for form in forms_of(answer, address)}
    faults = []

    for target, method, names in sorted(found):
        for _ in range(3 * TIMES):
            sent = {name: chance.choice(NASTY) for name in names if chance.random() < 0.8}
            if method == "get":
                answer = client.get(f"{target}?{urlencode(sent)}", secure=True)
            else:
                answer = client.post(target, sent, secure=True)
            faults += broken(answer, f"{method} {target} {str(sent)[:300]}")

    assert len(found) > 2
    assert faults == []


def test_no_list_breaks_whatever_its_query_says(client, chance):
    faults = []

    for address, _answer in pages(client):
        for _ in range(2 * TIMES):
            query = urlencode({name: chance.choice(NASTY) for name in PARAMETERS})
            path = address.partition("?")[0]
            faults += broken(client.get(f"{path}?{query}", secure=True), f"{path} {query[:300]}")

    assert faults == []
