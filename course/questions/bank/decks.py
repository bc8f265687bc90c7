"""Decks: practice questions that a game plays together."""

from course.questions.bank.models import Bank, Question


def deck_of(bank: Bank, deck: str) -> list[Question]:
    """The questions that a deck plays, in order: those whose ids begin with its name and a hyphen."""
    return [question for question in bank if question.id.startswith(f"{deck}-")]
