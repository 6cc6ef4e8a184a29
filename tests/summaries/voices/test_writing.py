from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from analytics.engine.records import Record
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Stimulus, Window
from summaries.checking import CheckedText, check_draft
from summaries.draft import render
from summaries.facts import gather_facts
from summaries.manner import Manner
from summaries.voices import VOICES, write_offline
from tests.summaries.make_briefs import CLEAN, STARTED_AT, make_brief, make_totals
from tests.summaries.random_briefs import random_briefs

NO_SENSORS = make_totals(
    mean_power_w=None,
    max_power_w=None,
    weighted_power_w=None,
    work_kj=None,
    variability=None,
    intensity_factor=None,
    training_load=None,
    power_zone_s=None,
    mean_heart_rate_bpm=None,
    max_heart_rate_bpm=None,
)


def text_of(voice="plain", **changes):
    facts = gather_facts(make_brief(**changes))
    return render(write_offline(facts, voice), facts)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(brief=random_briefs())
def test_every_text_of_any_session_passes_the_check_in_every_voice(brief):
    facts = gather_facts(brief)

    for voice in VOICES:
        verdict = check_draft(write_offline(facts, voice), facts)
        assert isinstance(verdict, CheckedText), (voice, verdict.reasons)


def test_equal_facts_give_equal_words():
    facts = gather_facts(make_brief())

    assert write_offline(facts) == write_offline(gather_facts(make_brief()))


def test_wording_varies_between_sessions():
    days = [date(2026, 5, day) for day in range(1, 29)]
    looks = {
        text_of(local_date=day, records=()).split(". ")[-1].replace("5.0 %", "") for day in days
    }

    assert len(looks) > 1


@pytest.mark.parametrize("voice", VOICES)
def test_a_text_that_would_be_too_long_loses_its_last_sentences(voice):
    facts = gather_facts(make_brief(quality=replace(CLEAN, missing_s=900, paused_s=4000)))
    whole = write_offline(facts, voice)

    cut = write_offline(facts, voice, Manner(most_words=50))

    assert 1 <= len(cut) < len(whole)
    assert len(render(cut, facts).split()) <= 50
    assert cut == whole[: len(cut)]


def test_unknown_voice_names_the_known():
    with pytest.raises(ValueError, match="plain, warm, terse"):
        write_offline(gather_facts(make_brief()), "shouting")


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_set_record_and_fade_are_all_told(voice):
    text = text_of(voice, title="VO2 5x5", records=[Record(300, 0, Window.ONE_YEAR, 318.0, 311.0)])

    for told in ("Anna", "“VO2 5x5”", "5 x 5:00", "316 W", "318 W", "the past year", "5.0 %"):
        assert told in text


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_ride_without_sensors_says_so_and_invents_nothing(voice):
    text = text_of(
        voice, totals=NO_SENSORS, sets=(), peaks=(), stimulus=Stimulus.RECOVERY, title="Commute"
    )

    assert "no power" in text
    assert "no heart rate" in text
    assert " W " not in text
    assert "bpm" not in text


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_first_ride_ever_says_baseline_and_no_record(voice):
    baselines = [
        Record(300, 0, Window.ALL_TIME, 318.0, None),
        Record(1200, 0, Window.ALL_TIME, 276.0, None),
    ]

    text = text_of(voice, records=baselines).lower()

    assert "baselines" in text
    assert "276 w" in text
    assert "record" not in text


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_quarantined_peak_is_a_candidate_and_never_a_record(voice):
    candidate = Record(5, 0, Window.ALL_TIME, 1480.0, 1010.0)

    text = text_of(voice, records=(), candidates=[candidate]).lower()

    assert "1,480 w" in text
    assert "candidate" in text
    assert "record" not in text


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_ride_of_seconds_still_gets_three_sentences(voice):
    totals = SessionTotals(STARTED_AT, elapsed_s=40, timer_s=40, moving_s=0)
    facts = gather_facts(
        make_brief(athlete_name="", stimulus=None, totals=totals, sets=(), intervals=(), peaks=())
    )

    assert len(write_offline(facts, voice)) == 3


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_dropouts_are_told(voice):
    assert "5:12" in text_of(voice, quality=replace(CLEAN, missing_s=312))


def test_nothing_compared_means_nothing_said_of_records():
    assert "beat" not in text_of(records=None)
