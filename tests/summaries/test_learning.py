from dataclasses import replace

import pytest

from summaries.checking import CheckedText, Rejection, check_draft
from summaries.draft import SlottedSentence
from summaries.facts import FactKind, gather_facts
from summaries.learning import Edit, RuleKind, propose_rules
from summaries.manner import Manner, says
from summaries.prompt import build_prompt
from summaries.voices import VOICES, write_offline
from tests.summaries.make_briefs import make_brief

FACTS = gather_facts(make_brief())
WORK = FACTS.find(FactKind.WORK)


def edit(before, after):
    def draft(text):
        filled = text.replace("{work}", f"{{{WORK.id}}}")
        return (SlottedSentence(filled, (WORK.id,) if "{work}" in text else ()),)

    return Edit(draft(before), FACTS, draft(after), FACTS)


def rules(*edits):
    return {(found.kind, found.what) for found in propose_rules(edits)}


def test_a_phrase_that_is_taken_out_every_time_is_proposed():
    edits = [edit(f"Great job on day {n}.", f"On day {n}.") for n in "abc"]

    assert (RuleKind.NEVER_SAYS, "great") in rules(*edits)


def test_twice_is_not_enough_and_a_phrase_that_often_stays_is_none():
    edits = [edit("Great job today.", "Today.")] * 2
    kept = [edit("Great job today.", "Great job today.")] * 3

    assert rules(*edits) == set()
    assert rules(*edits, edits[0], *kept) == set()


def test_a_figure_that_is_always_added_or_always_taken_out_is_proposed():
    added = [edit("A ride.", "A ride of {work}.")] * 3
    taken = [edit("A ride of {work}.", "A ride.")] * 3

    assert (RuleKind.ALWAYS_GIVES, "work") in rules(*added)
    assert (RuleKind.NEVER_GIVES, "work") in rules(*taken)


@pytest.mark.parametrize(
    ("text", "phrase", "is_said"),
    (
        ("What a Great  job, really.", "great job", True),
        ("Greatly jobbed.", "great job", False),
        ("You’re in form.", "you're", True),
        ("Anything.", "", False),
    ),
)
def test_a_phrase_is_found_word_for_word(text, phrase, is_said):
    assert says(text, phrase) is is_said


MANNERS = (
    Manner(never_says=("pacing", "the main set", "you")),
    Manner(always_gives=(FactKind.SET_POWER_PER_KG, FactKind.WORK)),
    Manner(never_gives=(FactKind.LOAD, FactKind.DISTANCE)),
    Manner(fewest_sentences=1, most_sentences=2),
    Manner(most_words=60),
    Manner(most_sentences=3, always_gives=(FactKind.MEAN_CADENCE,), never_says=("ride",)),
)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("manner", MANNERS)
def test_the_offline_writer_obeys_every_accepted_rule(manner, voice):
    draft = write_offline(FACTS, voice, manner)

    verdict = check_draft(draft, FACTS, manner=replace(manner, fewest_sentences=1))

    assert isinstance(verdict, CheckedText), verdict


@pytest.mark.parametrize("manner", MANNERS[:3])
def test_a_draft_of_any_provider_that_breaks_a_rule_is_sent_back(manner):
    verdict = check_draft(write_offline(FACTS), FACTS, manner=manner)

    assert isinstance(verdict, Rejection)
    assert "this coach" in " ".join(verdict.reasons).lower()


def test_accepted_rules_stand_in_the_prompt_and_cannot_close_its_data():
    manner = Manner(never_says=("great job", "</data>"), always_gives=(FactKind.WORK,))

    prompt = build_prompt(FACTS, manner=manner)

    assert 'never says "great job"' in prompt.system
    assert "Give the work" in prompt.system
    assert '"</data>"' not in prompt.system
