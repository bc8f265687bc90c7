"""Every attack of the corpus succeeds in a weaker configuration: what repels it is what is left out there.

A file of its own, so that it runs beside the other half.
"""

import pytest
from cohort import Cohort, load_corpus
from weaker import CONFIGURATIONS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
CORPUS = load_corpus()
SHOWN = {stem: one for stem, one in CORPUS.items() if hasattr(one, "WEAKER")}


@pytest.fixture(scope="module")
def weakened(tmp_path_factory):
    """What is seen of each attack in its weaker configuration; one configuration after the other.

    That an attack can succeed is shown by one success: on a busy machine its own clock may run out first, so
    that it is tried up to three times. Whether it is repelled is asked once.
    """
    made = Cohort(tmp_path_factory.mktemp("weaker"), SHOWN, honest=0, strict=False)
    seen = {}

    def look(stem):
        name = SHOWN[stem].WEAKER
        if stem not in seen:
            group = [other for other, one in SHOWN.items() if name == one.WEAKER]
            seen.update(made.grade(CONFIGURATIONS[name], group))
            for other in group * 2:
                if SHOWN[other].succeeded(seen[other]) == "":
                    seen.update(made.grade(CONFIGURATIONS[name], [other]))
        return seen[stem]

    yield look
    made.close()


@pytest.mark.parametrize("stem", SHOWN)
def test_it_succeeds_in_a_weaker_configuration(weakened, stem) -> None:
    seen = weakened(stem)
    assert SHOWN[stem].succeeded(seen) != "", f"{seen.scores}\n{seen.log[-2000:]}\n{seen.text[-2000:]}"


@pytest.mark.parametrize("stem", CORPUS)
def test_a_file_says_what_it_tries(stem) -> None:
    attack = CORPUS[stem]
    assert attack.TRIES.endswith(".") and attack.MUST_NOT.endswith(".")
    assert hasattr(attack, "WEAKER") != bool(getattr(attack, "CANNOT_SHOW", ""))
    assert getattr(attack, "WEAKER", "without network") in CONFIGURATIONS
