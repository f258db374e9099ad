"""A forwarded text with quotations: each looked up; and the button that opens yinju's own page."""

from __future__ import annotations

import asyncio

from bot.engine.desk import Desk
from bot.texts import TEXTS
from index.ranking.searcher import Searcher
from tests.support.bot_api_messages import Call, entities_of
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import desk_of
from tests.support.scene import Scene

ORIGIN = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Somebody"}
TRUE = "至2023年底已落成8間，另有3間正在施工"
FALSE = TRUE.replace("8", "9")
GROUP = -100


def said(server: BotApiServer, desk: Desk, *chats: int) -> list[Call]:
    """What the bot answers in these chats to a forwarded text with a true, a changed and an invented quotation."""

    async def scene() -> list[Call]:
        text = f"@yinju_test_bot 檢討說「{TRUE}」，又說「{FALSE}」和「館長保證明年所有分館全日開放」。"
        mention = [{"type": "mention", "offset": 0, "length": 15}]
        found: list[Call] = []
        async with Scene(server, desk) as here:
            for chat in chats:
                found += await here.says(text, chat_id=chat, forward_origin=ORIGIN, entities=mention)
        return found

    return asyncio.run(scene())


def test_each_quotation_is_said_to_be_verbatim_changed_or_absent(
    bot_api: BotApiServer, articles_searcher: Searcher
) -> None:
    (call,) = said(bot_api, desk_of(articles_searcher), 4242)
    texts = next(each for each in TEXTS.values() if each.verbatim in call.params["text"])
    verdicts = [each for each in entities_of(call, "bold") if each in (texts.verbatim, texts.changed, texts.absent)]
    assert verdicts == [texts.verbatim, texts.changed, texts.absent]
    assert texts.differs.format(text="9", original="8") in call.params["text"]
    assert [TRUE in quoted for quoted in entities_of(call, "blockquote")] == [True]
    assert "nanyu" in call.params["text"] or "南嶼" in call.params["text"]
    assert "reply_markup" not in call.params or texts.page not in str(call.params["reply_markup"])


def test_the_page_opens_within_telegram_in_private_and_as_a_link_elsewhere(
    bot_api: BotApiServer, articles_searcher: Searcher
) -> None:
    desk = desk_of(articles_searcher)
    desk.public, desk.pass_key = "https://example.org/q", b"key"
    private, group = said(bot_api, desk, 4242, GROUP)
    (within,), (link,) = (call.params["reply_markup"]["inline_keyboard"][0] for call in (private, group))
    assert link["url"].startswith("https://example.org/q/a/nanyu-library-plan?quote=")
    assert "&pass=" in link["url"]
    assert "#p" in link["url"]
    address = within["web_app"]["url"]  # who opens it is checked there: it carries no pass
    assert address.startswith("https://example.org/q/telegram/a/nanyu-library-plan?quote=")
    assert "&p=" in address
    assert "pass=" not in address
