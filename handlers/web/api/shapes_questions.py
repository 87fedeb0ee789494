"""What those get who are asked by colleagues."""

from pydantic import BaseModel

from handlers.web.api.shapes import Question


class QuestionPut(Question):
    """A question with what it is about, for those who do not see the request: the car and the works."""

    car: str
    year: str
    plate: str
    vin: str
    works: list[str]
    order: str


class Questions(BaseModel):
    """Those that are open, the one that falls due first before the others; at most a hundred."""

    items: list[QuestionPut]
    next: str | None
