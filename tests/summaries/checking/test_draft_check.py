import pytest

from analytics.engine.records import Record
from analytics.engine.vocabulary import Window
from summaries.checking import CheckedText, FaultKind, LengthBounds, Rejection, check_draft
from summaries.draft import SLOT, SlottedSentence
from summaries.facts import FactKind, gather_facts
from tests.summaries.make_briefs import make_brief, make_efforts, make_peaks, make_set, make_totals

ONE = LengthBounds(fewest_sentences=1, most_sentences=6, most_words=140)

FACTS = gather_facts(
    make_brief(
        title="VO2 5x5",
        totals=make_totals(decoupling_percent=6.2),
        records=[
            Record(300, 0, Window.EIGHT_WEEKS, 318.0, 311.0),
            Record(1200, 0, Window.ONE_YEAR, 276.0, 270.0),
        ],
        candidates=[Record(5, 0, Window.ALL_TIME, 1480.0, 1010.0)],
    )
)
NAMES = {
    "name": (FactKind.FIRST_NAME, "session"),
    "timer": (FactKind.TIMER, "session"),
    "mean": (FactKind.MEAN_POWER, "session"),
    "rate": (FactKind.MEAN_HEART_RATE, "session"),
    "cadence": (FactKind.MEAN_CADENCE, "session"),
    "gain": (FactKind.ELEVATION_GAIN, "session"),
    "decoupling": (FactKind.DECOUPLING, "session"),
    "set": (FactKind.SET_TITLE, "set 1"),
    "power": (FactKind.SET_POWER, "set 1"),
    "fade": (FactKind.SET_FADE, "set 1"),
    "rise": (FactKind.SET_HEART_RATE_CHANGE, "set 1"),
    "strongest": (FactKind.SET_HIGHEST_POWER, "set 1"),
    "short": (FactKind.RECORD_POWER, "record 300 s, level 0"),
    "short_window": (FactKind.RECORD_WINDOW, "record 300 s, level 0"),
    "long": (FactKind.RECORD_POWER, "record 1200 s, level 0"),
    "long_window": (FactKind.RECORD_WINDOW, "record 1200 s, level 0"),
    "long_gain": (FactKind.RECORD_GAIN, "record 1200 s, level 0"),
    "candidate": (FactKind.CANDIDATE_POWER, "candidate 5 s, level 0"),
    "peak": (FactKind.PEAK_POWER, "peak 1200 s"),
}


def sentence(text):
    """Write {power} for the id of that fact, and list what is used."""
    ids = {name: FACTS.find(kind, about).id for name, (kind, about) in NAMES.items()}
    filled = SLOT.sub(lambda match: f"{{{ids[match[1]]}}}", text)
    return SlottedSentence(filled, tuple(dict.fromkeys(SLOT.findall(filled))))


def kinds(*texts, bounds=ONE):
    verdict = check_draft(tuple(sentence(text) for text in texts), FACTS, bounds)
    return [] if isinstance(verdict, CheckedText) else [fault.kind for fault in verdict.faults]


@pytest.mark.parametrize(
    "text",
    (
        "{name} held {power} for {set}.",
        "Power fell {fade} from the first effort to the last, while heart rate rose {rise}.",
        "The set faded by {fade}.",
        "The last effort came {fade} below the first.",
        "A record: {long} is the best of {long_window}.",
        "The {long} is a new best, {long_gain} up on the year.",
        "The strongest effort was {strongest}.",
        "The best of the ride came to {peak}.",
        "The {candidate} is a candidate.",
        "Against heart rate, power drifted down by {decoupling} in the second half.",
        "{name}'s VO2max session took {timer} with {gain} of climbing.",
        "It was VO2max work.",
        "The set of {set} faded, and by {fade}.",
        "The W' balance and the FTP deserve a look.",
        "Cadence was {cadence} and heart rate averaged {rate}.",
    ),
)
def test_true_sentence_passes(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    (
        ("Held 316 W for {set}.", FaultKind.NUMBER),
        ("Held {power}1 for {set}.", FaultKind.NUMBER),
        ("Held ½ of {set}.", FaultKind.NUMBER),
        ("Held ٣ of {set}.", FaultKind.NUMBER),
        ("Held {power} for five repetitions.", FaultKind.NUMBER),
        ("Held {power} for twenty-five rounds.", FaultKind.NUMBER),
        ("Held {power} twice.", FaultKind.NUMBER),
        ("The second effort was {power}.", FaultKind.NUMBER),
        ("Half of it was at {power}.", FaultKind.NUMBER),
        ("Held {power} watts for {set}.", FaultKind.UNIT),
        ("Held {power} km for {set}.", FaultKind.UNIT),
        ("Rode for hours at {mean}.", FaultKind.UNIT),
        ("Fell {fade} %, it seems.", FaultKind.UNIT),
        ("Heart rate was {power}.", FaultKind.QUANTITY),
        ("Cadence averaged {rate}.", FaultKind.QUANTITY),
        ("Power held at {rate}.", FaultKind.QUANTITY),
        ("A record of {mean}.", FaultKind.CLAIM),
        (
            "A mean of {mean} was a record, with {long} in {long_window}.",
            FaultKind.CLAIM,
        ),
        ("The record of {name} on {set} was {mean}.", FaultKind.CLAIM),
        ("{name} set a record.", FaultKind.CLAIM),
        ("A personal best of {power}.", FaultKind.CLAIM),
        ("The {short} is the best of the year.", FaultKind.CLAIM),
        ("The {long} is the best ever.", FaultKind.CLAIM),
        ("The {long} is an all-time best.", FaultKind.CLAIM),
        ("The {long} is the best of the month.", FaultKind.CLAIM),
        ("The {candidate} is a record.", FaultKind.CLAIM),
        ("The {candidate} is a new best.", FaultKind.CLAIM),
        ("Nothing beat {long}.", FaultKind.CLAIM),
        ("There was no record beside {long}.", FaultKind.CLAIM),
        ("Power rose {fade} over the set.", FaultKind.CLAIM),
        ("Power improved by {fade}.", FaultKind.CLAIM),
        ("The last effort came {fade} above the first.", FaultKind.CLAIM),
        ("Power stayed steady within {fade}.", FaultKind.CLAIM),
        ("Power did not fade, at {fade}.", FaultKind.CLAIM),
        ("Heart rate fell {rise}.", FaultKind.CLAIM),
        ("The weakest effort was {strongest}.", FaultKind.CLAIM),
        ("It was a harder ride than usual at {mean}.", FaultKind.CLAIM),
        ("The longest effort was {power}.", FaultKind.CLAIM),
        ("The first ride at {mean}.", FaultKind.CLAIM),
        ("A threshold session of {timer}.", FaultKind.CLAIM),
        ("A race of {timer}.", FaultKind.CLAIM),
        ("A climb of {mean}.", FaultKind.CLAIM),
        ("A ride with no power, {timer} long.", FaultKind.CLAIM),
        ("Power fell {fade} because of the start.", FaultKind.UNPROVABLE),
        ("Power fell {fade} due to fatigue.", FaultKind.UNPROVABLE),
        ("A headwind took {fade}.", FaultKind.UNPROVABLE),
        ("Tired legs at {power}.", FaultKind.UNPROVABLE),
        ("Marco held {power}.", FaultKind.NAME),
        ("The ride with Marco took {timer}.", FaultKind.NAME),
        ("On Friday it was {power}.", FaultKind.NAME),
        ("See a doctor about {rate}.", FaultKind.MEDICAL),
        ("Take ibuprofen after {timer}.", FaultKind.MEDICAL),
        ("Held **{power}** for {set}.", FaultKind.MARKUP),
        ("Held <b>{power}</b> for {set}.", FaultKind.MARKUP),
        ("Held {power}, see www.example.org for it.", FaultKind.MARKUP),
        ("Held {power}\nfor {set}.", FaultKind.MARKUP),
        ("Held {power} for { set }.", FaultKind.MARKUP),
        ("La séance de {name} était dure et longue avec {power} pour {set}.", FaultKind.LANGUAGE),
        ("Die Einheit war gut und {power} ist nicht wenig.", FaultKind.LANGUAGE),
        ("Держала {power}.", FaultKind.LANGUAGE),
        ("Held {power} for {set}", FaultKind.LENGTH),
        ("Held {power}. Then {set}.", FaultKind.LENGTH),
        ("held {power} for {set}.", FaultKind.LENGTH),
    ),
)
def test_untrue_or_unfit_sentence_is_refused(text, kind):
    assert kind in kinds(text)


def test_unknown_fact_is_refused():
    verdict = check_draft((SlottedSentence("Held {f999}.", ("f999",)),), FACTS, ONE)

    assert verdict.reasons == ("Sentence 1: f999 is no fact of this session.",)


def test_slot_that_is_not_listed_and_fact_that_is_not_used_are_refused():
    power, name = (FACTS.find(*NAMES[key]).id for key in ("power", "name"))
    unlisted = check_draft((SlottedSentence(f"Held {{{power}}}.", ()),), FACTS, ONE)
    unused = check_draft((SlottedSentence("Held on.", (name,)),), FACTS, ONE)

    assert unlisted.reasons == (f"Sentence 1: {power} is used and not listed.",)
    assert unused.reasons == (f"Sentence 1: {name} is listed and not used.",)


@pytest.mark.parametrize("number", (2, 7))
def test_number_of_sentences_is_bounded(number):
    assert kinds(*["{name} held {power}."] * number, bounds=None) == [FaultKind.LENGTH]


def test_words_are_counted_as_printed():
    bounds = LengthBounds(fewest_sentences=1, most_sentences=6, most_words=4)

    assert kinds("{name} held {power}.", bounds=bounds) == []
    assert kinds("{name} held {power} well.", bounds=bounds) == [FaultKind.LENGTH]


def test_empty_draft_is_refused():
    assert isinstance(check_draft((), FACTS), Rejection)


def test_checked_text_carries_what_was_checked():
    draft = (sentence("{name} held {power} for {set}."),)

    checked = check_draft(draft, FACTS, ONE)

    assert checked.text == "Anna held 316 W for 5 x 5:00."
    assert "".join(part.text for part in checked.parts) == checked.text
    assert [part.fact.kind for part in checked.parts if part.fact] == [
        FactKind.FIRST_NAME,
        FactKind.SET_POWER,
        FactKind.SET_TITLE,
    ]
    assert checked.facts_digest == FACTS.digest


def test_reasons_name_the_sentence():
    verdict = check_draft(
        (sentence("{name} held {power}."), sentence("Held 316 of {set}.")), FACTS, ONE
    )

    assert verdict.reasons == ("Sentence 2: a digit stands outside a slot.",)


def test_steady_set_supports_steadiness_and_no_fade_worth_a_word():
    intervals = make_efforts([300.0, 301.0, 301.0], duration_s=300, rest_s=120)
    facts = gather_facts(
        make_brief(intervals=intervals, sets=[make_set(intervals, range(3), "3 x 5:00")])
    )
    fade = facts.find(FactKind.SET_FADE, "set 1").id

    def verdict(text):
        return check_draft((SlottedSentence(text.replace("fade", fade), (fade,)),), facts, ONE)

    assert isinstance(verdict("Power was steady within {fade}."), CheckedText)
    assert isinstance(verdict("Power did not drop at all, at {fade}."), CheckedText)
    assert isinstance(verdict("Power dropped {fade}."), Rejection)


def test_no_record_may_be_told_beside_the_fact_that_says_so():
    facts = gather_facts(make_brief(records=(), peaks=make_peaks()))
    fact = facts.find(FactKind.NO_RECORD).id

    for text in ("Nothing beat {x}.", "There were no records against {x}."):
        draft = (SlottedSentence(text.replace("x}", f"{fact}}}"), (fact,)),)
        assert isinstance(check_draft(draft, facts, ONE), CheckedText)


def test_facts_of_another_athlete_of_the_same_name_never_print():
    hers = gather_facts(make_brief(owner="athlete 1, session 1"))
    namesakes = gather_facts(
        make_brief(owner="athlete 2, session 2", totals=make_totals(mean_power_w=199.0))
    )
    mean = hers.find(FactKind.MEAN_POWER).id
    draft = (SlottedSentence(f"Power averaged {{{mean}}}.", (mean,)),)

    assert check_draft(draft, hers, ONE).text == "Power averaged 212 W."
    assert check_draft(draft, namesakes, ONE).text == "Power averaged 199 W."
    assert check_draft(draft, hers, ONE).facts_digest != namesakes.digest
