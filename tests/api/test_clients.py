"""Clients' cards through the API."""

import pytest

from tests.api.shop import Caller, Shop, new_phone, unique


async def test_put_creates_then_changes(source: Caller, reader: Caller) -> None:
    ref, phone = unique("crm:"), new_phone()
    body = {"name": "Ольга Ларина", "phone": phone.replace("+7", "8 "), "birthday": "1985-02-28", "tier": "vip"}
    made = (await source.put(f"/clients/{ref}", body)).ok(201)
    assert made == {
        "id": made["id"], "ref": ref, "name": "Ольга Ларина", "phone": phone, "phone_verified_by": None,
        "phone_unverified": None, "telegram": False, "language": "ru", "tier": "vip", "birthday": "1985-02-28",
    }  # fmt: skip
    assert (await source.put(f"/clients/{ref}", body)).ok(200) == made
    changed = (await source.put(f"/clients/{ref}", body | {"name": "Ольга Иванова", "phone": new_phone()})).ok(200)
    assert (changed["id"], changed["name"]) == (made["id"], "Ольга Иванова")
    assert (await reader.get(f"/clients/{ref}")).ok() == changed


async def test_what_is_left_out_stays_and_null_removes(source: Caller) -> None:
    ref, phone = unique("crm:"), new_phone()
    full = {"name": "Ольга", "phone": phone, "birthday": "1985-02-28", "tier": "vip"}
    (await source.put(f"/clients/{ref}", full)).ok(201)
    kept = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(200)
    assert (kept["birthday"], kept["tier"]) == ("1985-02-28", "vip")
    cleared = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone, "tier": None})).ok(200)
    assert (cleared["birthday"], cleared["tier"]) == ("1985-02-28", None)


async def test_same_phone_other_ref_is_the_same_card(source: Caller) -> None:
    phone, refs = new_phone(), [unique("crm:"), unique("dms:")]
    first, second = [(await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201) for ref in refs]
    assert first["id"] == second["id"]
    assert (second["ref"], (await source.get(f"/clients/{refs[0]}")).ok()["id"]) == (refs[1], first["id"])


async def test_found_by_phone_however_it_is_written(source: Caller) -> None:
    ref, phone = unique("crm:"), new_phone()
    made = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201)
    for written in (phone.replace("+", "%2B"), phone, "8" + phone[2:], f"8%20({phone[2:5]})%20{phone[5:]}"):
        assert (await source.get(f"/clients?phone={written}")).ok() == {"items": [made], "next": None}
    assert (await source.get("/clients?phone=%2B79990000000")).ok() == {"items": [], "next": None}
    (await source.get("/clients?phone=abc")).refused(422, "invalid")


async def test_a_person_who_only_chats_has_no_phone(shop: Shop, reader: Caller) -> None:
    number, _ = await shop.chat()
    client = (await reader.get(f"/requests/{number}")).ok()["client"]
    assert (client["name"], client["phone"], client["ref"], client["telegram"]) == ("Пётр", None, None, True)


@pytest.mark.parametrize(
    ("ref", "body", "field"),
    [("a%20b", {}, "ref"), ("x" * 65, {}, "ref"), ("%00", {}, "ref"), ("ok", {"name": ""}, "name"), ("ok", {"name": None}, "name"),
     ("ok", {"phone": "none"}, "phone"), ("ok", {"birthday": "2999-01-01"}, "birthday"), ("ok", {"birthday": "1800-01-01"}, "birthday"),
     ("ok", {"birthday": "01.02.1985"}, "birthday"), ("ok", {"birthday": 5}, "birthday"), ("ok", {"tier": "x" * 65}, "tier")],
)  # fmt: skip
async def test_invalid_cards(source: Caller, ref: str, body: dict[str, object], field: str) -> None:
    whole = {"name": "Ольга", "phone": "+79127770000", **body}
    problem = (await source.put(f"/clients/{ref}", whole)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]
