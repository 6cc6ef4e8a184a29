"""All that is held on an athlete, from the model registry: handed over whole, erased whole.

A new model whose rows hang on an athlete needs a row in ``fill_the_rest``; both hold it then.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.athlete_state import work_out_state
from analytics.audit import Act
from analytics.models import Athlete, AuditEntry, PartedPair, Session, SourceLink
from analytics.people import merge_athletes
from analytics.privacy import erase_athlete, export_athlete
from summaries.models import VendorCall
from tests.access.forms import send
from tests.access.test_permission_matrix import unpacked
from tests.access.world import NOW, Side, World, make_world
from tests.house import address_policies as who
from tests.make.imports import make_zip
from tests.make.rides import STARTED_AT
from tests.make.sessions import make_ridden

pytestmark = pytest.mark.django_db
WEIGHED = "47.2519"
OUTLIVE = (AuditEntry, SourceLink, VendorCall)  # and are nobody's then


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    fill_the_rest(world.near, Act(world.people[who.STAFF], timezone.now()))
    return world


def fill_the_rest(side: Side, act: Act) -> None:
    """Make a row of everything that a side does not have yet."""
    athlete, session = side.athlete, side.session
    merge_athletes(athlete, side.second, act)
    work_out_state(athlete, now=timezone.now())
    other = make_ridden(athlete, STARTED_AT - timedelta(days=3), [])
    PartedPair.objects.create(one=session, other=other)
    session.interval_edits.create(made_at=NOW, before=[], after=[])
    fill_session(session)
    packed = ContentFile(make_zip({"zqnear.fit": b"rest"}), name="rest.zip")
    side.batch.files.create(name="rest.zip", state="packed", content=packed)
    for kind, named in (("athlete", {"athlete": athlete}), ("session", {"session": session})):
        SourceLink.objects.create(
            kind=kind,
            source_id=side.team.pk,
            changed_at=NOW,
            wrote={"2026-05-01": float(WEIGHED)},
            **named,
        )
    VendorCall.objects.create(
        provider="offline",
        model="none",
        team=side.team,
        summary=session.summaries.get(),
        at=NOW,
        tokens_in=1,
        tokens_out=1,
    )
    LogEntry.objects.log_actions(
        act.actor.pk, [athlete], 2, change_message=f"Changed mass: {WEIGHED}"
    )


def fill_session(session: Session) -> None:
    figures = {"number": 9, "intensity": "V", "mean_power_w": 300.0}
    span = {"start_s": 1, "end_s": 2, "is_work": True, "source": "lap", "confidence": 1.0}
    row = session.interval_sets.create(
        title="2 x 1:00",
        signature="2x60",
        repetitions=2,
        total_duration_s=120,
        mean_duration_s=60,
        **figures,
    )
    session.intervals.create(interval_set=row, **span, **figures)
    session.relative_records.create(duration_s=7, window="8w", w_per_kg=9.0)


def ways(model: type[Model], passed: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """Walk forward from a model to the athlete, by every column that refers to something."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is Athlete:
            yield field.name
        elif target is not None and target not in (*passed, model):
            yield from (f"{field.name}__{way}" for way in ways(target, (*passed, model)))


def rows_of(model: type[Model], numbers: list[int]) -> QuerySet[Any]:
    found = model._base_manager.none()
    for way in ways(model):
        found |= model._base_manager.filter(**{f"{way}__in": numbers})
    return found.distinct()


def models_of_an_athlete() -> list[type[Model]]:
    return [model for model in apps.get_models() if model is not Athlete and any(ways(model))]


def test_the_export_holds_every_row_and_every_file_of_the_athlete_and_of_nobody_else(world):
    near = world.near
    numbers = [near.athlete.pk, near.second.pk]
    act = Act(world.people[who.STAFF], timezone.now())

    with export_athlete(near.athlete, act) as out:
        everything = unpacked(out.read())
        with zipfile.ZipFile(out) as archive:
            names = archive.namelist()
            held = {name: json.loads(archive.read(name)) for name in names if "json" in name}

    for model in models_of_an_athlete():
        here = set(rows_of(model, numbers).values_list("pk", flat=True))
        key = model._meta.pk.attname
        exported = {row[key] for row in held.get(f"{model._meta.label_lower}.json", ())}
        assert here, f"{model._meta.label}: give it a row in fill_the_rest"
        assert here - exported <= trail_of(act), model
    assert {row["id"] for row in held["analytics.athlete.json"]} == set(numbers)
    assert held["admin.logentry.json"][0]["object_repr"] == "Ada zqnear athlete"
    assert [name for name in names if name.startswith("recordings/")]
    assert [name for name in names if name.startswith("import-files/")]
    assert b"zqnear ride" in everything
    assert b"zqfar" not in everything


def trail_of(act: Act) -> set[int]:
    """The line that tells of the export itself is written after it."""
    told = AuditEntry.objects.filter(act="athlete.exported", at=act.at)
    return set(told.values_list("pk", flat=True))


def test_after_an_erasure_no_row_and_no_file_holds_anything_of_the_athlete(
    world, settings, django_capture_on_commit_callbacks
):
    near, numbers = world.near, [world.near.athlete.pk, world.near.second.pk]
    stored = files_in(settings.MEDIA_ROOT)
    foreign = [world.far.athlete.pk]
    untouched = {each: rows_of(each, foreign).count() for each in models_of_an_athlete()}
    client, page = Client(), reverse("admin:athlete-erase", args=[near.athlete.pk])
    client.force_login(world.people[who.STAFF])
    with django_capture_on_commit_callbacks(execute=True):
        send(client, page, {"name": str(near.athlete)})

    for model in models_of_an_athlete():
        assert not rows_of(model, numbers).exists(), model
        assert rows_of(model, foreign).count() == untouched[model], model
    certificate = AuditEntry.objects.get(act="athlete.erased")
    assert certificate.subject == f"athlete {near.athlete.pk}"
    assert certificate.detail["rows"]["analytics.athlete"] == 2
    assert not certificate.detail["rows"].keys() & {model._meta.label_lower for model in OUTLIVE}
    assert naming("zqnear athlete") == naming("zqnear second") == naming("zqnear ride") == []
    assert naming(WEIGHED) == []
    left = files_in(settings.MEDIA_ROOT)
    assert left < stored
    assert all(name.startswith(f"{world.far.athlete.pk}/") for name in left), left


def naming(words: str) -> list[str]:
    """Name the tables, of all that there are, of which any row holds the words."""
    return [
        model._meta.label
        for model in apps.get_models()
        if words in repr(list(model._base_manager.values()))
    ]


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_athlete_of_the_source_is_not_brought_back_by_its_link(world):
    act = Act(world.people[who.STAFF], timezone.now())

    erase_athlete(world.near.athlete, act)

    link = SourceLink.objects.get(kind="athlete")
    assert link.was_removed_here
    assert link.wrote == {}
