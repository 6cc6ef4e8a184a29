"""Voices: how the offline writer tells a session."""

from summaries.voices.writing import DEFAULT_VOICE, VOICES, write_offline

__all__ = ["DEFAULT_VOICE", "VOICES", "write_offline"]
