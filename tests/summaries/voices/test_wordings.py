"""Every sentence that any voice can say, held against the checker."""

from collections.abc import Iterator

import pytest

from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import SlottedSentence, render
from summaries.facts import SessionFacts, gather_facts
from summaries.voices import VOICES, write_offline
from summaries.voices.selection import Option, outline
from summaries.voices.templates import fill
from tests.summaries.named_briefs import named_briefs

ONE = LengthBounds(fewest_sentences=1)
BRIEFS = named_briefs()


def options(facts: SessionFacts) -> Iterator[Option]:
    plan = outline(facts)
    for cue in (plan.opening, *plan.work, *plan.again, *plan.bests, plan.look, *plan.condition):
        yield from cue


def wordings(facts: SessionFacts, voice: str) -> Iterator[tuple[str, SlottedSentence]]:
    """List all that a voice could say of a session, chosen or not."""
    for option in options(facts):
        for template in (words for tier in VOICES[voice][option.moment] for words in tier):
            sentence = fill(template, facts, option.abouts)
            if sentence is not None:
                yield template, sentence


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_every_template_comes_up_and_every_sentence_of_it_is_true(voice):
    templates = {words for tiers in VOICES[voice].values() for tier in tiers for words in tier}
    seen = set()

    for briefs in BRIEFS.values():
        facts = gather_facts(briefs[0])
        for template, sentence in wordings(facts, voice):
            verdict = check_draft((sentence,), facts, ONE)
            assert isinstance(verdict, CheckedText), (template, verdict.reasons)
            seen.add(template)

    assert templates - seen == set()


@pytest.mark.parametrize("voice", sorted(VOICES))
@pytest.mark.parametrize("name", BRIEFS)
def test_text_of_a_known_session_is_fit_to_send(name, voice):
    for brief in BRIEFS[name]:
        facts = gather_facts(brief)
        draft = write_offline(facts, voice)

        assert isinstance(check_draft(draft, facts), CheckedText)
        assert len({sentence.text for sentence in draft}) == len(draft), "nothing is said twice"
        assert "  " not in render(draft, facts)
