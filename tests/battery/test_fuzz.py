"""Fuzz: every address of the URLconf, in its parameters, its query and its form.

What a view reads of a query or a form is listed nowhere: it is learnt from what the view asks for,
so that a field is fuzzed as soon as it is read. An address whose parameter has no example in
tests/access/world.py fails. Seeded, so that a failure comes again; `make battery` sends more.
"""

import os
import random
import re
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from tests.access.test_permission_matrix import (
    LessNoise,
    everything_in,
    form_for,
    path_of,
    taken_back,
)
from tests.access.world import make_world
from tests.house import address_policies as who
from tests.house.addresses import all_addresses

pytestmark = pytest.mark.django_db

TIMES = int(os.environ.get("BATTERY_FUZZ", "1"))  # `make battery`: 8
SEED = 20261124
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
DOORS_OUT = ("sign-out", "admin:logout", "account_logout")
# Over these Django's own admin stumbles, when someone who may use it writes nonsense by hand.
DJANGOS_OWN = re.compile(r"_to_field|_selected_action|.+_FORMS")
READERS = ("__getitem__", "getlist", "__contains__")  # `get` uses the first
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


@pytest.fixture
def asked(monkeypatch):
    """The names that views have asked a query or a form for."""
    names: set[str] = set()

    def noting(method):
        def read(query, name, *default):
            names.add(name)
            return method(query, name, *default)

        return read

    for name in READERS:
        monkeypatch.setattr(QueryDict, name, noting(getattr(QueryDict, name)))
    return names


@pytest.fixture
def chance():
    return random.Random(SEED)  # noqa: S311 - to be repeated, not secret


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def superuser(world):
    opened = Client(raise_request_exception=False)
    opened.force_login(world.people[who.SUPERUSER])
    return opened


def addresses():
    return [one for one in all_addresses() if one.name and one.name not in DOORS_OUT]


def visits(superuser):
    """Give each address with whoever may use it; what is open to strangers, as a stranger, too."""
    stranger = Client(raise_request_exception=False)
    for address in addresses():
        yield address, superuser
        if who.ANONYMOUS in address.policy().write:
            yield address, stranger


def faults_of(client, method, path, sent):
    """Ask once and take back what it did; a fault is the server's own."""
    with taken_back(client):
        answer = getattr(client, method)(path, sent, secure=True)
        everything_in(answer)
    if answer.status_code < 500:
        return []
    return [f"{method} {path[:200]} {str(sent)[:400]}: {answer.status_code}"]


def with_odd_values(sound, names, chance):
    """Give a form that is sound but for a few fields, so that each is looked at."""
    odd = chance.sample(sorted(names), min(len(names), chance.randint(1, 4)))
    return {**sound, **{name: chance.choice(NASTY) for name in odd}}


def filled(pattern, chance):
    """Give an address of the pattern with an odd value in each of its places."""

    def value(match):
        if match.group(1) == "int":
            return str(chance.choice([0, 1, 2, 99, 2**31, 2**63 - 1, 2**63, 2**64, 10**30]))
        return quote(chance.choice([text for text in NASTY if text and len(text) < 200]), safe="")

    return "/" + CONVERTER.sub(value, pattern).replace("^", "").replace("\\Z", "").replace("$", "")


def test_no_address_breaks_whatever_stands_in_it(superuser, chance):
    faults, with_places = [], [one for one in addresses() if one.parameters]

    with LessNoise():
        for address in with_places * TIMES:
            for method in ("get", "post"):
                faults += faults_of(superuser, method, filled(address.pattern, chance), {})

    assert len(with_places) > 50
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("method", ("get", "post"))
def test_no_query_and_no_form_breaks_whatever_is_sent(superuser, world, asked, chance, method):
    faults, learnt = [], {}

    with LessNoise():
        for address, client in visits(superuser):
            path = path_of(address, world.near)
            sound = form_for(address, world.near) if method == "post" else {}
            asked.clear()
            faults += faults_of(client, method, path, sound)
            for _ in range(TIMES if address.admin_page else 2 * TIMES):
                ours = {name for name in asked if not DJANGOS_OWN.fullmatch(name)}
                odd = with_odd_values(sound, ours, chance)
                faults += faults_of(client, method, path, odd)
            learnt.setdefault(address.name, set()).update(asked)

    assert not faults, "\n".join(faults)
    assert {"q", "p"} <= learnt["admin:analytics_session_changelist"] | learnt["analytics:search"]
    assert method == "get" or {"login", "password"} <= learnt["sign-in"]
