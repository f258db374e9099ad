"""The interface in Chinese, simplified script."""

from __future__ import annotations

from bot.texts.form import Numbers, Texts

TEXTS = Texts(
    code="zh",
    numbers=Numbers(
        strange=r"(?i)thousand|million|billion|trillion|dozen|\d ?[mk]\b|\d ?bn\b",
        scales=((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
        qualifiers={"about": "约{}", "over": "超{}", "under": "不到{}"},
        money={
            "$": "{}美元",
            "US$": "{}美元",
            "USD": "{}美元",
            "dollars": "{}美元",
            "£": "{}英镑",
            "GBP": "{}英镑",
            "€": "{}欧元",
            "EUR": "{}欧元",
            "yuan": "{}元",
            "RMB": "{}元",
            "CNY": "{}元",
            "HK$": "{}港元",
            "HKD": "{}港元",
        },
    ),
    welcome="你好！我用文章原文回答问题，一字不改，并注明出处。"
    "\n\n中文英文都可以问，例如：\n建了多少所学校\nwhat is the city's GDP",
    help="发来一个问题，我用文章里的原话回答：先给数字，再给原句，最后给出处。"
    "我不自己写一个字；找不到的，我会直说。\n\n"
    "转发或粘贴一个说法，我找文章里相关的段落。修改问题，回答也跟着改。\n\n"
    "/stats 列出所有数字，/stats 加话题只列相关的；/articles 看我读过的文章；/random 每日一数。\n\n"
    "只想问其中几篇，就在问题或 /articles 后面加上 in:名称、publisher:报社、after:2021-06 或 before:2022，"
    "中间空一格；名称里有空格时请加引号。\n\n"
    "在群里请@我、回复我，或发送 /ask 加上问题。在其他聊天里，输入 @{bot} 加上问题。",
    greeting="你好！请问一个文章里写到的问题，例如：建了多少所学校",
    thanks="不客气！还有什么想问的？",
    ask_something="请输入问题，例如：建了多少所学校",
    perhaps="不太确定，最接近的是：",
    not_found="在这些文章里没有找到。",
    not_found_with="在符合 {filter} 的文章里没有找到。",
    nearest="最接近的段落（不是答案）：",
    also="另外：",
    also_in="同文又见：",
    others="另有 {count} 处",
    no_date="{filter} 不是我能读懂的日期。请写成 after:2021、before:2021-06 或 after:2021-06-15。",
    no_article="没有 {filter} 这篇文章。文章列表里写着每篇的名称。",
    none_match="没有符合 {filter} 的文章。",
    no_question="请把问题和 {filter} 写在一起，例如：建了多少所学校 {filter}",
    long_text="文字较长，请只发想核对的那一句。",
    only_text="我只能读文字，请用文字提问。",
    no_voice="我听不了语音，请用文字提问。",
    no_files="我不打开文件。请粘贴想核对的句子，或用文字提问。",
    busy="现在提问的人太多，请 {seconds} 秒后再问。",
    too_fast="您问得太快了，请 {seconds} 秒后再继续。",
    failed="抱歉，我这边出错了，请再问一次。（错误 {id}）",
    chat="中文英文都可以问。按 Ctrl-D 结束。",
    more="更多 ▸",
    gloss="逐词释义",
    share="分享",
    card="🖼 图片",
    chart="📊 {unit}",
    back_to_answer="↩ 回答",
    closest="最接近的段落",
    figures="所有数字",
    outline="提纲",
    articles="文章",
    another="再来一个",
    open="在 {bot} 中打开",
    ask_your_own="问一个问题",
    button_too_old="文章已更新，请重新提问。",
    question_gone="看不到原来的问题了，请重新提问。",
    passage_gone="找不到这一段了，文章已更新。请直接问我：",
    thanks_for_rating="记下了，谢谢。",
    no_picture="图片没有发出去，请再点一次。",
    charted="以“{unit}”计的数字",
    gloss_note="逐词释义，取自词典 CC-CEDICT，不是翻译。",
    nothing_to_gloss="这段引文里没有中文。",
    all_figures="所有数字",
    figures_on="关于“{topic}”的数字",
    figures_near="关于“{topic}”找到的不多。最接近的：",
    no_figures="文章里没有数字。",
    figure_of_the_day="每日一数",
    corpus="我读过的文章",
    size="{paragraphs}段，{figures}个数字",
    about="yinju {version}（引据）引用{articles}篇文章（{paragraphs}段，{figures}个数字）的原文回答问题，一字不改。"
    "不用大语言模型，不生成任何文字。\n\n逐词释义：CC-CEDICT（CC BY-SA 4.0）。",
    rights="文章的权利属于其发布者：",
    privacy="你的问题只用来回答，不写入任何日志。回答期间它存在机器人的磁盘上，以免机器人停止时丢失，回答后即删除。"
    "文章没有答案的问题，我会记下原话，让管理员知道缺什么；点👍或👎时，记下段落和评价。两者旁边只有你的用户编号的带密钥哈希值，"
    "没有编号本身，也没有你的名字。它们在 {days} 天后删除，发送 /forget 则立即删除。"
    "为了在你修改问题时一并修改回答，我会暂时记住哪条消息回答了你的哪条消息。",
    description="中文英文都可以问。我用文章原文回答：先给数字，再给原句，最后给出处。找不到的，我会直说。",
    short_description="用文章原文回答问题，一字不改，注明出处。",
    commands=(
        ("ask", "提问"),
        ("stats", "所有数字，或某个话题的数字"),
        ("articles", "有哪些文章"),
        ("random", "每日一数"),
        ("about", "版本、文章、权利"),
        ("privacy", "你写的内容会留下什么"),
        ("forget", "删除与你有关的记录"),
        ("help", "怎么问、得到什么"),
    ),
)
