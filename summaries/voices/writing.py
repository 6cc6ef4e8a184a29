"""The offline writer: a whole text from facts alone, without a network."""

import hashlib
from collections.abc import Iterator

from summaries.draft import Draft, SlottedSentence, render
from summaries.facts import SessionFacts
from summaries.voices.moments import Moment, Voice
from summaries.voices.plain import PLAIN
from summaries.voices.selection import Cue, Option, Outline, outline
from summaries.voices.templates import fill
from summaries.voices.terse import TERSE
from summaries.voices.warm import WARM

VOICES: dict[str, Voice] = {"plain": PLAIN, "warm": WARM, "terse": TERSE}
DEFAULT_VOICE = "plain"
FEWEST_SENTENCES = 3
MOST_SENTENCES = 6
MOST_WORDS = 140


def write_offline(facts: SessionFacts, voice: str = DEFAULT_VOICE) -> Draft:
    """Write three to six sentences about a session; equal facts give equal words.

    Raises
    ------
    ValueError
        If there is no such voice.
    """
    if voice not in VOICES:
        raise ValueError(f"There is no voice {voice!r}; there are {', '.join(VOICES)}.")
    teller = _Teller(facts, VOICES[voice])
    return tuple(teller.tell_all(outline(facts)))


class _Teller:
    """One text in the making."""

    def __init__(self, facts: SessionFacts, voice: Voice) -> None:
        self._facts = facts
        self._voice = voice
        self._digest = facts.digest

    def tell_all(self, plan: Outline) -> list[SlottedSentence]:
        opening = self._told([plan.opening])
        work = self._told(plan.work)
        bests = self._told(plan.bests)
        look = self._told([plan.look])
        condition = self._told(plan.condition)
        needed = [*opening, *work, *bests, *look]
        spoken = [*needed, *condition[: max(0, min(MOST_SENTENCES - len(needed), 2))]]
        if len(spoken) < FEWEST_SENTENCES:
            spoken += self._told([(Option(Moment.LOOK_TIME),)])
        return self._cut_to_length(spoken)

    def _cut_to_length(self, spoken: list[SlottedSentence]) -> list[SlottedSentence]:
        """Leave out what comes last, the least of it, until the text is short enough."""
        while len(spoken) > FEWEST_SENTENCES and self._words(spoken) > MOST_WORDS:
            spoken = spoken[:-1]
        return spoken

    def _words(self, spoken: list[SlottedSentence]) -> int:
        return len(render(tuple(spoken), self._facts).split())

    def _told(self, cues: tuple[Cue, ...] | list[Cue]) -> list[SlottedSentence]:
        return [sentence for cue in cues if (sentence := self._tell(cue)) is not None]

    def _tell(self, cue: Cue) -> SlottedSentence | None:
        return next((sentence for option in cue for sentence in self._wordings(option)), None)

    def _wordings(self, option: Option) -> Iterator[SlottedSentence]:
        """Offer one wording from each tier whose facts exist, fullest first."""
        for tier in self._voice.get(option.moment, ()):
            filled = [fill(template, self._facts, option.abouts) for template in tier]
            known = [sentence for sentence in filled if sentence is not None]
            if known:
                yield known[self._turn(option.moment) % len(known)]

    def _turn(self, moment: Moment) -> int:
        """Vary the wording with the data, not with the clock or the process."""
        return int(hashlib.sha256(f"{self._digest} {moment}".encode()).hexdigest()[:8], 16)
