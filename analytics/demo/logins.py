"""Who may sign in to the demo; never used outside it."""

DEMO_PASSWORD = "ride-and-rest"  # noqa: S105 - printed on the terminal of everyone's own demo
FIRST_COACH = "nika.zorko"
SECOND_COACH = "harriet.wold"
STAFF = "staff"

DEMO_LOGINS = (
    ("coach of Linden Racing", FIRST_COACH, DEMO_PASSWORD),
    ("coach of Sedgefen Wheelers", SECOND_COACH, DEMO_PASSWORD),
    ("staff", STAFF, DEMO_PASSWORD),
)
