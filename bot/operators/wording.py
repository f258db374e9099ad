"""The words for operators, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update


@dataclass(frozen=True, slots=True)
class Wording:
    """What operators are told, and what everyone is told about their records."""

    closed: str = "This bot answers only where its operator has opened it. This chat's number is {chat}."
    forgotten: str = "Deleted: {count} notes of yours. Nothing about you is kept any more."
    nothing_kept: str = "This bot keeps no notes."
    records_fail: str = "The records can't be read at the moment; the log says why."
    no_unanswered: str = "Nothing: every question so far was answered."
    unanswered: str = "Asked and not answered, the most frequent first:"
    no_feedback: str = "No feedback yet."
    feedback: str = "Feedback by passage, complaints first (👍 · 👎):"
    reloaded: str = "In service now: {version}."
    same: str = "Nothing new: {version} stays in service."
    refused: str = "Refused, the old library stays in service: {reason}"
    health: str = (
        "Library {version}: {articles} articles, {passages} passages\nQuestions waiting: {waiting}\nUp for {up}"
    )
    reading: str = "Reading it…"
    not_read: str = "It can't be added: {reason}"
    preview: str = (
        "{title}\n\n{paragraphs} paragraphs, {statistics} figures. It begins:\n\n{beginning}\n\nAdd it to the corpus?"
    )
    add: str = "Add"
    discard: str = "Discard"
    indexing: str = "Adding it. The bot goes on answering meanwhile."
    live: str = "Live: {name}. The corpus holds {articles} articles now."
    not_built: str = "It was not added, and the corpus is as it was: {reason}"
    discarded: str = "Discarded."
    gone: str = "That preview is gone. Send the article again."
    kinds: str = "Send .txt, .md, .html or .pdf, at most 20 MB."
    hosts: str = "Pages are read only from the hosts in YINJU_ARTICLE_HOSTS, and {host} is not among them."


ENGLISH = Wording()
CHINESE = Wording(
    closed="本机器人只在管理员开放的聊天中回答。此聊天的编号是 {chat}。",
    forgotten="已删除您的 {count} 条记录，现在不再保存任何与您有关的内容。",
    nothing_kept="本机器人不保存任何记录。",
    records_fail="暂时读不到记录，原因见日志。",
    no_unanswered="没有：到目前为止的问题都有答案。",
    unanswered="没能回答的问题，按次数排列：",
    no_feedback="还没有评价。",
    feedback="各段落的评价，差评多的在前（👍 · 👎）：",
    reloaded="现在使用：{version}。",
    same="没有新的，继续使用 {version}。",
    refused="新库不可用，继续使用旧库：{reason}",
    health="文库 {version}：{articles} 篇文章，{passages} 个段落\n等待的问题：{waiting}\n已运行 {up}",
    reading="正在读取…",
    not_read="无法加入：{reason}",
    preview="{title}\n\n{paragraphs} 段，{statistics} 个数字。开头是：\n\n{beginning}\n\n要加入文库吗？",
    add="加入",
    discard="放弃",
    indexing="正在加入，期间照常回答。",
    live="已加入：{name}。文库现有 {articles} 篇文章。",
    not_built="没有加入，文库保持原样：{reason}",
    discarded="已放弃。",
    gone="这个预览已失效，请重新发送文章。",
    kinds="请发送 .txt、.md、.html 或 .pdf，最大 20 MB。",
    hosts="只从 YINJU_ARTICLE_HOSTS 列出的网站读取，{host} 不在其中。",
)


def wording(update: Update) -> Wording:
    """The words in the language of the user's Telegram."""
    user = update.effective_user
    return CHINESE if user and (user.language_code or "").lower().startswith("zh") else ENGLISH
