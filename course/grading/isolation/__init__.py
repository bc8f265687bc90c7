"""Isolation: a submission's cells run in a kernel that sees Python, this package, and its own folder only.

`confinement` says what is confined and how far, `mounts` which folders a kernel must read, `command` turns
both into a bubblewrap command line, `seccomp` into a filter of system calls. `supervisor` is the process
between grader and sandbox, `init` the first thing that runs in it, `kernel` what Jupyter is told, `ready`
whether this machine can do it at all, `output` how much of a kernel's talk is listened to. `forkserver` has
imported what notebooks use and forks for each submission; `forkserver_client` asks it to.
"""

SWITCH = "COURSE_ISOLATION"
TRUSTED = "This work was graded without isolation: the submitted code ran with the rights of the grader."
