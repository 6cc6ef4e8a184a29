import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry
from summaries.models import Summary
from summaries.reading import read_summary
from summaries.reviewing import EditRefused, approve, edit
from summaries.tasks import write_summary_task
from tests.make import make_coach, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def summary():
    session = make_session(power_w=[220.0] * 1500, title="Hard Tuesday")
    summary = Summary.objects.get(session=session)
    write_summary_task(summary_id=summary.pk)
    return Summary.objects.select_related("session__athlete__team").get(pk=summary.pk)


@pytest.fixture
def act(summary):
    return Act(make_coach(summary.session.athlete.team), timezone.now())


def test_an_approved_text_says_who_and_when_and_that_nothing_was_changed(summary, act):
    assert approve(summary, act)

    summary.refresh_from_db()
    assert (summary.state, summary.approved_by) == (Summary.State.APPROVED, act.actor)
    assert summary.edit_distance == 0.0
    assert AuditEntry.objects.filter(act="summary.approved", actor=act.actor).count() == 1


def test_a_text_is_approved_once(summary, act):
    assert approve(summary, act)
    summary.refresh_from_db()

    assert not approve(summary, act)


def test_an_edit_is_the_next_version_and_keeps_the_draft(summary, act):
    edited = edit(summary, f"{summary.text} Well done.", act)

    assert (edited.version, edited.based_on, edited.edited_by) == (2, summary, act.actor)
    assert edited.text.endswith("Well done.")
    summary.refresh_from_db()
    assert not summary.text.endswith("Well done.")
    assert approve(edited, act)
    edited.refresh_from_db()
    assert edited.edit_distance == pytest.approx(2 / len(edited.text.split()))


def test_numbers_of_the_ride_stay_linked_and_others_are_not_proven(summary, act):
    edited = edit(summary, "You held 220 W for 25:00, and 999 W felt far away.", act)

    parts = read_summary(edited)
    assert "".join(part.text for part in parts) == edited.text
    assert [part.text for part in parts if part.is_unproven] == ["999"]
    assert "25:00" in [part.text for part in parts if part.definition]


def test_of_two_edits_of_one_version_the_second_is_refused_and_told(summary, act):
    edit(summary, "The first.", act)

    with pytest.raises(EditRefused, match="newer version"):
        edit(summary, "The second.", act)

    assert Summary.objects.filter(session=summary.session).count() == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    (("  ", "empty"), ("x" * 5000, "at most 4000"), ("{f1} is mine", "Braces")),
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(summary, act, text, reason):
    with pytest.raises(EditRefused, match=reason):
        edit(summary, text, act)
