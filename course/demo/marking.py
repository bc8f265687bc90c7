"""A made-up grader: what faculty do in formgrader once the machine has graded."""

from course.demo import answering
from course.demo.acts import Stage
from course.demo.people import PEOPLE
from course.questions.bank.loading import load_bank, load_keys


def grade_texts(stage: Stage, module: str) -> None:
    """What a grader does in formgrader: points and a comment for each text, after the rubric."""
    bank = load_bank(stage.course / "source" / module)
    keys = load_keys(stage.course / "faculty" / module, bank, trial=False)
    with stage.gradebook() as book:
        for person in PEOPLE:
            for question, (points, comment) in answering.text_points(bank, keys, person).items():
                grade = book.find_grade(question, module, module, person.id)
                grade.manual_score, grade.needs_manual_grade = points, False
                book.find_comment(question, module, module, person.id).manual_comment = comment
        book.db.commit()
