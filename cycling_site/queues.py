"""Which queue each task waits in: what a person waits for is never behind a season's import."""

INTERACTIVE, ANALYSIS, TEXTS, BATCH = "interactive", "analysis", "texts", "batch"
QUEUES = (INTERACTIVE, ANALYSIS, TEXTS, BATCH)  # the order in which one worker empties them
DEFAULT_QUEUE = ANALYSIS

# The first pattern that fits a task's name decides.
ROUTES = tuple(
    (pattern, {"queue": queue})
    for pattern, queue in (
        ("*.sweep_*", INTERACTIVE),  # short, and what was lost elsewhere depends on them
        ("cycling_site.*", INTERACTIVE),
        ("*batch*", BATCH),
        ("*.imports.*", BATCH),
        ("*source*", BATCH),
        ("summaries.*", TEXTS),
        ("analytics.*", ANALYSIS),
    )
)
