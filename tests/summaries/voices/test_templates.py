import pytest

from summaries.draft import SlottedSentence, render
from summaries.facts import FactKind, gather_facts
from summaries.voices import VOICES
from summaries.voices.moments import Moment
from summaries.voices.templates import fill
from tests.summaries.make_briefs import make_brief

FACTS = gather_facts(make_brief())


def printed(template, *abouts):
    sentence = fill(template, FACTS, abouts)
    return None if sentence is None else render((sentence,), FACTS)


def test_slots_become_ids_and_ids_are_listed_once():
    timer = FACTS.find(FactKind.TIMER).id

    assert fill("It took {timer}, yes {timer}.", FACTS) == SlottedSentence(
        f"It took {{{timer}}}, yes {{{timer}}}.", (timer,)
    )


def test_template_that_lacks_a_fact_is_no_sentence():
    assert printed("It started at a form of {form}.") is None


def test_bracket_is_left_out_where_its_fact_is_missing():
    assert (
        printed("It took {timer}[ and {distance}][ at {form}].") == "It took 1:32:10 and 46.2 km."
    )


def test_letters_choose_between_two_things():
    template = "Peaks of {a.peak_power} and {b.peak_power}."

    assert printed(template, "peak 1200 s", "peak 3600 s") == "Peaks of 276 W and 240 W."
    assert printed(template, "peak 300 s") is None


def test_facts_of_the_session_stand_beside_those_of_a_set():
    assert printed("{set_title} in {timer}.", "set 1") == "5 x 5:00 in 1:32:10."


@pytest.mark.parametrize(
    ("slot", "is_told"), (("{set_fade-}", True), ("{set_fade+}", False), ("{set_fade=}", False))
)
def test_direction_is_part_of_a_slot(slot, is_told):
    assert (printed(f"It went {slot}.", "set 1") is not None) is is_told


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_every_voice_has_words_for_every_moment(voice):
    assert set(VOICES[voice]) == set(Moment)
