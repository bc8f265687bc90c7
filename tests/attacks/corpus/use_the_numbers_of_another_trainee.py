from course.questions import draws
from course.questions.answers import store as answers
from course.questions.bank.loading import load_bank

TRIES = "Hand in what is right for another trainee's numbers, under that trainee's id."
MUST_NOT = "Points that the machine gives for another's numbers."
WEAKER = "the id in the file is believed"


def change(folder):
    question = load_bank(folder).find("own-number")
    number = 2 * draws.draw(question, "autumn", "a-neighbour")["n"]
    given = {"own-number": answers.Entry(value=number, at="2026-11-23T14:02:00+00:00", attempts=1)}
    file = answers.Answers(module="m1", id="a-neighbour", answers=given)
    (folder / "answers.json").write_bytes(answers.dump(file))


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
