"""What the worker does by the clock: a heartbeat, and sweeps that take up what was lost."""

from typing import Any

from celery.schedules import schedule

SWEEPS = (
    "analytics.tasks.recordings.sweep_recordings",
    "analytics.tasks.imports.sweep_imports",
    "analytics.tasks.athlete_states.sweep_athlete_states",
    "summaries.tasks.writing.sweep_summaries",
    "summaries.tasks.batches.sweep_text_batches",
    "summaries.tasks.parcels.sweep_parcels",
    "summaries.tasks.staleness.sweep_stale_texts",
)


def timetable(*, sweep_every_s: int, sync_every_s: int) -> dict[str, dict[str, Any]]:
    """Name each task and how often it runs; 0 seconds between syncs is no sync."""
    every_s = dict.fromkeys(SWEEPS, sweep_every_s) | {
        "cycling_site.tasks.beat_heart": 30,
        "analytics.tasks.records.sweep_records": 60,
        "analytics.tasks.stored_files.remove_orphans_task": 86_400,
    }
    if sync_every_s:
        every_s["analytics.tasks.source_sync.sync_source_task"] = sync_every_s
    return {name_of(task): {"task": task, "schedule": schedule(s)} for task, s in every_s.items()}


def name_of(task: str) -> str:
    """Call an entry as its task is called: sweep-recordings, sync-source."""
    return task.rpartition(".")[2].removesuffix("_task").replace("_", "-")
