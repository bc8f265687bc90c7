"""The module folder, the small bank and the keys that tests of questions and of notebooks begin with."""

from modulefixtures import (  # noqa: F401
    key_folder,
    make_key,
    make_question,
    module_folder,
    own_world,
    ten_bank,
    ten_keys,
    ten_reference,
)
