"""Typical answers: words the chain has agreed on, inserted into an answer and sent by a person who read them first."""

from services.answers.editing import AnswerData, add_answer, answer_to_edit, answers_to_edit, change_answer, remove_answer
from services.answers.reading import Offered, answers_for, one_answer

__all__ = [
    "AnswerData", "Offered", "add_answer", "answer_to_edit", "answers_for", "answers_to_edit", "change_answer", "one_answer",
    "remove_answer",
]  # fmt: skip
