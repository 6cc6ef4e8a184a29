import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from summaries.models import CoachVoice, Summary, VoiceRule
from summaries.reviewing import approve, edit
from summaries.tasks import learn_voice_task, write_summary_task
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

ADDRESS = "/texts/voice/"
MANNER = {
    "tone": "terse",
    "units": "imperial",
    "language": "en",
    "fewest_sentences": 1,
    "most_words": 90,
}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coach(team):
    return make_coach(team)


@pytest.fixture
def signed_in(client, coach):
    client.force_login(coach)
    return client


def written(team, day=0):
    session = make_session(
        athlete=make_athlete(team=team),
        power_w=[220.0] * 1500,
        started_at=STARTED_AT.replace(day=STARTED_AT.day + day),
    )
    summary = Summary.objects.get(session=session)
    write_summary_task(summary_id=summary.pk)
    return Summary.objects.select_related("session__athlete").get(pk=summary.pk)


def test_a_coachs_voice_holds_for_the_next_text(signed_in, team):
    signed_in.post(ADDRESS, {**MANNER, "most_sentences": 2})

    summary = written(team)

    assert (summary.voice, summary.units) == ("terse", "imperial")
    assert " mi" in summary.text
    assert " km" not in summary.text


def test_the_most_below_the_fewest_is_told_beside_the_field(signed_in):
    page = signed_in.post(ADDRESS, {**MANNER, "fewest_sentences": 3, "most_sentences": 2})

    assert "must not be fewer" in page.content.decode()
    assert not CoachVoice.objects.exists()


def test_what_a_coach_always_takes_out_is_proposed_accepted_and_obeyed(signed_in, coach, team):
    for day in range(3):
        summary = written(team, day)
        act = Act(coach, timezone.now())
        approve(edit(summary, summary.text.replace("earlier", "before"), act), act)
    learn_voice_task(coach_id=coach.pk)
    rule = VoiceRule.objects.get(coach=coach, kind="never says", what="earlier")

    signed_in.post(reverse("summaries:voice-rule", args=[rule.pk, "accept"]))
    signed_in.post(ADDRESS, {**MANNER, "tone": "plain", "most_sentences": 6})

    assert "Rules that hold" in signed_in.get(ADDRESS).content.decode()
    assert "earlier" not in written(team, 4).text


def test_anothers_rule_is_not_there(signed_in):
    rule = VoiceRule.objects.create(
        coach=make_coach(), kind="never says", what="x", times=3, of=3, proposed_at=timezone.now()
    )

    address = reverse("summaries:voice-rule", args=[rule.pk, "accept"])
    assert signed_in.post(address).status_code == 404
