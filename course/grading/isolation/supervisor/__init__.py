"""The process between grader and sandbox. Standard library only, since a bare Python runs it.

It reads its orders from standard input, which stays open as a lifeline: when that ends, or the grader is
gone, the sandbox ends. It makes a user and mount namespace in which it may mount one bounded file system,
copies the submission there, starts bubblewrap, watches clock, processes and memory, waits until nothing
inside lives, and only then takes the answers out: one file, if it is a plain one.

`run` goes from orders to outcome, `box` is what a sandbox stands on, `sandbox` starts and watches it,
`counts` and `clock` say what it takes. A warm process imports them as a part of the course; a bare Python
(`BARE`), which knows nothing of the course, finds this folder by its path.
"""

from .box import NOBODY, Refused
from .run import Grader, read_orders, serve
from .sandbox import Sandbox, enter

# For `python -I -S -c BARE FOLDER`: the folder that this package lies in.
BARE = "import sys; sys.path.insert(0, sys.argv[1]); from supervisor.run import alone; alone()"

__all__ = ["BARE", "NOBODY", "Grader", "Refused", "Sandbox", "enter", "read_orders", "serve"]
