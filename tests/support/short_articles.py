"""Articles of every kind of file that are read and encoded in no time, and questions to them."""

from __future__ import annotations

from pathlib import Path

ARTICLES = {
    "bridges.txt": """Bridges of Aldermoor

The town of Aldermoor repaired 14 bridges in 2021, at a cost of 2.3 million crowns.

About 3,150 people cross the longest of them every day. It was opened in 1874, and is 212 metres long.
""",
    "clinics.html": """<html><head><title>柳湾县：新建卫生室</title></head><body><article><h1>柳湾县：新建卫生室</h1>
<p>2022年，柳湾县新建村卫生室<strong>37</strong>个，改造村卫生室112个，投入资金4.86亿元。</p>
<p>全县签约家庭医生&nbsp;263人，其中女医生118人。老人<b>体检</b>率为71.4%。</p></article></body></html>
""",
    "harbour.md": """---
title: Harbour report
date: 2024-02-20
---

# Harbour report

The harbour of Ostmere received 3,127 cargo ships in 2023, **12 per cent** more than in 2022.

| Berth | Ships | Pilots |
| --- | --- | --- |
| North | 1,904 | 31 |
| South | 1,223 | 17 |

What share of households lives from it? Some 61 per cent, says the harbour master.
""",
    "library.txt": """潮音圖書館落成

潮音圖書館於2022年11月6日啟用，樓高六層，提供閱讀座位3,460個。

首年入館68.2萬人次，外借圖書24萬冊。
""",
    "schools.txt": """岭下镇建设学校

岭下镇去年动工建设中小学校6所，已竣工2所，新增学位1800个。

全镇有教师412人，平均每名教师教17名学生。
""",
}
QUESTIONS = (
    "how many bridges were repaired in Aldermoor",
    "新建村卫生室多少个",
    "how many cargo ships did Ostmere receive",
    "what share of households lives from the harbour",
    "动工建设中小学校多少所",
)


def written(folder: Path, *names: str) -> Path:
    """The folder, made, with these of the articles in it, all of them where none is named."""
    folder.mkdir(parents=True)
    for name in names or ARTICLES:
        (folder / name).write_text(ARTICLES[name], "utf-8")
    return folder
