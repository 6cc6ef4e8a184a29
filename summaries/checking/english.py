"""English: words that a text may use only with proof, or not at all."""

from summaries.checking.english_openers import OPENERS
from summaries.checking.lexicon import Lexicon, claims_of, words_of
from summaries.facts import Claim

NUMBER_WORDS = words_of(
    """
    zero nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million dozen dozens couple pair twice thrice double
    doubled doubling triple tripled treble quadruple third thirds fourth fifth sixth seventh eighth
    ninth tenth quarter quarters fortnight halved half second
    """
)
# "the second half" counts nothing
HALF_OF = words_of("first second latter opening closing")

UNIT_WORDS = words_of(
    """
    w watt watts kw kilowatt kilowatts wkg bpm beats rpm revs km kms kilometre kilometres kilometer
    kilometers m metre metres meter meters mile miles mph kph kmh kj kilojoule kilojoules joule
    joules kcal calorie calories s sec secs seconds min mins minute minutes h hr hrs hour hours kg
    kilo kilos kilogram kilograms kilogramme kilogrammes pound pounds nm newton newtons percent
    percentage percents degree degrees celsius fahrenheit tss points
    """
)

MEDICAL_WORDS = words_of(
    """
    doctor doctors physician physio physiotherapist medic medical medically medication medicine
    medicate ibuprofen paracetamol painkiller painkillers dose dosage prescription diagnose
    diagnosis diagnosed symptom symptoms syndrome disease disorder illness ill sick sickness
    infection infected virus viral fever flu covid injury injuries injured injure pain pains painful
    ache aches strain sprain tendon tendonitis tendinitis inflammation inflamed arrhythmia
    fibrillation palpitations cardiac cardiologist cardiology hypertension anaemia anemia anaemic
    anemic iron ferritin deficiency supplement supplements hormone hormonal testosterone blood
    overtraining overtrained treatment therapy therapist hospital clinic surgery asthma inhaler
    dizzy dizziness faint nausea vomiting menstrual pregnancy pregnant diet weight
    """
)

# Causes, feelings and circumstances: no figure of a ride proves any of them.
UNPROVABLE_WORDS = words_of(
    """
    because due owing thanks cause caused causes causing reason reasons therefore hence explain
    explains explained explanation resulted consequence attributed attributable blame thus
    sleep slept sleepy rest-day stress stressed stressful travel travelled jetlag nutrition fuel
    fuelled fueled fuelling fueling eating ate food carbs carbohydrate carbohydrates hydration
    dehydrated dehydration drinking caffeine coffee cafe café alcohol motivation motivated
    unmotivated felt feel feels feeling enjoyed enjoy happy unhappy sad angry nervous confident
    confidence tired tiredness exhausted exhaustion sore soreness heavy-legged legs
    wind windy headwind tailwind crosswind rain rainy rained wet storm snow ice humid humidity sunny
    weather group bunch peloton teammate teammates team-mate drafting drafted indoor indoors outdoor
    outdoors trainer turbo treadmill traffic puncture mechanical crash crashed fell-off accident
    tyre tyres tire tires
    """
)

# Comparisons that would need a fact of their own; none states them yet.
UNSTATED_WORDS = words_of(
    """
    hardest harder tougher toughest heaviest heavier easiest easier lightest lighter longest longer
    shortest shorter fastest faster quickest quicker slowest slower biggest-ever usual usually
    unusual unusually typical typically normal normally recent recently lately ago week weekly month
    months monthly summer winter spring autumn decade decades years january february march april
    may-time june july august september october november december yesterday tomorrow days
    milestone breakthrough unprecedented season seasonal
    """
)

CLAIM_WORDS = claims_of(
    {
        Claim.RECORD: """
            record records record-breaking pb pbs pr prs beat beats beaten beating broke broken
            breaking surpassed surpasses surpass outdid bettered topped
        """,
        Claim.BEST: "best bests finest peak peaks peaked top",
        Claim.FIRST: "first debut maiden inaugural",
        Claim.BASELINE: "baseline baselines benchmark benchmarks",
        Claim.CANDIDATE: "candidate candidates provisional quarantined unconfirmed",
        Claim.EIGHT_WEEKS: "weeks",
        Claim.ONE_YEAR: "year yearly annual annually year's",
        Claim.ALL_TIME: "ever never all-time lifetime career history historic",
        Claim.UP: """
            improved improve improves improving improvement improvements rose rise rises rising
            risen increase increased increases increasing gain gained gains gaining grew grow grows
            growing growth stronger better higher built lifted lifting progressed upward upwards
        """,
        Claim.DOWN: """
            faded fade fades fading drop dropped drops dropping fell fall falls falling fallen
            decline declined declines declining slipped slip slips slipping slid slide sliding lost
            lose loses loss losses losing decrease decreased decreases decreasing sagged tailed
            weakened weaker worse lower drift drifted drifts drifting downward downwards softened
        """,
        Claim.STEADY: """
            steady steadily steadiness even evenly consistent consistently consistency constant
            constantly stable unchanged flat rock-solid
        """,
        Claim.UNEVEN: "uneven unevenly erratic ragged surging surges scattered",
        Claim.HIGHEST: "highest strongest biggest largest greatest",
        Claim.LOWEST: "lowest weakest smallest",
        Claim.PAUSE: "pause pauses paused stop stops stopped stopping stoppage",
        Claim.DROPOUT: "dropout dropouts gap gaps missing",
        Claim.REPAIR: "repair repaired repairs spike spikes patched corrected mended replaced",
        Claim.CLIMB: "climb climbs climbing climbed hill hills hilly mountain mountains ascent",
        Claim.EARLIER: "previous previously earlier",
        Claim.PLAN: "planned prescribed scheduled",
        Claim.FRESHNESS: "fresh freshness fatigue fatigued fitness fitter form",
        Claim.TEMPERATURE: "hot heat cold temperature",
        Claim.RACE: "race raced racing races",
        Claim.TEST: "test tested testing tests",
    }
)

# Two words that claim more than each alone.
CLAIM_PAIRS: dict[tuple[str, str], Claim] = {
    ("personal", "best"): Claim.RECORD,
    ("new", "best"): Claim.RECORD,
    ("new", "bests"): Claim.RECORD,
    ("new", "high"): Claim.RECORD,
    ("new", "mark"): Claim.RECORD,
    ("last", "time"): Claim.EARLIER,
    ("time", "before"): Claim.EARLIER,
    ("all", "time"): Claim.ALL_TIME,
    ("negative", "split"): Claim.UP,
    ("positive", "split"): Claim.DOWN,
    ("no", "power"): Claim.NO_POWER,
    ("without", "power"): Claim.NO_POWER,
    ("no", "heart"): Claim.NO_HEART_RATE,
    ("without", "heart"): Claim.NO_HEART_RATE,
    ("held", "back"): Claim.CANDIDATE,
}

NEGATIONS = words_of(
    "no not nothing none neither nor never without n't didn't wasn't weren't hardly"
)

# Beside a change, these small words say its direction; elsewhere they say nothing.
SIDE_WORDS: dict[str, Claim] = {
    **dict.fromkeys(words_of("above over more up ahead plus"), Claim.UP),
    **dict.fromkeys(words_of("below under less down short off behind minus"), Claim.DOWN),
}

# What a set or a session trained: the word must be among the session's facts.
TRAINING_WORDS = {
    "vo2max": "vo2max",
    "threshold": "threshold",
    "anaerobic": "anaerobic",
    "neuromuscular": "neuromuscular",
    "tempo": "tempo",
    "sprint": "neuromuscular",
    "sprints": "neuromuscular",
    "sprinting": "neuromuscular",
}

# A quantity named just before a slot: the slot must print one of these units.
QUANTITY_UNITS: dict[str, tuple[str, ...]] = {
    "power": ("W", "W/kg", "%", "critical power", "power"),
    "rate": ("bpm", "%", "heart rate"),
    "pulse": ("bpm",),
    "cadence": ("rpm",),
    "torque": ("N m",),
    "distance": ("km", "mi"),
    "speed": ("km/h", "mph"),
    "climbing": ("m", "ft"),
    "elevation": ("m", "ft"),
}
LINKS = words_of("of at was is averaged averaging held sat sitting around near about a an to mean")

COMMON_ENGLISH = words_of(
    """
    the and of with for to from this that at by it is are was were its your you in on a an
    over into out as than had has held but while no not
    """
)
FOREIGN_WORDS = words_of(
    """
    der die das und mit ist nicht ein eine für auf le la les des du et avec une dans pour est sur el
    los las con una por para il lo gli che di della per een het van de en op
    """
)

ALLOWED_CAPITALS = frozenset({"VO2max", "VO2", "FTP", "CP", "HR", "W'", "I"})

ENGLISH = Lexicon(
    name="English",
    number_words=NUMBER_WORDS,
    half="half",
    half_of=HALF_OF,
    second="second",
    unit_words=UNIT_WORDS,
    medical_words=MEDICAL_WORDS,
    unprovable_words=UNPROVABLE_WORDS,
    unstated_words=UNSTATED_WORDS,
    claim_words=CLAIM_WORDS,
    claim_pairs=CLAIM_PAIRS,
    negations=NEGATIONS,
    side_words=SIDE_WORDS,
    training_words=TRAINING_WORDS,
    quantity_units=QUANTITY_UNITS,
    links=LINKS,
    common_words=COMMON_ENGLISH,
    foreign_words=FOREIGN_WORDS,
    openers=OPENERS,
    allowed_capitals=ALLOWED_CAPITALS,
)
