"""Settings, edited by heads and admins: the chain's units, bays, technicians, works, people, rules of handing out and of watching, scripts,
typical answers."""

from aiohttp import web

from handlers.web.console.settings import (
    answers,
    audit,
    distribution,
    overview,
    people,
    resource,
    resources,
    scripts,
    tags,
    unit_days,
    unit_group,
    units,
    watch,
    works,
)

ROOT = "/settings"
_CODE = "{code:[a-z0-9_-]{1,32}}"
_ID = "{id:[0-9]{1,9}}"
_TYPE = "{type:[a-z_]{1,32}}"


def routes() -> list[web.RouteDef]:
    """Everything below /console/settings."""
    unit, place, work = f"/units/{_CODE}", f"/resources/{_ID}", f"/works/{_CODE}"
    person, answer = "/staff/{login:[a-z0-9._-]{1,32}}", f"/answers/{_ID}"
    rules, watched = f"/distribution/units/{_CODE}", f"/watch/units/{_CODE}"
    script, own_script = f"/scripts/chain/{_TYPE}", f"/scripts/units/{_CODE}/{_TYPE}"
    pages = {
        "": overview.page, "/chain": overview.chain_page, "/units": units.list_page, "/new-unit": units.new_page, unit: units.unit_page,
        f"{unit}/days": unit_days.page, f"{unit}/group": unit_group.page, f"{unit}/resources": resources.list_page, place: resource.page,
        "/works": works.list_page, "/new-work": works.new_page, work: works.work_page,
        "/staff": people.list_page, "/new-person": people.new_page, person: people.person_page,
        "/answers": answers.list_page, "/new-answer": answers.new_page, answer: answers.answer_page,
        "/distribution": distribution.list_page, "/distribution/chain": distribution.rules_page, rules: distribution.rules_page,
        "/watch": watch.list_page, "/watch/chain": watch.rules_page, watched: watch.rules_page,
        "/scripts": scripts.list_page, script: scripts.script_page, own_script: scripts.script_page,
        "/tags": tags.list_page, "/new-tag": tags.new_page, f"/tags/{_ID}": tags.tag_page, "/tags/repeats": tags.list_page,
        f"/tags/repeats/{_CODE}": tags.list_page, f"/tags/{_ID}/merge": tags.tag_page,
        "/audit": audit.page,
    }  # fmt: skip
    acts = {
        "/chain": overview.name_chain, "/new-unit": units.add, unit: units.save,
        f"{unit}/days": unit_days.add, f"{unit}/days/remove": unit_days.remove, f"{unit}/days/holidays": unit_days.add_holidays,
        f"{unit}/group": unit_group.save, f"{unit}/group/code": unit_group.make_code, f"{unit}/group/rebuild": unit_group.rebuild,
        f"{unit}/group/disconnect": unit_group.disconnect,
        f"{unit}/bays": resources.add_bays, f"{unit}/technicians": resources.add_technicians,
        place: resource.save, f"{place}/block": resource.block, f"{place}/unblock": resource.unblock,
        "/works/usual": works.add_usual, "/new-work": works.add, work: works.save,
        "/new-person": people.add, person: people.save, f"{person}/password": people.new_password, f"{person}/leave": people.leave,
        f"{person}/return": people.take_back,
        "/distribution/chain": distribution.save, rules: distribution.save, f"{rules}/drop": distribution.drop,
        "/watch/chain": watch.save, watched: watch.save, f"{watched}/drop": watch.drop,
        script: scripts.save, f"{script}/drop": scripts.drop, own_script: scripts.save, f"{own_script}/drop": scripts.drop,
        "/new-tag": tags.add, f"/tags/{_ID}": tags.save, f"/tags/{_ID}/merge": tags.merge, "/tags/repeats": tags.days,
        f"/tags/repeats/{_CODE}": tags.days,
        "/new-answer": answers.add, answer: answers.save, f"{answer}/remove": answers.remove,
    }  # fmt: skip
    return [web.get(ROOT + path, page) for path, page in pages.items()] + [
        web.post(ROOT + path, act) for path, act in acts.items()
    ]
