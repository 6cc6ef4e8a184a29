import json

import pytest

from summaries.draft import (
    DraftUnreadable,
    SlottedSentence,
    TextPart,
    read_draft,
    render,
    render_parts,
    write_draft,
)
from summaries.facts import FactKind, gather_facts
from tests.summaries.make_briefs import make_brief

FACTS = gather_facts(make_brief())


def slot(kind, about="session"):
    return FACTS.find(kind, about).id


def test_draft_reads_back_as_written():
    draft = (SlottedSentence("Held {f12} for {f13}.", ("f12", "f13")), SlottedSentence("So.", ()))

    assert read_draft(write_draft(draft)) == draft


def test_slots_are_found_in_order():
    assert SlottedSentence("Held {f12} for {f13}.", ()).slots == ("f12", "f13")


@pytest.mark.parametrize(
    ("answer", "message"),
    (
        ("", "not JSON"),
        ("Anna rode.", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no sentences"),
        ('{"sentences": []}', "no sentences"),
        ('{"sentences": "Held."}', "no sentences"),
        ('{"sentences": [{"text": "Held."}]}', "lacks its text"),
        ('{"sentences": [{"text": 5, "facts": []}]}', "lacks its text"),
        ('{"sentences": ["Held."]}', "lacks its text"),
        ('{"sentences": [{"text": "Held.", "facts": [12]}]}', "not an id"),
    ),
)
def test_answer_that_is_no_draft_says_what_it_lacks(answer, message):
    with pytest.raises(DraftUnreadable, match=message):
        read_draft(answer)


def test_numbers_are_printed_by_us_and_kept_apart():
    power = slot(FactKind.SET_POWER, "set 1")
    draft = (SlottedSentence(f"Held {{{power}}} today.", (power,)), SlottedSentence("Fine.", ()))

    parts = render_parts(draft, FACTS)

    assert parts == (
        TextPart("Held "),
        TextPart("316 W", FACTS.by_id(power)),
        TextPart(" today."),
        TextPart(" "),
        TextPart("Fine."),
    )
    assert render(draft, FACTS) == "Held 316 W today. Fine."


def test_sentence_opens_with_a_capital_whatever_the_fact_prints():
    part = slot(FactKind.DAY_PART)

    assert render((SlottedSentence(f"{{{part}}} ride.", (part,)),), FACTS) == "Morning ride."


def test_slot_without_a_fact_is_a_key_error():
    with pytest.raises(KeyError, match="f999"):
        render((SlottedSentence("Held {f999}.", ("f999",)),), FACTS)


def test_braces_in_a_fact_are_printed_and_not_filled():
    facts = gather_facts(make_brief(athlete_name="{f4}"))
    (name,) = facts.all_of(FactKind.FIRST_NAME)

    assert render((SlottedSentence(f"{{{name.id}}} rode.", (name.id,)),), facts) == "F4 rode."
    assert json.loads(facts.to_json())
