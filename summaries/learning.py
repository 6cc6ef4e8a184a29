"""Rules of a coach's voice, proposed from what they change before they approve."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from summaries.draft import SLOT, Draft
from summaries.facts import FactKind, SessionFacts
from summaries.manner import kinds_in, words_of

LEAST_TIMES = 3
LEAST_SHARE = 0.8  # of the texts in which the coach could have kept it
LONGEST_PHRASE = 4
# Words that stand everywhere: a phrase of these alone says nothing about a voice.
EMPTY_WORDS = frozenset(
    words_of(
        "a an the and or of at in on to for from with by it its was were is are be this that as "
        "than you your he she his her they their i we our "
        "el la los las un una de del al en y a con que su tu se lo por para fue es más"
    )
)


class RuleKind(StrEnum):
    NEVER_SAYS = "never says"
    ALWAYS_GIVES = "always gives"
    NEVER_GIVES = "never gives"


@dataclass(frozen=True, slots=True)
class Edit:
    """A draft and what its coach approved."""

    draft: Draft
    draft_facts: SessionFacts
    approved: Draft
    approved_facts: SessionFacts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that the edits speak for, with how often."""

    kind: RuleKind
    what: str  # a phrase, or the code of a kind of fact
    times: int
    of: int


def propose_rules(edits: Sequence[Edit]) -> list[Proposal]:
    """Find what a coach nearly always takes out of drafts, or puts into them.

    Texts that were approved as they came count as chances in which it stayed.
    """
    return [
        *_phrases_taken_out(edits),
        *_facts_changed(edits, RuleKind.ALWAYS_GIVES),
        *_facts_changed(edits, RuleKind.NEVER_GIVES),
    ]


def _phrases_taken_out(edits: Sequence[Edit]) -> Iterator[Proposal]:
    chances: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for edit in edits:
        before, after = set(_phrases(edit.draft)), set(_phrases(edit.approved))
        chances.update(before)
        taken.update(before - after)
    found = {
        phrase: times for phrase, times in taken.items() if _is_telling(times, chances[phrase])
    }
    for phrase in sorted(found, key=lambda phrase: (-found[phrase], phrase)):
        # The shortest phrase that is as telling is the rule; longer ones only hold it.
        if not any(
            other != phrase and f" {other} " in f" {phrase} " and found[other] >= found[phrase]
            for other in found
        ):
            yield Proposal(RuleKind.NEVER_SAYS, phrase, found[phrase], chances[phrase])


def _phrases(draft: Draft) -> Iterator[str]:
    """List the runs of one to four words between slots that say something."""
    for sentence in draft:
        for stretch in SLOT.split(sentence.text)[::2]:
            words = words_of(stretch)
            for size in range(1, LONGEST_PHRASE + 1):
                for at in range(len(words) - size + 1):
                    run = words[at : at + size]
                    if not {run[0], run[-1]} & EMPTY_WORDS:
                        yield " ".join(run)


def _facts_changed(edits: Sequence[Edit], rule: RuleKind) -> Iterator[Proposal]:
    chances: Counter[FactKind] = Counter()
    changed: Counter[FactKind] = Counter()
    for edit in edits:
        before = kinds_in(edit.draft, edit.draft_facts)
        after = kinds_in(edit.approved, edit.approved_facts)
        if rule is RuleKind.NEVER_GIVES:
            chances.update(before)
            changed.update(before - after)
        else:
            could = {fact.kind for fact in edit.approved_facts.facts} - before
            chances.update(could)
            changed.update(could & after)
    for kind, times in sorted(changed.items()):
        if _is_telling(times, chances[kind]):
            yield Proposal(rule, kind.value, times, chances[kind])


def _is_telling(times: int, chances: int) -> bool:
    return times >= LEAST_TIMES and times >= LEAST_SHARE * chances
