from datetime import UTC, datetime

import pytest

from analytics.audit import Act, record_act
from analytics.models import AuditEntry
from analytics.models.audit import AuditIsAppendOnly
from tests.make import make_athlete, make_coach, make_staff

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)


def accept_peak(**more) -> AuditEntry:
    act = Act(make_coach(), AT, "192.0.2.7")
    return record_act(act, "peak.accepted", subject="peak 12", **more)


def test_an_act_is_kept_with_who_when_and_from_where():
    athlete = make_athlete()
    entry = accept_peak(athlete=athlete, detail={"power_w": 402})

    kept = AuditEntry.objects.about(athlete).get()
    assert kept == entry
    assert (kept.at, kept.address, kept.detail) == (AT, "192.0.2.7", {"power_w": 402})
    assert str(kept) == f"peak.accepted of peak 12 by {entry.actor}"


def test_the_product_itself_can_act():
    assert record_act(Act(None, AT), "sync.run", subject="source").actor_name == "the product"


def test_nobody_changes_or_removes_an_entry():
    entry = accept_peak()
    entry.act = "peak.rejected"

    with pytest.raises(AuditIsAppendOnly):
        entry.save()
    with pytest.raises(AuditIsAppendOnly):
        entry.delete()
    with pytest.raises(AuditIsAppendOnly):
        AuditEntry.objects.update(act="peak.rejected")
    with pytest.raises(AuditIsAppendOnly):
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().act == "peak.accepted"


def test_an_entry_outlives_the_account_that_acted():
    entry = accept_peak()
    name = entry.actor.username
    entry.actor.delete()

    kept = AuditEntry.objects.get()
    assert (kept.actor, kept.actor_name) == (None, name)


def test_only_staff_read_the_trail():
    accept_peak()

    assert AuditEntry.objects.visible_to(make_staff()).count() == 1
    assert AuditEntry.objects.visible_to(make_coach()).count() == 0
