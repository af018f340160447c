"""Settings: what there is to set, what a value may be, and where values come from."""

from feedback.config.settings import MAIL_PACES, Settings, WebsView, WorkerSettings
from feedback.config.sources import SettingsError, load_settings

__all__ = ["MAIL_PACES", "Settings", "SettingsError", "WebsView", "WorkerSettings", "load_settings"]
