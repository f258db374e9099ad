"""The interface in English."""

from __future__ import annotations

from bot.texts.form import Numbers, OperatorTexts, PageTexts, Texts

TEXTS = Texts(
    code="en",
    numbers=Numbers(
        strange=r"[十百千万萬億亿]",
        scales=((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
        qualifiers={"about": "about {}", "over": "over {}", "under": "under {}"},
        money={
            "元": "{} yuan",
            "人民币": "{} yuan",
            "圆": "{} yuan",
            "美元": "{} US dollars",
            "美金": "{} US dollars",
            "港元": "{} Hong Kong dollars",
            "港币": "{} Hong Kong dollars",
            "欧元": "{} euros",
            "英镑": "{} pounds sterling",
            "日元": "{} yen",
            "台币": "{} Taiwan dollars",
            "新台币": "{} Taiwan dollars",
            "澳门元": "{} patacas",
        },
        percent="{}%",
    ),
    welcome="Hello! I answer questions by quoting the articles I know, word for word and with the source."
    "\n\nAsk in English or Chinese, and go on from there: and in 2020? · what about hospitals? · source?",
    held="Articles I have read: {articles}{years}; the newest is {newest}.",
    how_many="how many {counted}?",
    group_hello="Hello! I quote the articles I know. Mention me (@{bot}), reply to me, or write /ask and your "
    "question; to all else I am silent.",
    help="Send a question; the answer is a quote from an article: the figure first, then the sentence "
    "it stands in, then the source. I never write anything of my own, and what I don't find, "
    "I don't answer.\n\n"
    "Forward or paste a claim, and I look for the passage about it; forward a text with quotations, and I say of each "
    "whether it is word for word. Edit your question, and its answer changes.\n\n"
    "/stats lists every figure, /stats and a topic those on it; /articles shows what I have read; "
    "/random is a figure of the day.\n\n"
    "To ask only some of the articles, add in:NAME, publisher:NAME, after:2021-06 or before:2022 to your question "
    'or to /articles; names with spaces stand in "quotation marks".\n\n'
    "In a group, mention me, reply to me, or write /ask and your question. "
    "In any other chat, write @{bot} and your question.",
    greeting="Hello! Ask me something the articles say, for example: how many schools were built",
    thanks="You're welcome! Ask me anything else the articles may say.",
    ask_something="Ask something, for example: how many schools were built",
    perhaps="I'm not sure. This comes closest:",
    not_found="I didn't find that in the articles.",
    not_found_with="I didn't find that in the articles that match {filter}.",
    claim_equal="As in the article: {figure}",
    claim_about="About right. You wrote {claimed}; the article: {figure}",
    claim_different="You wrote {claimed}. The article: {figure}",
    claim_other="You wrote {claimed} for {year}. The article's figure is of {period}: {figure}",
    another_time="another time",
    claim_none="{claimed}: I didn't find that.",
    lost="I don't know what that goes with. Ask it as a whole question, please.",
    no_more="There is nothing more on that.",
    nothing_before="I remember your last question for ten minutes, and there is none. Ask me something first.",
    surely="I take this to be the answer: these are the article's own words. Whether they are true is more than "
    "I know.",
    unsurely="No, I'm not. I only found what comes closest; read the sentence and judge.",
    not_surely="I didn't find an answer in the articles, so there is nothing to be sure of.",
    no_translation="I don't translate: I only quote. What stands in Chinese I can gloss word by word.",
    no_summary="I don't summarise: I only quote. This is what I have read; choose an article to see its parts.",
    mentioned="Where “{topic}” stands:",
    not_mentioned="I didn't find “{topic}” in the {articles} articles. Closest:",
    undated="Left out for want of a date: {count} articles.",
    nearest="Closest, but not an answer:",
    also="Also:",
    also_in="also in:",
    others="and {count} more",
    no_date="{filter} is no date I can read. Write after:2021, before:2021-06 or after:2021-06-15.",
    no_article="There is no article {filter}. The list of articles shows what each is called.",
    none_match="No article matches {filter}.",
    no_question="Ask something together with {filter}, for example: how many schools were built {filter}",
    long_text="Your text is long. Send me the one sentence that you want to check.",
    only_text="I can only read text. Write your question in words.",
    no_voice="I can't listen, I can only read. Write your question in words.",
    no_files="I don't open files. Paste the sentence you want to check, or write your question in words.",
    busy="Too many questions at the moment. Please ask again in {seconds} s.",
    too_fast="That was many questions in a short time. Please go on in {seconds} s.",
    failed="Something went wrong on my side, sorry. Please ask again. (error {id})",
    chat="Ask in English or Chinese; help shows how to go on. Ctrl-D ends.",
    chat_help="Ask a question in English or Chinese, then go on from it: more · source? · why? · and in 2020? · "
    "what about hospitals?\nA claim is looked up, too. figures TOPIC lists the figures on it, /articles what I have "
    "read, gloss the answer's words from the dictionary; exit ends.",
    more="More ▸",
    gloss="Gloss",
    csv="⬇ CSV",
    compared="Side by side, nothing added up:",
    compared_none="not found",
    cite="❝ Cite",
    quoted="quote",
    to_copy="To copy:",
    share="Share",
    card="🖼 Card",
    chart="📊 {unit}",
    back_to_answer="↩ Answer",
    closest="Closest passages",
    figures="All figures",
    articles="Articles",
    another="Another",
    open="Open in {bot}",
    ask_your_own="Ask something",
    page="Page",
    verbatim="Word for word in the articles.",
    changed="Changed. The articles have:",
    absent="Not in the articles.",
    differs="“{text}”: the article has “{original}”",
    added="added: “{text}”",
    left_out="left out: “{original}”",
    no_quotations="There is no quotation in it: nothing of four characters or more between quotation marks.",
    button_too_old="The articles have changed since. Please ask again.",
    question_gone="I can't see the question any more. Please ask again.",
    passage_gone="I can't find that passage any more; the articles have changed. Ask me instead:",
    thanks_for_rating="Noted, thank you.",
    no_picture="I couldn't send the picture. Please tap again.",
    charted="Figures counted in {unit}",
    gloss_note="Word by word, from the dictionary CC-CEDICT. Not a translation.",
    nothing_to_gloss="There is no Chinese in this quote.",
    all_figures="All figures",
    figures_on="Figures on “{topic}”",
    figures_near="I found little on “{topic}”. Closest:",
    no_figures="There are no figures in the articles.",
    figure_of_the_day="Figure of the day",
    corpus="What I have read",
    size="{paragraphs} paragraphs, {figures} figures",
    about="yinju {version} answers by quoting its articles word for word. No language model is asked, "
    "nothing is generated.\n\nArticles: {articles} · paragraphs: {paragraphs} · figures: {figures}\n\n"
    "Glosses: CC-CEDICT (CC BY-SA 4.0).",
    rights="The articles belong to their publishers:",
    privacy="Your question is used to answer it and is not written to any log. While it is being answered it stands "
    "on the bot's disk, so that it isn't lost if the bot stops; then it is deleted. If the articles don't answer it, "
    "I keep its words, for the operators to see what is missing. With 👍 or 👎 I keep the passage and the verdict. "
    "Beside both stands a keyed hash of your user number, never the number itself or your name. They are deleted "
    "after {days} days, and at once when you send /forget. To edit an answer when you edit your question, I remember "
    "for a while which of my messages answered yours, and for ten minutes this chat's last question, in memory alone, "
    "so that you can go on from it.",
    closed="This bot answers only where its operator has opened it. This chat's number is {chat}.",
    forgotten="Deleted: {count} notes of yours. Nothing about you is kept any more.",
    nothing_kept="This bot keeps no notes.",
    records_fail="The records can't be read at the moment; the log says why.",
    operators=OperatorTexts(
        commands=(
            ("unanswered", "What was asked and not answered"),
            ("feedback", "Verdicts by passage"),
            ("reload", "Put the newest library in service"),
            ("health", "How the bot is"),
        ),
        no_unanswered="Nothing: every question so far was answered.",
        unanswered="Asked and not answered, the most frequent first:",
        no_feedback="No feedback yet.",
        feedback="Feedback by passage, complaints first (👍 · 👎):",
        reloaded="In service now: {version}.",
        same="Nothing new: {version} stays in service.",
        refused="Refused, the old library stays in service: {reason}",
        health="Library {version}: {articles} articles, {paragraphs} paragraphs\n"
        "Questions waiting: {waiting}\nUp for {up}",
        not_read="It can't be added: {reason}",
        preview="{title}\n\n{paragraphs} paragraphs, {rows} rows of tables, {statistics} figures. "
        "It begins:\n\n{beginning}\n\n"
        "Reply with lines such as “date: 2023-05-01” to set a field right (title, publisher, authors, date, url). "
        "Add it to the corpus?",
        add="Add",
        discard="Discard",
        indexing="Adding it. The bot goes on answering meanwhile.",
        live="Live: {name}. The corpus holds {articles} articles now.",
        not_built="It was not added, and the corpus is as it was: {reason}",
        discarded="Discarded.",
        gone="That preview is gone. Send the article again.",
        kinds="Send .txt, .md, .html or .pdf, at most 20 MB.",
        hosts="Pages are read only from the hosts in YINJU_ARTICLE_HOSTS, and {host} is not among them.",
    ),
    pages=PageTexts(
        question="Question",
        ask="Ask",
        skip="Skip to the text",
        search="Ask the articles",
        language="中文",
        around="In the article",
        figures_here="Figures here",
        earlier_figure="← Earlier figure",
        later_figure="Later figure →",
        earlier="← ¶{number}",
        later="¶{number} →",
        publishers_page="On the publisher's page",
        rights="Rights: {rights}",
        only_around="Only the paragraphs around the quote are shown.",
        only_quotes="Only quotes of this article are shown.",
        moved="The article has changed since this link was made; the words stand here now.",
        nearest_now="The article has changed since this link was made. These words come nearest now.",
        not_there="What this link pointed to is no longer in the article.",
        gone="What this link pointed to is no longer in the articles.",
        no_page="There is no such page.",
        refused="This can't be answered.",
        more_articles="More articles",
    ),
    description="Ask in English or Chinese. I answer by quoting articles word for word: the figure, "
    "the sentence it stands in, and the source. What I don't find, I don't answer.",
    short_description="Answers questions by quoting articles word for word, with the source.",
    commands=(
        ("ask", "Ask a question"),
        ("stats", "Every figure, or those on a topic"),
        ("articles", "What the articles are"),
        ("random", "A figure of the day"),
        ("about", "Version, articles, rights"),
        ("privacy", "What is kept of what you write"),
        ("forget", "Delete what is kept of you"),
        ("help", "How to ask and what you get"),
    ),
)
