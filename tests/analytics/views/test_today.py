import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, CoachPreferences
from tests.make import make_athlete, make_coach, make_team

pytestmark = pytest.mark.django_db


TODAY = "/"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coach(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    return coach


def make_item(athlete, kind=AgendaKind.FORM, *, subject: str = "a") -> AgendaItem:
    return raise_item(
        athlete,
        kind=kind,
        subject=subject,
        evidence=f"Evidence {subject} of {athlete}",
        address=athlete.get_absolute_url(),
        now=timezone.now(),
    )


def act_on(client, item, what: str):
    return client.post(reverse(f"analytics:agenda-{what}", args=[item.pk]), follow=True)


def test_a_coach_sees_own_athletes_decisions_only(client, coach, team):
    own = make_item(make_athlete(team=team))
    foreign = make_item(make_athlete(), subject="canary")

    page = client.get(TODAY)

    assert own.evidence in page.text
    assert "canary" not in page.text
    for what in ("dismiss", "done", "undo"):
        assert act_on(client, foreign, what).status_code == 404


def test_a_dismissal_is_told_counted_and_undone_with_one_click(client, coach, team):
    item = make_item(make_athlete(team=team))
    make_item(item.athlete, subject="b")

    page = act_on(client, item, "dismiss")

    assert page.context["view"].just_handled == item
    assert [shown.first.subject for shown in page.context["view"].fitting] == ["b"]
    (counted,) = [row for row in page.context["view"].counts if row.kind == AgendaKind.FORM]
    assert (counted.arisen, counted.dismissed, counted.dismissed_percent) == (2, 1, 50)

    page = act_on(client, item, "undo")

    assert page.context["view"].open_count == 2
    assert page.context["view"].handled == []


def test_what_is_done_leaves_the_list_without_counting_as_dismissed(client, coach, team):
    item = make_item(make_athlete(team=team))

    page = act_on(client, item, "done")

    assert page.context["view"].open_count == 0
    assert sum(row.dismissed for row in page.context["view"].counts) == 0


def test_what_does_not_fit_into_the_minutes_comes_later(client, coach, team):
    CoachPreferences.objects.create(user=coach, minutes_a_day=6)
    for subject in "abc":
        make_item(make_athlete(team=team), subject=subject)

    view = client.get(TODAY).context["view"]

    assert [matter.first.subject for matter in view.fitting] == ["a", "b"]
    assert [matter.first.subject for matter in view.later] == ["c"]
    assert view.minutes == 6


def test_the_list_is_cut_by_decisions_even_where_several_stand_together(client, coach, team):
    CoachPreferences.objects.create(user=coach, minutes_a_day=6)
    athlete = make_athlete(team=team)
    for subject in "abc":
        make_item(athlete, subject=subject)

    page = client.get(TODAY)

    view = page.context["view"]
    assert (view.fitting_count, view.later_count, view.open_count) == (2, 1, 3)
    assert [(m.first.subject, len(m.others)) for m in view.fitting] == [("a", 1)]
    assert f"1 more like it of {athlete}, 6 min in all" in page.text


def test_an_empty_list_says_where_to_go_on(client, coach):
    page = client.get(TODAY).text

    assert "Nothing waits for a decision" in page
    assert reverse("analytics:roster") in page


def test_evidence_from_outside_is_escaped(client, coach, team):
    make_item(make_athlete(team=team), subject="<script>alert(1)</script>")

    assert "<script>alert" not in client.get(TODAY).text


def test_query_counts_do_not_grow_with_rows(client, coach, team, django_assert_num_queries):
    make_item(make_athlete(team=team), subject="1")
    with django_assert_num_queries(5):
        client.get(TODAY)
    for subject in "23":
        make_item(make_athlete(team=team), subject=subject)
    with django_assert_num_queries(5):
        client.get(TODAY)


def test_a_visit_that_names_nonsense_as_handled_is_an_ordinary_one(client, coach):
    page = client.get(TODAY, {"handled": "many"})

    assert page.status_code == 200
    assert page.context["view"].just_handled is None
