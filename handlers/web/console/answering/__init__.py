"""Answering, beyond words: what is attached, who else is here, what is laid or kept aside, own answers, the document of a dispute."""

from aiohttp import web

from handlers.web.console.answering import aside, document, here, own


def routes(request_path: str) -> list[web.RouteDef]:
    """`request_path` is the path of a request's page."""
    return [
        web.get(request_path + "/here", here.part),
        web.post(request_path + "/typing", here.typing),
        web.get(request_path + "/export", document.page),
        web.get("/answers", own.page),
        web.post("/answers", own.add),
        web.post("/answers/{id:[0-9]{1,9}}", own.save),
        web.post("/answers/{id:[0-9]{1,9}}/remove", own.remove),
        web.get("/answers/{id:[0-9]{1,9}}", own.back),
        web.get("/answers/{id:[0-9]{1,9}}/remove", own.back),
        web.get("/aside", aside.page),
        web.post("/aside/restore", aside.restoring),
        web.post("/aside/again", aside.again),
        web.get("/aside/restore", aside.back),
        web.get("/aside/again", aside.back),
    ]
