"""Properties are checked without a clock: a busy machine is no reason to fail."""

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")
