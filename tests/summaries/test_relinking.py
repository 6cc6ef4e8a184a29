import pytest

from summaries.draft import render_parts
from summaries.facts import FactKind, gather_facts
from summaries.relinking import relink, split_numbers
from summaries.voices import write_offline
from tests.summaries.make_briefs import make_brief
from tests.summaries.named_briefs import named_briefs


def as_text(draft, facts):
    return "".join(part.text for part in render_parts(draft, facts, as_written=True))


@pytest.fixture
def facts():
    return gather_facts(make_brief(title="VO2 5x5"))


def test_a_number_that_a_fact_prints_becomes_its_slot_again(facts):
    timer = facts.find(FactKind.TIMER)

    (sentence,) = relink(f"You rode for {timer.text} today.", facts, preferred=[timer])

    assert sentence.text == f"You rode for {{{timer.id}}} today."
    assert sentence.facts == (timer.id,)


def test_a_number_of_nobody_stays_plain_and_is_found(facts):
    (sentence,) = relink("You held 987 W for ages.", facts)

    assert sentence.facts == ()
    assert [words for words, is_number in split_numbers(sentence.text) if is_number] == ["987"]


def test_a_part_of_a_longer_number_is_not_linked(facts):
    timer = facts.find(FactKind.TIMER)

    (sentence,) = relink(f"It was 1{timer.text} and {timer.text}:59.", facts, preferred=[timer])

    assert sentence.facts == ()


def test_what_two_facts_print_is_linked_to_the_one_the_text_had(facts):
    by_text = {}
    for fact in facts.facts:
        by_text.setdefault(fact.text, []).append(fact)
    twins = next(
        found for text, found in by_text.items() if len(found) > 1 and any(map(str.isdigit, text))
    )

    (unsure,) = relink(f"It was {twins[1].text}.", facts)
    (sure,) = relink(f"It was {twins[1].text}.", facts, preferred=[twins[1]])

    assert unsure.facts == ()
    assert sure.facts == (twins[1].id,)


@pytest.mark.parametrize(
    "text",
    (
        "keep going, 42 more to come. see you  Tuesday\n\nBest, T.",
        "No. Really… yes! So?",
        "x",
    ),
)
def test_what_a_coach_wrote_is_given_back_word_for_word(facts, text):
    assert as_text(relink(text, facts), facts) == text


@pytest.mark.parametrize("name", sorted(named_briefs()))
def test_an_unchanged_text_is_linked_again_in_full(name):
    facts = gather_facts(named_briefs()[name][0])
    draft = write_offline(facts)
    used = [facts.by_id(slot) for sentence in draft for slot in sentence.slots]
    text = "".join(part.text for part in render_parts(draft, facts))

    again = relink(text, facts, preferred=used)

    assert as_text(again, facts) == text
    loose = [
        words
        for part in render_parts(again, facts, as_written=True)
        if part.fact is None
        for words, is_number in split_numbers(part.text)
        if is_number
    ]
    assert loose == []
