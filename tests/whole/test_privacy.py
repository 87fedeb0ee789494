"""/privacy on a phone: what is stored, consents, a copy, and being forgotten, in both delivery modes and languages."""

import json
from typing import Any

import pytest

from services.texts import text
from tests.harness import Phone, until
from tests.whole.chain import Chain, buttons, datas, png

Json = dict[str, Any]
WORDS = "кашалот под капотом"


async def _home(phone: Phone, chain: Chain) -> Json:
    await phone.write("/privacy")
    return await phone.hears(chain.t("privacy-title"))


async def _known(chain: Chain, name: str) -> Phone:
    """Somebody who has shared their contact, asked with a photo, and was answered by name."""
    phone = await chain.client(first_name=name, last_name="Пересветов", username=f"{name.lower()}_p")
    await phone.do("contact")
    await phone.hears("+7 916")
    await phone.send_files("photo", ("a.png", png(), "image/png"), caption=WORDS)
    number = await chain.number_told(phone)
    agent = await chain.agent()
    assert (await agent.next())["number"] == number
    await agent.says(number, f"{name}, приезжайте")
    await phone.hears(f"{name}, приезжайте")
    await chain.becomes(number, lambda request: request["messages"][0]["attachments"][0], "the photo is there")
    return phone


async def _documents(phone: Phone, chain: Chain) -> dict[str, str]:
    """The files the bot has sent, by the end of their names."""

    async def look() -> dict[str, str] | None:
        files = [
            file for m in (await phone.chat())["messages"] if m["out"] for file in m["files"] if file["kind"] == "document"
        ]
        if len(files) < 2:
            return None
        found = {}
        for file in files:
            async with chain.session.get(f"{chain.sandbox}{file['url']}") as response:
                found[file["name"].rpartition(".")[2]] = (await response.read()).decode()
        return found

    return await until(look, "both documents have come")


async def test_what_is_stored_is_told_and_consents_change(chain: Chain) -> None:
    phone = await chain.client()
    home = await _home(phone, chain)
    assert "Пётр" in home["text"]
    assert chain.t("privacy-consent", kind="advertising", state="never", date="") in home["text"]
    await phone.press(home, chain.t("button-privacy-give", kind="advertising"))
    home = await phone.shows(home["message_id"], chain.t("privacy-given"))
    assert chain.t("button-privacy-withdraw", kind="advertising") in buttons(home)
    await phone.press(home, chain.t("button-privacy-withdraw", kind="advertising"))
    home = await phone.shows(home["message_id"], chain.t("privacy-withdrawn", kind="advertising"))
    assert chain.t("button-privacy-give", kind="advertising") in buttons(home)
    kept = await chain.value(
        "SELECT array_agg(granted ORDER BY k.id) FROM consent k JOIN chat USING (client_id) WHERE chat_id = $1 AND kind = 'advertising'",
        phone.person,
    )
    assert kept == [True, False]


async def test_a_copy_comes_as_two_documents_and_once(chain: Chain) -> None:
    phone = await _known(chain, "Евграф")
    home = await _home(phone, chain)
    assert (await phone.press(home, chain.t("button-privacy-copy")))["text"] == chain.t("privacy-copy-coming")
    documents = await _documents(phone, chain)
    assert chain.t("privacy-section", name="requests") in documents["html"]
    for mark in (WORDS, "Евграф Пересветов", "приезжайте", "photo.jpg", "+7916"):
        assert mark in documents["html"]
        assert mark in documents["json"]
    assert json.loads(documents["json"])["chats"][0]["telegram_id"] == phone.person
    assert (await phone.press(home, chain.t("button-privacy-copy")))["text"] == chain.t("privacy-copy-again")
    assert len([m for m in (await phone.chat())["messages"] if m["out"] and m["files"]]) == 2


async def test_two_presses_and_nothing_is_left(chain: Chain) -> None:
    name = "Феофилакт" if chain.mode == "polling" else "Феогност"
    phone = await _known(chain, name)
    home = await _home(phone, chain)
    await phone.press(home, chain.t("button-privacy-copy"))
    await _documents(phone, chain)
    await phone.press(home, chain.t("button-privacy-erase"))
    asked = await phone.shows(home["message_id"], chain.t("privacy-erase-ask"))
    assert chain.t("privacy-erase-requests", count=1) in asked["text"]
    assert chain.t("privacy-erase-kept") in asked["text"]
    await phone.press(asked, chain.t("button-privacy-back"))
    await phone.shows(home["message_id"], chain.t("privacy-title"))
    assert await _leaks(chain, name)
    await phone.press(home, chain.t("button-privacy-erase"))
    asked = await phone.shows(home["message_id"], chain.t("privacy-erase-ask"))
    await phone.press(asked, chain.t("button-privacy-erase-yes"))
    done = await phone.shows(home["message_id"], chain.t("privacy-erased"))
    assert not done.get("reply_markup", {}).get("inline_keyboard")

    async def clean() -> bool:
        return not await _leaks(chain, name)

    await until(clean, "nothing names the person", 20)
    assert await chain.value("SELECT count(*) FROM chat WHERE chat_id = $1", phone.person) == 0
    await _pressed_once_more(phone, chain, asked)


async def _pressed_once_more(phone: Phone, chain: Chain, asked: Json) -> None:
    """An impatient finger; and then a new beginning."""
    await phone.press(asked, chain.t("button-privacy-erase-yes"))
    await phone.shows(asked["message_id"], chain.t("privacy-erased"))
    await phone.start()
    await phone.hears(chain.t("start-choose-language"))


async def _leaks(chain: Chain, name: str) -> list[str]:
    """Tables and files in which the name is found, in plain letters or as JSON escapes."""
    marks = {name.lower(), json.dumps(name.lower())[1:-1]}
    found = []
    async with chain.desk.db.read() as reader:
        for table in await reader.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            rows = await reader.rows(f"SELECT t::text AS said FROM {table['tablename']} t")
            found += [
                table["tablename"] for row in rows if any(mark in row["said"].lower().replace("\\\\", "\\") for mark in marks)
            ]
    files = [path for path in (chain.data_dir / "files").rglob("*") if path.is_file()]
    return found + [str(path) for path in files if any(mark in path.read_text("utf-8", "replace").lower() for mark in marks)]


@pytest.mark.parametrize("forged", ["other", "old", "new", "none"])
async def test_no_forged_button_erases(chain: Chain, forged: str) -> None:
    """Neither somebody else's card, nor a button of long ago or of the future, nor a made-up one."""
    other = await chain.client(first_name="Чужой")
    phone = await chain.client()
    own = await _card(chain, phone)
    now = int((await chain.now()).timestamp())
    data = {
        "other": f"p:erase:{now}:{await _card(chain, other)}", "old": f"p:erase:{now - 3600}:{own}", "new": f"p:erase:{now + 3600}:{own}",
        "none": f"p:erase:{now}:{'x' * 16}",
    }[forged]  # fmt: skip
    home = await _home(phone, chain)
    await phone.press_data(home["message_id"], data)
    asked = await phone.shows(home["message_id"], chain.t("privacy-erase-stale"))
    assert datas(asked)[1].endswith(own)
    assert {await _card(chain, phone), await _card(chain, other)} == {own, await _card(chain, other)}
    assert await chain.value("SELECT count(*) FROM client WHERE erased_at IS NOT NULL AND public_id = ANY ($1)", [own]) == 0


async def _card(chain: Chain, phone: Phone) -> str:
    return str(
        await chain.value("SELECT public_id FROM client JOIN chat ON client_id = client.id WHERE chat_id = $1", phone.person)
    )


async def test_agents_see_that_it_is_over(chain: Chain) -> None:
    phone, _, number = await chain.taken("Стучит")
    home = await _home(phone, chain)
    await phone.press(home, chain.t("button-privacy-erase"))
    asked = await phone.shows(home["message_id"], chain.t("privacy-erase-ask"))
    await phone.press(asked, chain.t("button-privacy-erase-yes"))
    request = await chain.becomes(number, lambda found: found["state"] == "closed", "closed")
    assert (request["outcome"], request["summary"]) == ("refused", text("ru", "privacy-erased-summary"))
    assert (request["client"]["name"], request["client"]["phone"]) == ("", None)
