"""A chain's question as questions.yaml holds it, its documents in an order that says nothing."""

from __future__ import annotations

from pathlib import Path

import yaml

from course.authoring.archive.chaining import key_of, question_of, worth
from course.authoring.archive.checking import folder_of, seed_of
from course.authoring.archive.drawing import shuffled
from course.authoring.archive.faults import Faults
from course.authoring.archive.reading import read
from course.authoring.archive.rendering import render
from course.authoring.errors import AuthoringError

_DRAWS = 40


def chain_block(faculty: Path, module: str, story: str) -> str:
    """The question as YAML, its prompt and points to be written. Raises AuthoringError without a chain.

    Of some orders drawn with the secret seed it takes the one that is worth least in the variants.
    """
    folder, faults = folder_of(faculty, module), Faults()
    source, seed = read(folder, faults, story), seed_of(folder)
    made = render(source, story, seed, faults) if story in source.stories else None
    if made is None or made.story.chain is None:
        said = (
            str(faults.listed()[0]) if faults else f"{module} has no story {story} with a `chain:` section."
        )
        raise AuthoringError(said)
    chain = made.story.chain
    keys = [key for variant in made.variants if (key := key_of(variant))]
    drawn = [shuffled(chain.ids, seed, story, "documents", number) for number in range(_DRAWS)]
    order = min(drawn, key=lambda ids: worth(ids, keys) if keys else 0)
    called = {one.id: {"id": one.id, "text": one.short, "site": one.site} for one in chain.documents}
    question = {
        "id": question_of(story, chain),
        "kind": "chain",
        "story": story,
        "concept": "tracing",
        "points": 4,
        "prompt": "How did the claim travel?",
        "documents": [called[one] for one in order],
    }
    return yaml.safe_dump([question], sort_keys=False, allow_unicode=True, width=110).rstrip()
