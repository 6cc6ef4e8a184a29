from datetime import UTC, datetime, timedelta

import pytest

from analytics.agenda import dismiss_item, finish_item, raise_item, reopen_item, settle_item
from analytics.audit import Act
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, AuditEntry
from tests.make import make_athlete, make_coach

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def athlete():
    return make_athlete()


def raise_form(athlete, *, evidence: str = "Form is -31.", now: datetime = NOW) -> AgendaItem:
    return raise_item(
        athlete,
        kind=AgendaKind.FORM,
        subject="2026-05-04",
        evidence=evidence,
        address=athlete.get_absolute_url(),
        now=now,
    )


def settle_form(athlete, *, now: datetime = NOW) -> bool:
    return settle_item(athlete, kind=AgendaKind.FORM, subject="2026-05-04", now=now)


def test_raised_again_it_is_the_same_item_with_the_new_evidence(athlete):
    first = raise_form(athlete)
    again = raise_form(athlete, evidence="Form is -35.", now=LATER)

    assert again.pk == first.pk
    stored = AgendaItem.objects.get()
    assert (stored.evidence, stored.arose_at) == ("Form is -35.", NOW)


def test_what_settled_itself_is_open_again_when_it_comes_back(athlete):
    raise_form(athlete)

    assert settle_form(athlete)
    assert not AgendaItem.objects.still_open().exists()
    assert not settle_form(athlete)

    raise_form(athlete, now=LATER)

    assert AgendaItem.objects.still_open().get().arose_at == LATER


@pytest.mark.parametrize("handle", (dismiss_item, finish_item))
def test_what_a_person_took_off_stays_off_until_undone(athlete, handle):
    act = Act(make_coach(athlete.team), NOW)
    handle(raise_form(athlete), act)

    raise_form(athlete, evidence="Form is -40.", now=LATER)

    assert not AgendaItem.objects.still_open().exists()

    reopen_item(AgendaItem.objects.get(), act)

    assert AgendaItem.objects.still_open().get().evidence == "Form is -40."
    assert AuditEntry.objects.filter(athlete=athlete, actor=act.actor).count() == 2


def test_text_that_is_too_long_is_cut_and_still_the_same_subject(athlete):
    for _ in range(2):
        raise_item(
            athlete,
            kind=AgendaKind.FAILED_IMPORT,
            subject="x" * 400,
            evidence="y" * 400,
            address="/",
            now=NOW,
        )

    assert AgendaItem.objects.count() == 1
    assert settle_item(athlete, kind=AgendaKind.FAILED_IMPORT, subject="x" * 400, now=LATER)


def test_the_list_is_ordered_by_kind_and_then_by_what_waits_longest(athlete):
    kinds = (
        (AgendaKind.STALE_FIGURES, NOW),
        (AgendaKind.NEW_RECORD, LATER),
        (AgendaKind.NEW_RECORD, NOW),
        (AgendaKind.QUARANTINED_PEAK, LATER),
    )
    for number, (kind, now) in enumerate(kinds):
        raise_item(athlete, kind=kind, subject=str(number), evidence="e", address="/", now=now)

    assert [item.subject for item in AgendaItem.objects.ranked()] == ["3", "2", "1", "0"]
