from dataclasses import replace

import pytest

from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import SlottedSentence
from summaries.facts import Claim, FactKind, SessionFacts, gather_facts
from tests.summaries.make_briefs import make_brief
from tests.summaries.named_again import AGAIN, PLANNED
from tests.summaries.named_briefs import named_briefs

ONE = LengthBounds(fewest_sentences=1)


def facts_with(**changes):
    return gather_facts(make_brief(earlier=replace(AGAIN, **changes)))


def texts_of(facts):
    return {fact.kind: fact.text for fact in facts.facts if fact.about == "same structure"}


def test_a_session_is_counted_and_held_against_the_last_of_its_structure():
    assert texts_of(facts_with()) == {
        FactKind.SAME_NUMBER: "4th 5 x 5:00 of 2026",
        FactKind.SAME_DAY: "21 April 2026",
        FactKind.SAME_POWER_CHANGE: "6 W",
        FactKind.SAME_HEART_RATE_CHANGE: "2 bpm",
    }


@pytest.mark.parametrize(
    ("change_w", "text", "claim"),
    (
        (6.2, "6 W", Claim.UP),
        (-6.2, "6 W", Claim.DOWN),
        (0.4, "the same power", Claim.STEADY),
        (-0.4, "the same power", Claim.STEADY),
    ),
)
def test_a_change_says_its_way_and_what_would_print_as_nothing_held(change_w, text, claim):
    fact = facts_with(power_change_w=change_w).find(FactKind.SAME_POWER_CHANGE, "same structure")

    assert (fact.text, fact.supports) == (text, (Claim.EARLIER, claim))


def test_what_either_session_does_not_know_is_not_compared():
    facts = facts_with(heart_rate_change_bpm=None)

    assert FactKind.SAME_HEART_RATE_CHANGE not in texts_of(facts)


def test_proof_is_the_efforts_of_today_and_the_row_of_then():
    fact = facts_with().find(FactKind.SAME_POWER_CHANGE, "same structure")

    assert len(fact.spans) == 5
    assert fact.rows == ("session 9",)


@pytest.mark.parametrize(
    ("text", "is_true"),
    (
        ("That is {w} more than last time.", True),
        ("That is {w} up on the previous session.", True),
        ("That is {w} less than last time.", False),
        ("Power fell {w} against the time before.", False),
        ("The {mean} was more than last time.", False),
        ("The {mean} was held as planned.", False),
    ),
)
def test_words_of_another_time_need_a_fact_of_it_and_its_direction(text, is_true):
    facts = facts_with()
    ids = {
        "{w}": facts.find(FactKind.SAME_POWER_CHANGE, "same structure").id,
        "{mean}": facts.find(FactKind.MEAN_POWER).id,
    }
    used = [word for word in ids if word in text]
    for word in used:
        text = text.replace(word, f"{{{ids[word]}}}")

    verdict = check_draft((SlottedSentence(text, tuple(ids[w] for w in used)),), facts, ONE)

    assert isinstance(verdict, CheckedText) is is_true


def test_a_set_says_that_it_was_planned_only_where_every_effort_was():
    planned = gather_facts(make_brief(intervals=PLANNED))
    half = gather_facts(make_brief(intervals=[*PLANNED[:3], *make_brief().intervals[3:]]))

    assert planned.find(FactKind.SET_PLAN, "set 1").text == "the steps of the workout"
    assert half.find(FactKind.SET_PLAN, "set 1") is None


@pytest.mark.parametrize("name", named_briefs())
def test_every_fact_has_seconds_or_rows_behind_it(name):
    for brief in named_briefs()[name]:
        for fact in gather_facts(brief).facts:
            assert fact.spans or fact.rows, fact


def test_facts_stored_before_rows_were_kept_still_read():
    facts = facts_with()

    stored = facts.to_json().replace(',"rows":["session 9"]', "")

    assert SessionFacts.from_json(stored).find(FactKind.SAME_DAY, "same structure").rows == ()
