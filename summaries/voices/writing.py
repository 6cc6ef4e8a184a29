"""The offline writer: a whole text from facts alone, without a network."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from summaries.draft import Draft, SlottedSentence, render
from summaries.facts import Language, SessionFacts
from summaries.manner import PLAIN_MANNER, Manner, breaks_of_manner, kinds_in
from summaries.voices.gives import give
from summaries.voices.moments import Moment, Voice
from summaries.voices.plain import PLAIN
from summaries.voices.selection import Cue, Option, Outline, outline, sets_of
from summaries.voices.spanish_plain import SPANISH_PLAIN
from summaries.voices.spanish_terse import SPANISH_TERSE
from summaries.voices.spanish_warm import SPANISH_WARM
from summaries.voices.templates import fill
from summaries.voices.terse import TERSE
from summaries.voices.warm import WARM

VOICES: dict[str, Voice] = {"plain": PLAIN, "warm": WARM, "terse": TERSE}
SPANISH_VOICES: dict[str, Voice] = {
    "plain": SPANISH_PLAIN,
    "warm": SPANISH_WARM,
    "terse": SPANISH_TERSE,
}
VOICES_OF = {Language.ENGLISH: VOICES, Language.SPANISH: SPANISH_VOICES}
DEFAULT_VOICE = "plain"


def write_offline(
    facts: SessionFacts, voice: str = DEFAULT_VOICE, manner: Manner = PLAIN_MANNER
) -> Draft:
    """Write a text about a session as a coach wants it; equal facts give equal words.

    Raises
    ------
    ValueError
        If there is no such voice.
    """
    if voice not in VOICES:
        raise ValueError(f"There is no voice {voice!r}; there are {', '.join(VOICES)}.")
    teller = _Teller(facts, VOICES_OF[manner.language][voice], manner)
    return tuple(teller.tell_all(outline(facts)))


class _Teller:
    """One text in the making."""

    def __init__(self, facts: SessionFacts, voice: Voice, manner: Manner) -> None:
        self._facts = facts
        self._voice = voice
        self._manner = manner
        self._digest = facts.digest

    def tell_all(self, plan: Outline) -> list[SlottedSentence]:
        opening = self._told([plan.opening])
        work = self._told(plan.work)
        bests = self._told(plan.bests)
        look = self._told([plan.look])
        condition = self._told(plan.condition)
        most = self._manner.most_sentences
        again = self._told(plan.again)
        if len(opening) + len(work) + len(again) + len(bests) + len(look) > most:
            again = []
        needed = [*opening, *work, *again, *bests, *look]
        spoken = [*needed, *condition[: max(0, min(most - len(needed), 2))]]
        if len(spoken) < self._manner.fewest_sentences:
            spoken += self._told([(Option(Moment.LOOK_TIME),)])
        return self._with_what_is_always_given(self._cut_to_length(spoken))

    def _with_what_is_always_given(self, spoken: list[SlottedSentence]) -> list[SlottedSentence]:
        """Add the figures that this coach always gives, in the room of what comes last."""
        given = kinds_in(tuple(spoken), self._facts)
        wanted = [kind for kind in self._manner.always_gives if kind not in given]
        abouts = sets_of(self._facts)
        extra = [
            told
            for kind in wanted
            if (told := give(kind, self._facts, abouts, self._manner.language))
        ]
        fitting = [self._in_manner(sentence) for sentence in extra]
        left = max(self._manner.most_sentences - len(fitting), 1)
        kept = spoken[:left]
        while len(kept) > 1 and self._words([*kept, *fitting]) > self._manner.most_words:
            kept = kept[:-1]
        return [*kept, *fitting]

    def _in_manner(self, sentence: SlottedSentence) -> SlottedSentence:
        """Keep a sentence, or its figure alone where its words are not this coach's."""
        if self._is_in_manner(sentence):
            return sentence
        return SlottedSentence(f"{{{sentence.slots[0]}}}.", sentence.slots[:1])

    def _is_in_manner(self, sentence: SlottedSentence) -> bool:
        """Tell whether a sentence breaks none of the rules that one sentence can break."""
        alone = replace(self._manner, always_gives=())
        return not any(breaks_of_manner((sentence,), self._facts, alone))

    def _cut_to_length(self, spoken: list[SlottedSentence]) -> list[SlottedSentence]:
        """Leave out what comes last, the least of it, until the text is short enough."""
        spoken = spoken[: self._manner.most_sentences]
        fewest = self._manner.fewest_sentences
        while len(spoken) > fewest and self._words(spoken) > self._manner.most_words:
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
            known = [
                sentence
                for sentence in filled
                if sentence is not None and self._is_in_manner(sentence)
            ]
            if known:
                yield known[self._turn(option.moment) % len(known)]

    def _turn(self, moment: Moment) -> int:
        """Vary the wording with the data, not with the clock or the process."""
        return int(hashlib.sha256(f"{self._digest} {moment}".encode()).hexdigest()[:8], 16)
