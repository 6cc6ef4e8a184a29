from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from analytics.audit import Act
from summaries.batching import (
    Scope,
    Terms,
    cancel_batch,
    estimate,
    sessions_for,
    start_batch,
    texts_by_provider,
)
from summaries.models import ProviderStanding, Summary, TeamTexts, TextBatch, VendorCall
from summaries.models.vendor import LATE_BY, MINUTE
from summaries.prices import read_prices
from summaries.tasks.batches import write_next, write_until_done
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def told(team, count):
    """Sessions of one team whose first texts have been written."""
    athlete = make_athlete(team=team)
    sessions = [
        make_session(
            athlete=athlete, power_w=[200.0] * 600, started_at=STARTED_AT + timedelta(days=day)
        )
        for day in range(count)
    ]
    Summary.objects.filter(session__in=sessions).update(
        state=Summary.State.READY, text="A ride.", open_session=None
    )
    return sessions


def started(team, *, provider="offline", pace=TextBatch.Pace.NOW):
    sessions = sessions_for(None, scope=Scope.ALL, team=team)
    act = Act(make_coach(*filter(None, [team])), timezone.now())
    return start_batch(sessions, act, title="All", wanted=provider, pace=pace, team=team)


def test_a_batch_writes_a_new_version_of_each_and_is_done(team):
    told(team, 3)
    batch = started(team)

    list(write_until_done(batch))

    batch.refresh_from_db()
    assert (batch.state, batch.total) == (TextBatch.State.DONE, 3)
    versions = Summary.objects.filter(batch=batch).values_list("version", "state")
    assert list(versions) == [(2, Summary.State.READY)] * 3


def test_no_session_gets_a_second_open_version(team):
    told(team, 2)

    assert (started(team).total, started(team).total) == (2, 0)


def test_a_paused_batch_writes_nothing_until_it_goes_on(team):
    told(team, 2)
    batch = started(team)
    batch.pause()

    assert write_next(batch) is None
    assert batch.counts() == {"waiting": 2}

    assert batch.resume(now=timezone.now())
    list(write_until_done(batch))
    assert batch.counts() == {"ready": 2}


def test_a_cancelled_batch_keeps_what_is_written_and_drops_the_rest(team):
    told(team, 3)
    batch = started(team)
    write_next(batch)

    assert cancel_batch(batch, Act(make_coach(team), timezone.now()))

    assert batch.counts() == {"ready": 1}
    assert write_next(batch) is None
    assert started(team).total == 3


def test_the_sweep_of_single_texts_leaves_a_batch_alone(team):
    told(team, 1)
    batch = started(team)
    late = timezone.now() + timedelta(hours=1)

    assert not Summary.objects.left_over(now=late).exists()
    assert list(TextBatch.objects.silent(now=late)) == [batch]


def test_scopes_choose_what_they_say(team):
    stale, approved, plain, missing = told(team, 4)
    Summary.objects.filter(session=stale).update(state=Summary.State.STALE)
    Summary.objects.filter(session=approved).update(
        state=Summary.State.APPROVED, approved_at=timezone.now()
    )
    Summary.objects.filter(session=missing).delete()

    def chosen(scope, **more):
        return set(sessions_for(make_coach(team), scope=scope, **more))

    assert chosen(Scope.STALE) == {stale}
    assert chosen(Scope.MISSING) == {missing}
    assert chosen(Scope.UNAPPROVED) == {stale, plain, missing}
    assert chosen(Scope.ALL, since=plain.local_date) == {plain, missing}
    assert chosen(Scope.ALL, chosen=[plain.pk]) == {plain}
    assert set(sessions_for(make_coach(make_team()), scope=Scope.ALL)) == set()


def test_an_estimate_reckons_price_and_time():
    found = estimated({"anthropic": 100})

    assert (found.texts, found.minutes) == (100, 2.0)
    assert found.usd == pytest.approx(100 * USUAL_USD)


def estimated(texts, *, price_share=1.0):
    return estimate(
        texts,
        terms={provider: Terms(MODELS[provider], 50.0, price_share) for provider in texts},
        prices=read_prices(["claude-x=2/10"]),
    )


MODELS = {"anthropic": "claude-x", "bedrock": "unheard-of", "offline": "offline"}
USUAL_USD = (4500 * 2 + 400 * 10) / 1e6


def test_a_vendors_batch_is_estimated_at_half():
    assert estimated({"anthropic": 100}, price_share=0.5).usd == pytest.approx(50 * USUAL_USD)


def test_what_several_write_is_added_up_and_an_unknown_price_is_no_zero():
    mixed = estimated({"offline": 5, "anthropic": 10})
    unknown = estimated({"bedrock": 1, "anthropic": 10})

    assert [share.provider for share in mixed.shares] == ["anthropic", "offline"]
    assert mixed.usd == pytest.approx(10 * USUAL_USD)
    assert unknown.usd is None


def test_a_batch_is_shared_out_as_each_team_has_chosen(team):
    other = make_team()
    TeamTexts.objects.create(team=other, provider="bedrock")
    told(team, 2)
    told(other, 1)
    sessions = sessions_for(None, scope=Scope.ALL)

    assert texts_by_provider(sessions, wanted="", default="offline") == {
        "offline": 2,
        "bedrock": 1,
    }
    assert texts_by_provider(sessions, wanted="anthropic", default="offline") == {"anthropic": 3}


def test_what_was_spent_is_unknown_where_a_price_is(team):
    told(team, 1)
    batch = started(team)
    assert batch.spent_usd() == 0.0
    VendorCall.objects.create(
        provider="bedrock",
        model="unheard-of",
        summary=batch.summaries.get(),
        at=timezone.now(),
        tokens_in=1,
        tokens_out=1,
    )

    assert batch.spent_usd() is None


def test_a_cancelled_batchs_abandoned_text_is_swept_up(team):
    told(team, 1)
    batch = started(team)
    long_ago = timezone.now() - timedelta(days=1)
    Summary.objects.claim(batch.summaries.get().pk, now=long_ago)
    cancel_batch(batch, Act(make_coach(team), timezone.now()))

    assert list(Summary.objects.left_over(now=timezone.now())) == list(batch.summaries.all())


def test_turns_are_apart_and_who_may_wait_goes_first():
    standings = ProviderStanding.objects
    now = timezone.now()

    def turn(*, may_wait, at=now):
        return standings.take_turn("scripted", per_minute=60.0, may_wait=may_wait, now=at)

    assert turn(may_wait=False) == now
    assert turn(may_wait=False) is None
    apart = (MINUTE + LATE_BY) / 60
    assert turn(may_wait=True) == now + apart
    assert turn(may_wait=False, at=now + 1.5 * apart) is None
    assert turn(may_wait=False, at=now + 2 * apart) is not None


@pytest.mark.parametrize(
    ("late_by_s", "pauses", "least"),
    ((0.0, 0.0, 239), (0.15, 0.0, 239), (0.15, 0.05, 60), (0.5, 0.0, 60)),
)
def test_no_minute_holds_more_turns_than_are_set_and_late_workers_reach_them(
    late_by_s, pauses, least
):
    draw = Random(1)  # noqa: S311 - to be repeated, not secret
    at = first = timezone.now()
    turns = []
    while at < first + timedelta(minutes=2):
        if draw.random() < pauses:
            at += timedelta(seconds=3)  # nobody asks for a while
        turn = ProviderStanding.objects.take_turn(
            "scripted", per_minute=240.0, may_wait=False, now=at
        )
        turns += [turn] if turn else []
        free_at = ProviderStanding.objects.get().next_free_at
        at = max(at, free_at) + timedelta(seconds=draw.uniform(0, late_by_s))

    in_each_minute = [sum(turn <= each < turn + MINUTE for each in turns) for turn in turns]
    assert max(in_each_minute) <= 240
    assert max(in_each_minute) >= least


def test_a_vendor_that_asks_to_slow_down_holds_off_every_worker():
    now = timezone.now()
    ProviderStanding.objects.of("scripted", now=now)

    ProviderStanding.objects.hold_off("scripted", until=now + timedelta(seconds=30))

    turn = ProviderStanding.objects.take_turn(
        "scripted", per_minute=60.0, may_wait=False, now=now + timedelta(seconds=29)
    )
    assert turn is None


def test_a_batch_waits_for_its_turn_and_says_how_long(team, settings):
    told(team, 2)
    settings.PROVIDER_RATES = {"offline": 30.0}
    batch = started(team)

    assert write_next(batch) == 0.0
    assert write_next(batch) == pytest.approx(2.0, abs=0.5)
    assert batch.counts() == {"ready": 1, "waiting": 1}
