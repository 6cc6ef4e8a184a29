"""Voices: how the offline writer tells a session."""

from summaries.voices.writing import DEFAULT_VOICE, VOICES, VOICES_OF, write_offline

__all__ = ["DEFAULT_VOICE", "VOICES", "VOICES_OF", "write_offline"]
