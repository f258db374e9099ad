"""The interface in Chinese, traditional script."""

from __future__ import annotations

from bot.texts.form import Numbers, Texts

TEXTS = Texts(
    code="zh-Hant",
    numbers=Numbers(
        strange=r"(?i)thousand|million|billion|trillion|dozen|\d ?[mk]\b|\d ?bn\b",
        scales=((1e12, "萬億"), (1e8, "億"), (1e4, "萬")),
        qualifiers={"about": "約{}", "over": "超{}", "under": "不到{}"},
        money={
            "$": "{}美元",
            "US$": "{}美元",
            "USD": "{}美元",
            "dollars": "{}美元",
            "£": "{}英鎊",
            "GBP": "{}英鎊",
            "€": "{}歐元",
            "EUR": "{}歐元",
            "yuan": "{}元",
            "RMB": "{}元",
            "CNY": "{}元",
            "HK$": "{}港元",
            "HKD": "{}港元",
        },
    ),
    welcome="你好！我用文章原文回答問題，一字不改，並註明出處。"
    "\n\n中文英文都可以問，例如：\n建了多少所學校\nwhat is the city's GDP",
    help="發來一個問題，我用文章裡的原話回答：先給數字，再給原句，最後給出處。"
    "我不自己寫一個字；找不到的，我會直說。\n\n"
    "轉發或貼上一個說法，我找文章裡相關的段落。修改問題，回答也跟著改。\n\n"
    "/stats 列出所有數字，/stats 加話題只列相關的；/articles 看我讀過的文章；/random 每日一數。\n\n"
    "只想問其中幾篇，就在問題或 /articles 後面加上 in:名稱、publisher:報社、after:2021-06 或 before:2022，"
    "中間空一格；名稱裡有空格時請加引號。\n\n"
    "在群組裡請@我、回覆我，或傳送 /ask 加上問題。在其他聊天裡，輸入 @{bot} 加上問題。",
    greeting="你好！請問一個文章裡寫到的問題，例如：建了多少所學校",
    thanks="不客氣！還有什麼想問的？",
    ask_something="請輸入問題，例如：建了多少所學校",
    perhaps="不太確定，最接近的是：",
    not_found="在這些文章裡沒有找到。",
    not_found_with="在符合 {filter} 的文章裡沒有找到。",
    nearest="最接近的段落（不是答案）：",
    also="另外：",
    also_in="同文又見：",
    others="另有 {count} 處",
    no_date="{filter} 不是我能讀懂的日期。請寫成 after:2021、before:2021-06 或 after:2021-06-15。",
    no_article="沒有 {filter} 這篇文章。文章列表裡寫著每篇的名稱。",
    none_match="沒有符合 {filter} 的文章。",
    no_question="請把問題和 {filter} 寫在一起，例如：建了多少所學校 {filter}",
    long_text="文字較長，請只發想核對的那一句。",
    only_text="我只能讀文字，請用文字提問。",
    no_voice="我聽不了語音，請用文字提問。",
    no_files="我不開啟檔案。請貼上想核對的句子，或用文字提問。",
    busy="現在提問的人太多，請 {seconds} 秒後再問。",
    too_fast="您問得太快了，請 {seconds} 秒後再繼續。",
    failed="抱歉，我這邊出錯了，請再問一次。（錯誤 {id}）",
    chat="中文英文都可以問。按 Ctrl-D 結束。",
    more="更多 ▸",
    gloss="逐詞釋義",
    share="分享",
    card="🖼 圖片",
    chart="📊 {unit}",
    back_to_answer="↩ 回答",
    closest="最接近的段落",
    figures="所有數字",
    outline="提綱",
    articles="文章",
    another="再來一個",
    open="在 {bot} 中開啟",
    ask_your_own="問一個問題",
    button_too_old="文章已更新，請重新提問。",
    question_gone="看不到原來的問題了，請重新提問。",
    passage_gone="找不到這一段了，文章已更新。請直接問我：",
    thanks_for_rating="記下了，謝謝。",
    no_picture="圖片沒有發出去，請再點一次。",
    charted="以“{unit}”計的數字",
    gloss_note="逐詞釋義，取自詞典 CC-CEDICT，不是翻譯。",
    nothing_to_gloss="這段引文裡沒有中文。",
    all_figures="所有數字",
    figures_on="關於“{topic}”的數字",
    figures_near="關於“{topic}”找到的不多。最接近的：",
    no_figures="文章裡沒有數字。",
    figure_of_the_day="每日一數",
    corpus="我讀過的文章",
    size="{paragraphs}段，{figures}個數字",
    about="yinju {version}（引據）引用{articles}篇文章（{paragraphs}段，{figures}個數字）的原文回答問題，一字不改。"
    "不用大語言模型，不生成任何文字。\n\n逐詞釋義：CC-CEDICT（CC BY-SA 4.0）。",
    rights="文章的權利屬於其發佈者：",
    privacy="你的問題只用來回答，不寫入任何日誌。回答期間它存在機器人的磁碟上，以免機器人停止時遺失，回答後即刪除。"
    "文章沒有答案的問題，我會記下原話，讓管理員知道缺什麼；點👍或👎時，記下段落和評價。兩者旁邊只有你的使用者編號的帶密鑰雜湊值，"
    "沒有編號本身，也沒有你的名字。它們在 {days} 天後刪除，傳送 /forget 則立即刪除。"
    "為了在你修改問題時一併修改回答，我會暫時記住哪則訊息回答了你的哪則訊息。",
    description="中文英文都可以問。我用文章原文回答：先給數字，再給原句，最後給出處。找不到的，我會直說。",
    short_description="用文章原文回答問題，一字不改，註明出處。",
    commands=(
        ("ask", "提問"),
        ("stats", "所有數字，或某個話題的數字"),
        ("articles", "有哪些文章"),
        ("random", "每日一數"),
        ("about", "版本、文章、權利"),
        ("privacy", "你寫的內容會留下什麼"),
        ("forget", "刪除與你有關的紀錄"),
        ("help", "怎麼問、得到什麼"),
    ),
)
