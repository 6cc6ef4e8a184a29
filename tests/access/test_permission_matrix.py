"""Every address, as every person, by reading and by writing: nobody gets or changes another's.

Addresses come from the URLconf and the admin's registry, what to expect of each from
tests/house/address_policies.py. Each visit happens in a transaction that is taken back.
"""

import gzip
import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.access.forms import CHANGELISTS, FORMS, Form, send
from tests.access.world import Rows, Side, World, all_rows, make_world
from tests.house import address_policies as who
from tests.house.addresses import Address, all_addresses

pytestmark = pytest.mark.django_db

REFUSED = (401, 403, 404, 405)
OF_EVERYBODY = {"queue"}  # a write here is about all sides at once
DOORS = ("/sign-in/", "/admin/login/", "/account/login/", "/account/reauthenticate/")
MARKS = ("zqnear", "zqfar", "ztnear", "ztfar")
MARKS_SEEN = {
    # Whose marks may stand in an answer, wherever it comes from.
    who.ANONYMOUS: (),
    who.COACH: ("zqnear", "ztnear"),
    who.FOREIGN: ("zqfar", "ztfar"),
    who.STAFF: MARKS,
    who.OPERATOR: ("ztnear", "ztfar"),  # teams have a budget; athletes are nobody's there
    who.AUDITOR: MARKS,
    who.SUPERUSER: MARKS,
}
QUERIES = {  # without which a page has nothing to say
    "admin:autocomplete": {"app_label": "analytics", "model_name": "athlete", "field_name": "team"},
}
IDS_IN_QUERIES = ("athlete", "athletes", "session", "sessions", "team", "a", "b", "ids")


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


class LessNoise:
    """Refusals are expected by the hundred: nobody reads their log lines."""

    def __enter__(self) -> None:
        logging.disable(logging.ERROR)

    def __exit__(self, *_: object) -> None:
        logging.disable(logging.NOTSET)


class Statements:
    """Watch whether anything was written but sessions and the like: most visits write nothing."""

    QUIET = ("django_session", "django_admin_log", "analytics_auditentry", "last_login")

    def __init__(self) -> None:
        self.wrote = False
        self._watching = connection.execute_wrapper(self._watch)

    def __enter__(self) -> "Statements":
        self._watching.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._watching.__exit__(*error)

    def _watch(self, execute, sql, params, many, context):
        is_write = sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        self.wrote |= is_write and not any(name in sql for name in self.QUIET)
        return execute(sql, params, many, context)


def visited() -> list[Address]:
    return [address for address in all_addresses() if address.name]


def path_of(address: Address, side: Side) -> str:
    values = {name: value_of(address, name, side) for name in address.parameters}
    missing = {name for name, value in values.items() if value is None}
    assert not missing, f"{address.name}: give {missing} a value in tests/access/world.py"
    return reverse(address.name, kwargs=values)


def value_of(address: Address, parameter: str, side: Side) -> object:
    """Give a parameter its row of this side; a name may mean another thing in each app."""
    page = address.admin_page
    if parameter == "object_id":
        return object_of(page[0], side) if page else side.athlete.pk
    namespace = address.name.partition(":")[0]
    values = side.parameters
    return values.get(f"{namespace}:{parameter}", values.get(parameter))


def form_for(address: Address, side: Side) -> Form:
    """Give a form that would do something, where the address has one."""
    page = address.admin_page
    if page is not None and page[1] == "changelist" and page[0] in CHANGELISTS:
        return CHANGELISTS[page[0]](side)
    default = {"post": "yes", "confirmed": "yes"}
    return FORMS[address.name](side) if address.name in FORMS else default


def object_of(label: str, side: Side) -> object:
    """Pick a row of this side; of what belongs to no side, any number will do."""
    own = [pk for (model, pk) in side.rows if model.lower() == label]
    return own[0] if own else 1


def clients_of(world: World) -> dict[str, Client]:
    """Sign everybody in once; a visit that ends a session is taken back with its transaction."""
    clients = {}
    for person, user in world.people.items():
        clients[person] = Client(raise_request_exception=False)
        if user is not None:
            clients[person].force_login(user)
    return clients


@contextmanager
def taken_back(client: Client) -> Iterator[None]:
    """Undo what a visit does: rows by the transaction, cookies by hand."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)


def everything_in(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return unpacked(body).decode("utf-8", "replace") + repr(sorted(answer.headers.items()))


def unpacked(body: bytes) -> bytes:
    """Open what is packed, and what is packed in it: ZIP, workbooks, gzip."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            return b"".join([repr(names).encode(), *(unpacked(archive.read(n)) for n in names)])
    return unpacked(gzip.decompress(body)) if body.startswith(b"\x1f\x8b") else body


def leaks_in(text: str, person: str) -> list[str]:
    return [mark for mark in MARKS if mark in text and mark not in MARKS_SEEN[person]]


def is_refusal(answer) -> bool:
    if answer.status_code in REFUSED:
        return True
    target: str = answer.headers.get("Location", "")
    if target == "/admin/":  # how the admin says that a row is not there
        return True
    return answer.status_code == 302 and target.startswith(DOORS)


def faults_of_reading(world: World, client: Client, address: Address, person: str) -> list[str]:
    path = path_of(address, world.near)
    faults = []
    numbers = dict.fromkeys(IDS_IN_QUERIES, world.far.athlete.pk) | {
        "session": world.far.session.pk,
        "sessions": world.far.session.pk,
        "team": world.far.team.pk,
    }
    given = QUERIES.get(address.name, {})
    asks_by_query = person in address.policy().read and not address.parameters
    also = given | numbers if asks_by_query and address.admin_page is None else given
    for query in (given, also) if also != given else (given,):
        with taken_back(client):
            answer = client.get(path, query)
            text = everything_in(answer)
        where = f"GET {path} as {person}: {answer.status_code}"
        faults += [f"{where} shows {mark}" for mark in leaks_in(text, person)]
        if person not in address.policy().read and not is_refusal(answer):
            faults.append(f"{where}, should be refused")
        if person in address.policy().read and answer.status_code in (401, 403, 500):
            faults.append(f"{where}, should be allowed")
    return faults


def faults_of_writing(
    world: World, client: Client, address: Address, person: str, before: Rows
) -> list[str]:
    path = path_of(address, world.near)
    with taken_back(client):
        with Statements() as statements:
            answer = client.post(path, form_for(address, world.near))
            text = everything_in(answer)
        after = all_rows() if statements.wrote else before
    where = f"POST {path} as {person}: {answer.status_code}"
    faults = [f"{where} shows {mark}" for mark in leaks_in(text, person)]
    if person in address.policy().write:
        if answer.status_code in (401, 403, 500):
            faults.append(f"{where}, should be allowed")
        # What is far stays, whoever writes here.
        touched = [] if address.name in OF_EVERYBODY else changed_rows(world.far.rows, after)
        return faults + [f"{where} changed {key}" for key in touched]
    if not is_refusal(answer):
        faults.append(f"{where}, should be refused")
    touched = sorted(key for key in before.keys() | after if before.get(key) != after.get(key))
    return faults + [f"{where} changed {key}" for key in touched]


def changed_rows(rows, after):
    return sorted(key for key, row in rows.items() if after.get(key) != row)


def test_no_address_shows_or_changes_what_is_anothers(world):
    before = all_rows()
    clients = clients_of(world)
    faults = []
    with LessNoise():
        for person, address in product(sorted(who.EVERYBODY), visited()):
            client = clients[person]
            faults += faults_of_reading(world, client, address, person)
            faults += faults_of_writing(world, client, address, person, before)

    assert not faults, "\n".join(["", *faults])


def test_each_form_does_something_for_those_who_may(world):
    """A form that is refused as a form would show nothing about who may send it."""
    before, clients, idle = all_rows(), clients_of(world), []
    changelists = {f"admin:{label.replace('.', '_')}_changelist" for label in CHANGELISTS}
    with LessNoise():
        for address in visited():
            if address.name not in FORMS.keys() | changelists:
                continue
            person = who.COACH if who.COACH in address.policy().write else who.SUPERUSER
            with taken_back(clients[person]):
                send(clients[person], path_of(address, world.near), form_for(address, world.near))
                if all_rows() == before:
                    idle.append(address.name)

    assert idle == []


def test_the_matrix_visits_every_model_of_the_admin():
    pages = {address.admin_page for address in visited()}

    assert {page[0] for page in pages if page} == {
        model._meta.label_lower for model in admin.site._registry
    }


def test_a_leak_in_a_packed_answer_would_be_seen(world):
    client = clients_of(world)[who.SUPERUSER]
    for name, parameters in (
        ("admin:athlete-export", [world.near.athlete.pk]),
        ("admin:athlete-bulk-export", ["athletes", "xlsx"]),
    ):
        with taken_back(client):
            text = everything_in(client.post(reverse(name, args=parameters)))
        assert "zqnear" in leaks_in(text, who.FOREIGN), name
    assert b"zqnear" in unpacked(gzip.compress(gzip.compress(b"a zqnear ride")))


def test_a_leak_would_be_seen(world):
    """The marks do stand on the pages of those who may see them."""
    for path in (world.near.athlete.get_absolute_url(), reverse("analytics:roster")):
        text = everything_in(clients_of(world)[who.COACH].get(path))
        assert "zqnear" in text
        assert leaks_in(text, who.FOREIGN) == ["zqnear", "ztnear"]
