"""Every word the interface says, in each language it speaks."""

from __future__ import annotations

from dataclasses import dataclass

from index.records import Answer, Language

Commands = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface in one language."""

    welcome: str
    help: str
    greeting: str
    thanks: str
    ask_something: str
    not_found: str
    nearest: str
    also: str
    only_text: str
    failed: str
    chat: str
    description: str
    short_description: str
    commands: Commands


TEXTS: dict[Language, Texts] = {
    "en": Texts(
        welcome="Hello! I answer questions by quoting the articles I know, word for word and with the source."
        "\n\nAsk in English or Chinese, for example:\nhow many schools were built\n全市GDP多少",
        help="Send a question; the answer is a quote from an article: the figure first, then the sentence "
        "it stands in, then the source. I never write anything of my own, and when the articles don't say, "
        "I tell you so.\n\nIn a group, mention me, reply to me, or write /ask and your question.",
        greeting="Hello! Ask me something the articles say, for example: how many schools were built",
        thanks="You're welcome! Ask me anything else the articles may say.",
        ask_something="Ask something, for example: how many schools were built",
        not_found="The articles don't say.",
        nearest="Closest, but not an answer:",
        also="Also:",
        only_text="I can only read text. Write your question in words.",
        failed="Something went wrong on my side, sorry. Please ask again. (error {id})",
        chat="Ask in English or Chinese. Ctrl-D ends.",
        description="Ask in English or Chinese. I answer by quoting articles word for word: the figure, "
        "the sentence it stands in, and the source. When they don't say, I tell you so.",
        short_description="Answers questions by quoting articles word for word, with the source.",
        commands=(
            ("ask", "Ask a question"),
            ("help", "How to ask and what you get"),
            ("start", "Say hello"),
        ),
    ),
    "zh": Texts(
        welcome="你好！我用文章原文回答问题，一字不改，并注明出处。"
        "\n\n中文英文都可以问，例如：\n建了多少所学校\nwhat is the city's GDP",
        help="发来一个问题，我用文章里的原话回答：先给数字，再给原句，最后给出处。"
        "我不自己写一个字；文章没有说的，我会直说。\n\n在群里请@我、回复我，或发送 /ask 加上问题。",
        greeting="你好！请问一个文章里写到的问题，例如：建了多少所学校",
        thanks="不客气！还有什么想问的？",
        ask_something="请输入问题，例如：建了多少所学校",
        not_found="文章里没有说到这个问题。",
        nearest="最接近的段落（不是答案）：",
        also="另外：",
        only_text="我只能读文字，请用文字提问。",
        failed="抱歉，我这边出错了，请再问一次。（错误 {id}）",
        chat="中文英文都可以问。按 Ctrl-D 结束。",
        description="中文英文都可以问。我用文章原文回答：先给数字，再给原句，最后给出处。文章没有说的，我会直说。",
        short_description="用文章原文回答问题，一字不改，注明出处。",
        commands=(("ask", "提问"), ("help", "怎么问、得到什么"), ("start", "打个招呼")),
    ),
    "zh-Hant": Texts(
        welcome="你好！我用文章原文回答問題，一字不改，並註明出處。"
        "\n\n中文英文都可以問，例如：\n建了多少所學校\nwhat is the city's GDP",
        help="發來一個問題，我用文章裡的原話回答：先給數字，再給原句，最後給出處。"
        "我不自己寫一個字；文章沒有說的，我會直說。\n\n在群組裡請@我、回覆我，或傳送 /ask 加上問題。",
        greeting="你好！請問一個文章裡寫到的問題，例如：建了多少所學校",
        thanks="不客氣！還有什麼想問的？",
        ask_something="請輸入問題，例如：建了多少所學校",
        not_found="文章裡沒有說到這個問題。",
        nearest="最接近的段落（不是答案）：",
        also="另外：",
        only_text="我只能讀文字，請用文字提問。",
        failed="抱歉，我這邊出錯了，請再問一次。（錯誤 {id}）",
        chat="中文英文都可以問。按 Ctrl-D 結束。",
        description="中文英文都可以問。我用文章原文回答：先給數字，再給原句，最後給出處。文章沒有說的，我會直說。",
        short_description="用文章原文回答問題，一字不改，註明出處。",
        commands=(("ask", "提問"), ("help", "怎麼問、得到什麼"), ("start", "打個招呼")),
    ),
}


def language_of(code: str | None) -> Language:
    """The interface language for a Telegram ``language_code`` such as ``zh-hant`` or ``pt-br``."""
    parts = (code or "").lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        return "en"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts[1:]) else "zh"


def remark(answer: Answer) -> str:
    """What is said where nothing is quoted: a greeting returned, or that the articles don't say."""
    texts = TEXTS[answer.language]
    if answer.smalltalk:
        return texts.greeting if answer.smalltalk == "greeting" else texts.thanks
    return texts.not_found if answer.question.strip() else texts.ask_something
