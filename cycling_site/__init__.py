"""Wiring only: settings, addresses, the task queue and the processes that run them."""

from cycling_site.celery import app as celery_app

__all__ = ("celery_app",)
