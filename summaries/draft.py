"""A draft: sentences with slots where facts go; the numbers are printed by us."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summaries.facts import Fact, SessionFacts

SLOT = re.compile(r"\{([A-Za-z0-9_]{1,20})\}")

ANSWER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "facts": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "facts"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


class DraftUnreadable(ValueError):
    """The answer is not a draft; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class SlottedSentence:
    """One sentence, such as ``Held {f12} for {f13}.``, and the facts it names."""

    text: str
    facts: tuple[str, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(SLOT.findall(self.text))


Draft = tuple[SlottedSentence, ...]


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of a finished text: plain words, or one printed fact."""

    text: str
    fact: Fact | None = None


def write_draft(draft: Draft) -> str:
    """Write a draft as the JSON that a provider answers with."""
    sentences = [{"text": sentence.text, "facts": list(sentence.facts)} for sentence in draft]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


def read_draft(text: str) -> Draft:
    """Read a provider's answer, whose shape nobody has vouched for."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DraftUnreadable("The answer is not JSON.") from error
    sentences = content.get("sentences") if isinstance(content, dict) else None
    if not isinstance(sentences, list) or not sentences:
        raise DraftUnreadable("The answer holds no sentences.")
    return tuple(_read_sentence(sentence) for sentence in sentences)


def _read_sentence(content: object) -> SlottedSentence:
    text = content.get("text") if isinstance(content, dict) else None
    facts = content.get("facts") if isinstance(content, dict) else None
    if not isinstance(text, str) or not isinstance(facts, list):
        raise DraftUnreadable("A sentence lacks its text or its list of facts.")
    if not all(isinstance(fact_id, str) for fact_id in facts):
        raise DraftUnreadable("A sentence lists a fact that is not an id.")
    return SlottedSentence(text.strip(), tuple(facts))


def render_parts(
    draft: Draft, facts: SessionFacts, *, as_written: bool = False
) -> tuple[TextPart, ...]:
    """Print the facts into their slots, each kept apart so that a page can point at it.

    A sentence opens with a capital; what a person wrote stays ``as_written``.

    Raises
    ------
    KeyError
        If a slot names a fact that the session does not have: check the draft first.
    """
    return tuple(
        part
        for number, sentence in enumerate(draft)
        for part in _sentence_parts(sentence, facts, is_first=number == 0, as_written=as_written)
    )


def _sentence_parts(
    sentence: SlottedSentence, facts: SessionFacts, *, is_first: bool, as_written: bool
) -> Iterator[TextPart]:
    if not is_first:
        yield TextPart(" ")
    opens = True
    for position, piece in enumerate(SLOT.split(sentence.text)):
        fact = facts.by_id(piece) if position % 2 else None
        if position % 2 and fact is None:
            raise KeyError(piece)
        text = piece if fact is None else fact.text
        if text:
            is_raised = opens and not (as_written and fact is None)
            yield TextPart(text[0].upper() + text[1:] if is_raised else text, fact)
            opens = False


def render(draft: Draft, facts: SessionFacts) -> str:
    """Print a checked draft as the text that an athlete reads."""
    return "".join(part.text for part in render_parts(draft, facts))
