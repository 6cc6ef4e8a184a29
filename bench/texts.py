"""Faithful texts: does the checker catch every wrong number and claim, and pass what is true?

    .venv/bin/python -m bench.texts [sessions]

Rides of the demo's generator, analysed and held against each athlete's earlier ones. For each:
correct drafts (the offline writer in every voice and language, and free wordings as a model might
put them), and mutants of them. Ends with 1 where a numeric mutant is missed, fewer than 99 % of
the claim mutants are caught, or more than 1 % of the correct drafts are refused.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.demo.people import Athlete, form_on
from analytics.demo.riding import simulate_ride
from analytics.demo.season import PlannedRide, plan_season
from analytics.engine.recording import Recording, RecordingFormat
from analytics.engine.records import Record
from analytics.engine.rider import Rider
from analytics.engine.session import AnalysedSession, analyse_recording
from analytics.engine.vocabulary import Window
from bench.text_mutants import Mutation, claims_of, mutants_of, numbers_of
from bench.text_past import Past, records_of, ridden
from bench.text_words import WORDS
from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import Draft
from summaries.facts import Language, SessionBrief, SessionFacts, gather_facts, reprinted
from summaries.manner import Manner
from summaries.voices import VOICES_OF, write_offline
from summaries.voices.templates import fill

SEED = 20261124
SESSIONS = 500
HELD_ABOVE = 1.25  # of the best ever: a candidate until somebody accepts it
LEAST_CLAIMS_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.01
ANY_LENGTH = LengthBounds(fewest_sentences=1, most_sentences=12, most_words=400)


def sessions(count: int) -> Iterator[SessionFacts]:
    """Give the facts of generated rides, each compared with the same athlete's earlier ones."""
    season = plan_season(SEED, date(2026, 11, 22))
    pasts: dict[str, Past] = {}
    for planned in season.rides[:count]:
        analysed = analyse(planned)
        past = pasts.setdefault(planned.athlete.user_name, Past())
        bests = past.bests_before(planned.local_date)
        ever = bests[Window.ALL_TIME]
        eligible = [peak for peak in analysed.peaks if peak.eligible]
        held = {
            (peak.level, peak.duration_s)
            for peak in eligible
            if (best_w := ever.get((0, peak.duration_s))) and peak.power_w > HELD_ABOVE * best_w
        }
        counted = [peak for peak in eligible if (peak.level, peak.duration_s) not in held]
        brief = brief_of(planned, analysed, tuple(records_of(counted, bests)), held)
        yield gather_facts(replace(brief, earlier=past.earlier_alike(planned.local_date, analysed)))
        past.peaks.extend((planned.local_date, peak) for peak in counted)
        past.sessions.append(ridden(planned.local_date, analysed))


def analyse(planned: PlannedRide) -> AnalysedSession:
    form = form_on(planned.athlete, planned.local_date)
    rider = Rider(
        critical_power_w=form.critical_power_w,
        w_prime_j=form.w_prime_j,
        ftp_w=form.ftp_w,
        threshold_heart_rate_bpm=form.threshold_heart_rate_bpm,
        mass_kg=form.mass_kg,
    )
    ride = simulate_ride(planned, form)
    recording = Recording(RecordingFormat.FIT, (ride,))
    after = datetime.combine(planned.local_date, time.max, UTC) + timedelta(days=1)
    return analyse_recording(recording, rider_at=lambda _at: rider, now=after)[0]


def brief_of(
    planned: PlannedRide,
    analysed: AnalysedSession,
    records: tuple[Record, ...],
    quarantined: set[tuple[int, int]],
) -> SessionBrief:
    athlete: Athlete = planned.athlete
    return SessionBrief(
        owner=athlete.user_name,
        athlete_name=f"{athlete.first_name} {athlete.last_name}",
        title=analysed.ride.title,
        local_date=planned.local_date,
        started_at=analysed.totals.started_at.astimezone(ZoneInfo(athlete.time_zone)),
        totals=analysed.totals,
        intervals=analysed.intervals,
        sets=analysed.sets,
        peaks=analysed.peaks,
        records=records,
        candidates=[
            Record(peak.duration_s, peak.level, Window.ALL_TIME, peak.power_w, None)
            for peak in analysed.peaks
            if (peak.level, peak.duration_s) in quarantined
        ],
        stimulus=analysed.stimulus,
        stimulus_reason=analysed.stimulus_reason,
        quality=analysed.quality,
        rider=analysed.rider,
    )


@dataclass(frozen=True)
class Tongue:
    """What a language's drafts are made wrong by, and said with."""

    numbers: Mapping[str, Mutation]
    claims: Mapping[str, Mutation]
    free_wordings: tuple[str, ...]


TONGUES = {
    language: Tongue(numbers_of(words), claims_of(words), words.free_wordings)
    for language, words in WORDS.items()
}


def correct_drafts(facts: SessionFacts, language: Language) -> Iterator[tuple[str, Draft]]:
    for voice in VOICES_OF[language]:
        yield f"{language.label}, {voice}", write_offline(facts, voice, Manner(language=language))
    for wording in TONGUES[language].free_wordings:
        for about in dict.fromkeys(fact.about for fact in facts.facts):
            filled = fill(wording, facts, (about,))
            if filled is not None:
                yield f"{language.label}, free wording", (filled,)
                break


def is_passed(draft: Draft, facts: SessionFacts, language: Language) -> bool:
    manner = Manner(language=language)
    return isinstance(check_draft(draft, facts, ANY_LENGTH, manner), CheckedText)


@dataclass
class Tally:
    """What was caught, missed, passed and refused, by kind, in one language."""

    caught: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def hold(
        self,
        facts: SessionFacts,
        other: SessionFacts | None,
        language: Language,
        chance: random.Random,
    ) -> None:
        """Hold the correct drafts of one session and mutants of one of them against the checker."""
        for kind, draft in correct_drafts(facts, language):
            is_good = is_passed(draft, facts, language)
            (self.passed if is_good else self.refused)[kind] += 1
        draft = write_offline(facts, manner=Manner(language=language))
        kinds = {**TONGUES[language].numbers, **TONGUES[language].claims}
        for kind, mutant in mutants_of(draft, facts, other, chance, kinds):
            is_missed = is_passed(mutant, facts, language)
            (self.missed if is_missed else self.caught)[kind] += 1
            if is_missed and self.missed[kind] == 1:
                print("missed:", kind, [sentence.text for sentence in mutant])


def main(count: int) -> int:
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    tallies = {language: Tally() for language in Language}
    other: SessionFacts | None = None
    for facts in sessions(count):
        for language, tally in tallies.items():
            printed = reprinted(facts, "", language)
            theirs = None if other is None else reprinted(other, "", language)
            tally.hold(printed, theirs, language, chance)
        other = facts
    print(f"bench.texts, {count} sessions, seed {SEED}")
    return max(report(language, tally) for language, tally in tallies.items())


def report(language: Language, tally: Tally) -> int:
    tongue = TONGUES[language]
    print(f"{language.label}:")
    for kind in (*tongue.numbers, *tongue.claims):
        caught, missed = tally.caught[kind], tally.missed[kind]
        print(f"  {kind:30} caught {caught:6}  missed {missed:4}")
    for kind in sorted({*tally.passed, *tally.refused}):
        passed, refused = tally.passed[kind], tally.refused[kind]
        print(f"  correct: {kind:30} passed {passed:6}  refused {refused:4}")
    caught_claims = sum(tally.caught[kind] for kind in tongue.claims)
    missed_claims = sum(tally.missed[kind] for kind in tongue.claims)
    share = caught_claims / max(caught_claims + missed_claims, 1)
    drafts = tally.refused.total() + tally.passed.total()
    alarms = tally.refused.total() / max(drafts, 1)
    numbers_missed = sum(tally.missed[kind] for kind in tongue.numbers)
    print(
        f"numeric mutants missed: {numbers_missed}; claim mutants caught: {100 * share:.2f} %; "
        f"false alarms: {100 * alarms:.2f} %"
    )
    is_good = not numbers_missed and share >= LEAST_CLAIMS_CAUGHT and alarms <= MOST_FALSE_ALARMS
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS))
