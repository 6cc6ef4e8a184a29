"""A coach's own words as sentences with slots, where their numbers are those of the facts."""

import re
from collections.abc import Iterator, Sequence

from summaries.draft import Draft, SlottedSentence
from summaries.facts import Fact, SessionFacts

_SENTENCE_END = re.compile(r"(?<=[.!?…]) (?=\S)")
NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?\d+(?:[.,:]\d+)*(?:\s?%)?")


def relink(text: str, facts: SessionFacts, *, preferred: Sequence[Fact] = ()) -> Draft:
    """Read a text that a person has written or changed.

    What prints exactly as a fact becomes its slot: first the ``preferred``
    ones, which it had before, then any number that one fact alone prints. Rendering the draft
    as written gives the text again, word for word.
    """
    candidates = _candidates(facts, preferred)
    return tuple(_linked(sentence, candidates) for sentence in _SENTENCE_END.split(text))


def split_numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Split plain words into stretches; True where one is a number."""
    end = 0
    for match in NUMBER.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    if end < len(text):
        yield text[end:], False


def _candidates(facts: SessionFacts, preferred: Sequence[Fact]) -> dict[str, Fact]:
    """Map each printed text to the one fact that it may stand for, the longest texts first."""
    by_text: dict[str, list[Fact]] = {}
    for fact in facts.facts:
        if any(sign.isdigit() for sign in fact.text):
            by_text.setdefault(fact.text, []).append(fact)
    found = {text: printed[0] for text, printed in by_text.items() if len(printed) == 1}
    found |= {fact.text: fact for fact in reversed(preferred)}
    return dict(sorted(found.items(), key=lambda entry: (-len(entry[0]), entry[0])))


def _linked(sentence: str, candidates: dict[str, Fact]) -> SlottedSentence:
    if not candidates:
        return SlottedSentence(sentence, ())
    printed = "|".join(re.escape(text) for text in candidates)
    whole = re.compile(rf"(?<![\w.,:])(?:{printed})(?![\w%]|[.,:]\d)")
    ids: list[str] = []

    def slot(match: re.Match[str]) -> str:
        if match.start() == 0 and match[0][:1].islower():
            return match[0]  # a slot would open the sentence with a capital
        ids.append(candidates[match[0]].id)
        return f"{{{ids[-1]}}}"

    text = whole.sub(slot, sentence)
    return SlottedSentence(text, tuple(dict.fromkeys(ids)))
