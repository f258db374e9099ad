"""More than sixty messages, as a new user would send them, with the real engine."""

from __future__ import annotations

from index.ranking.searcher import Searcher
from tests.support.conversation_transcript import GROUP, transcript
from tests.support.desks import desk_of


def test_a_conversation_of_sixty_messages(searcher: Searcher) -> None:
    scene = transcript(desk_of(searcher))
    print("\n".join(scene.lines))
    text = "\n".join(scene.lines)
    assert scene.acts >= 60
    assert "Something went wrong" not in text
    assert "出错" not in text
    for said in ("55所", "2600亿元", "over 260 billion yuan", "动工", "The articles have changed", "Noted"):
        assert said in text, said
    answered = {call.params["reply_parameters"]["message_id"] for call in scene.server.made("sendMessage")}
    ignored = {
        i for (chat, i), each in scene.server.messages.items() if chat == GROUP and each["from"]["id"] in (5, 88)
    }
    assert ignored
    assert not answered & ignored
