"""What the workers do about texts; importing a module registers its tasks."""

from summaries.tasks.batches import start_lanes, sweep_text_batches, work_on_text_batch_task
from summaries.tasks.parcels import look_after_text_batch_parcel_task, sweep_parcels
from summaries.tasks.staleness import sweep_stale_texts
from summaries.tasks.voices import learn_voice_task
from summaries.tasks.writing import catch_up, sweep_summaries, write_summary_task

__all__ = (
    "catch_up",
    "learn_voice_task",
    "look_after_text_batch_parcel_task",
    "start_lanes",
    "sweep_parcels",
    "sweep_stale_texts",
    "sweep_summaries",
    "sweep_text_batches",
    "work_on_text_batch_task",
    "write_summary_task",
)
