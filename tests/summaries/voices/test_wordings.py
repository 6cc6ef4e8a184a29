"""Every sentence that any voice can say, held against the checker."""

from collections.abc import Iterator

import pytest

from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import SlottedSentence, render
from summaries.facts import Language, SessionFacts, gather_facts, reprinted
from summaries.manner import Manner
from summaries.voices import VOICES, VOICES_OF, write_offline
from summaries.voices.moments import Moment, Voice
from summaries.voices.selection import Option, outline
from summaries.voices.templates import fill
from tests.summaries.named_briefs import named_briefs

ONE = LengthBounds(fewest_sentences=1)
BRIEFS = named_briefs()


def options(facts: SessionFacts) -> Iterator[Option]:
    plan = outline(facts)
    for cue in (plan.opening, *plan.work, *plan.again, *plan.bests, plan.look, *plan.condition):
        yield from cue


def wordings(facts: SessionFacts, voice: Voice) -> Iterator[tuple[str, SlottedSentence]]:
    """List all that a voice could say of a session, chosen or not."""
    for option in options(facts):
        for template in (words for tier in voice[option.moment] for words in tier):
            sentence = fill(template, facts, option.abouts)
            if sentence is not None:
                yield template, sentence


EVERY_VOICE = [(language, voice) for language in Language for voice in sorted(VOICES)]


@pytest.mark.parametrize(("language", "voice"), EVERY_VOICE)
def test_every_template_comes_up_and_every_sentence_of_it_is_true(language, voice):
    told = VOICES_OF[language][voice]
    templates = {words for tiers in told.values() for tier in tiers for words in tier}
    manner = Manner(language=language)
    seen = set()

    for briefs in BRIEFS.values():
        facts = reprinted(gather_facts(briefs[0]), "", language)
        for template, sentence in wordings(facts, told):
            verdict = check_draft((sentence,), facts, ONE, manner)
            assert isinstance(verdict, CheckedText), (template, verdict.reasons)
            seen.add(template)

    left = templates - seen
    if language is not Language.ENGLISH:  # remarks on a file exist in English alone
        left -= {words for tier in told[Moment.NOTE] for words in tier}
    assert left == set()


@pytest.mark.parametrize(("language", "voice"), EVERY_VOICE)
@pytest.mark.parametrize("name", BRIEFS)
def test_text_of_a_known_session_is_fit_to_send(name, language, voice):
    manner = Manner(language=language, fewest_sentences=1)
    for brief in BRIEFS[name]:
        facts = reprinted(gather_facts(brief), "", language)
        draft = write_offline(facts, voice, manner)

        assert isinstance(check_draft(draft, facts, manner=manner), CheckedText)
        assert len({sentence.text for sentence in draft}) == len(draft), "nothing is said twice"
        assert "  " not in render(draft, facts)
