TRIES = "Give files lists of rights, which lie beside the size of a folder."
MUST_NOT = "A list."
WEAKER = "without syscalls"
CELLS = [
    """
import os, struct
entries = [(1, 7, 0xFFFFFFFF)] + [(2, 7, os.getuid())] * 8000
entries += [(4, 7, 0xFFFFFFFF), (16, 7, 0xFFFFFFFF), (32, 7, 0xFFFFFFFF)]
value = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
try:
    for number in range(40):
        open(f"/tmp/{number}", "w").close()
        os.setxattr(f"/tmp/{number}", "system.posix_acl_access", value)
    print("LISTED")
except OSError as error:
    print("refused", error)
"""
]


def succeeded(seen):
    return "LISTED" if "LISTED" in seen.said else ""
