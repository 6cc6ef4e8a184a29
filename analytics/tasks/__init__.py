"""What the workers do; importing a module registers its tasks."""

from analytics.tasks.athlete_states import (
    ask_for_state,
    sweep_athlete_states,
    work_out_state_task,
)
from analytics.tasks.imports import (
    clear_batch_task,
    start_lanes,
    sweep_imports,
    work_on_batch_task,
)
from analytics.tasks.recordings import ingest_recording_task, sweep_recordings
from analytics.tasks.records import ask_for_records, decide_records_task, sweep_records
from analytics.tasks.source_sync import sync_source_task
from analytics.tasks.stored_files import remove_orphans_task

__all__ = (
    "ask_for_records",
    "ask_for_state",
    "clear_batch_task",
    "decide_records_task",
    "ingest_recording_task",
    "remove_orphans_task",
    "start_lanes",
    "sweep_athlete_states",
    "sweep_imports",
    "sweep_recordings",
    "sweep_records",
    "sync_source_task",
    "work_on_batch_task",
    "work_out_state_task",
)
