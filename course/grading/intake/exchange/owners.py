"""Whose a folder in the exchange is: the account that owns it, where accounts say who somebody is.

Everybody may write into the inbound folder, under any name. The owner of a folder is what no ordinary
account can choose.
"""

import contextlib
import os
import pwd
from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def account(uid: int) -> str:
    """The name of a system account; its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


def has_account(name: str) -> bool:
    """Whether this id is an account of this machine."""
    try:
        pwd.getpwnam(name)
    except (KeyError, ValueError):
        return False
    return True


def enrolled_with_account(ids: Iterable[str]) -> list[str]:
    """Those enrolled ids that are accounts of this machine, in order."""
    return sorted(name for name in ids if has_account(name))


class Owners:
    """Decides by its owner whether a folder may be an id's work.

    refuse: True takes only what the account of that name owns; False asks nothing. None, the default, refuses
    what accounts contradict: the id is another account, the owner is another trainee, or several accounts
    handed in under one id. What the collecting account or root put there is faculty's own and is taken.
    """

    def __init__(self, refuse: bool | None, enrolled: frozenset[str]) -> None:
        self.refuse, self.enrolled = refuse, enrolled
        self._faculty = {0, os.geteuid()}
        self._by_id: defaultdict[str, set[int]] = defaultdict(set)

    def note(self, name: str, uid: int) -> None:
        """Keep in mind who handed in under an id; to be called for all before the first is judged.

        Another trainee does not count: theirs is refused, and would else keep out whoever has that id.
        """
        if uid not in self._faculty and (account(uid) == name or account(uid) not in self.enrolled):
            self._by_id[name].add(uid)

    def problem(self, name: str, uid: int) -> str | None:
        """Why work under this id is refused, as the end of a sentence; None if it may be theirs."""
        owner = account(uid)
        if self.refuse is False or owner == name:
            return None
        if self.refuse:
            return f"belongs to {owner}"
        if uid in self._faculty:
            return None
        if has_account(name):
            return f"belongs to {owner}, and {name} has an account of their own"
        if owner in self.enrolled:
            return f"belongs to {owner}, who is enrolled under that id"
        if len(self._by_id[name]) > 1:
            owners = " and ".join(sorted(map(account, self._by_id[name])))
            return f"may not be theirs: {owners} both handed in under it. Ask them, and remove one folder"
        return None


def note_owners(owners: Owners, inbound: str, module: str) -> None:
    """Note who owns each folder of the inbound folder that is named as a submission of a module."""
    with os.scandir(inbound) as entries:
        for entry in entries:
            parts = entry.name.rsplit("+", 3)
            if len(parts) == 4 and parts[1] == module and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):  # taken away meanwhile
                    owners.note(parts[0], entry.stat(follow_symlinks=False).st_uid)


def compared(setting: Any, ids: Iterable[str]) -> tuple[bool, str]:
    """Whether owners can show who handed in, and one sentence on it for faculty.

    setting: CollectSubmissions.refuse_other_owners as it is set, None if it is not; ids: who is enrolled.
    """
    enrolled = list(ids)
    known = enrolled_with_account(enrolled)
    if setting is False:
        return False, (
            "not compared (refuse_other_owners = False): whoever can write into the exchange can hand in "
            "under another's id"
        )
    if setting:
        return True, "each submission must belong to the account of its id"
    if not enrolled:
        return False, "nobody is enrolled yet, so nobody's account is known"
    if len(known) == len(enrolled):
        return (
            True,
            f"all {len(known)} enrolled ids are accounts here; work that another account owns is refused",
        )
    without = len(enrolled) - len(known)
    return False, (
        f"{without} of {len(enrolled)} enrolled ids are no accounts of this machine: who can write into the "
        "exchange can hand in under those, unless the owner is enrolled too or the trainee hands in as well"
    )
