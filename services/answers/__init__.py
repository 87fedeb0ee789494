"""Typical answers: words the chain or one agent has settled on, inserted into an answer and sent by a person who read them first."""

from services.answers.editing import AnswerData, add_answer, answer_to_edit, answers_to_edit, change_answer, remove_answer
from services.answers.own import add_own, change_own, own_answers, remove_own
from services.answers.reading import Offered, answers_for, count_use, one_answer, uses
from services.answers.variables import check_braces, holes, unknown_braces, variable_names

__all__ = [
    "AnswerData", "Offered", "add_answer", "add_own", "answer_to_edit", "answers_for", "answers_to_edit", "change_answer", "change_own",
    "check_braces", "count_use", "holes", "one_answer", "own_answers", "remove_answer", "remove_own", "unknown_braces", "uses",
    "variable_names",
]  # fmt: skip
