"""What the workers do; importing a module registers its tasks."""

from analytics.tasks.recordings import ingest_recording_task, sweep_recordings

__all__ = ("ingest_recording_task", "sweep_recordings")
