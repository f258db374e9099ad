"""Lines that belong to a page and not to its article: buttons, navigation, notices, licences."""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re

# A line made of nothing but these is a row of buttons, a menu or a counter.
LABELS = frozenset(
    (
        "分享|分享到|分享至|转发|收藏|点赞|赞|评论|打印|打印本页|打印本稿|打印文章|关闭|关闭窗口|关闭本页"
        "|返回|网站首页|返回顶部|返回首页|回到顶部|顶部|首页|主页|"
        "微信|微博|新浪微博|腾讯微博|朋友圈|微信好友|qq空间|qq好友|qq|人人网|豆瓣|复制链接|扫一扫|二维码"
        "|手机版|电脑版|客户端|下载app|app|无障碍|无障碍浏览|长者版|适老化|"
        "字号|字体|大|中|小|大中小|放大|缩小|繁体|简体|简体版|繁体版|english|登录|注册|搜索|更多|展开"
        "|收起|展开全文|阅读全文|上一篇|下一篇|长者模式|"
        "上一页|下一页|尾页|末页|上一版|下一版|上一期|下一期|往期|往期回顾|版面导航|标题导航|默认|朗读|听新闻|正文|数字报|电子报|导航|网站地图|站点地图|关于我们"
        "|联系我们|广告服务|版权声明|版权信息|友情链接|"
        "隐私政策|法律声明|网站声明|人才招聘|招聘信息|投稿|举报|纠错|我要纠错|意见反馈|事业单位|设为首页"
        "|加入收藏|点击|浏览|阅读|阅读量|浏览量|保存|"
        "分享本文|分享文章|分享新聞|轉發|列印|打印此頁|列印本頁|關閉|關閉視窗|返回頁首|回頂端|回首頁|首頁"
        "|主頁|複製連結|複製網址|字級|字體大小|字型大小|縮小|"
        "登入|註冊|會員登入|搜尋|更多新聞|看更多|留言|讚|按讚|加入好友|訂閱|關於我們|聯絡我們|聯繫我們"
        "|隱私權政策|私隱政策|網站導覽|網站地圖|廣告|廣告刊登|服務條款|使用條款|"
        "即時|要聞|港聞|兩岸|國際|財經|娛樂|體育|熱門|最新|上一則|下一則|上一頁|下一頁|推薦|追蹤|電郵"
        "|臉書|line|跳到主要內容|跳至主要內容|新闻|要闻|时政|国内|国际|财经|体育|"
        "娱乐|"
        "share|share this|share this page|share this article|share on facebook|share on twitter|tweet|"
        "facebook|twitter|x|whatsapp|"
        "linkedin|pinterest|reddit|email|e-mail|telegram|messenger|instagram|youtube|tiktok|copy link|copy|"
        "print|print this page|save|bookmark|"
        "comment|comments|view comments|leave a comment|like|likes|reply|follow|follow us|home|news|sport|"
        "sports|weather|menu|search|search this site|"
        "log in|login|sign in|sign up|register|my account|account|close|skip to content|"
        "skip to main content|skip to navigation|back|back to top|top|"
        "return to top|next|previous|prev|page|more|read more|see more|load more|show more|advertisement|"
        "ad|ads|advert|sponsored|privacy|privacy policy|"
        "cookies|cookie policy|terms|terms of use|terms and conditions|accessibility|"
        "accessibility statement|sitemap|site map|contact us|contact|about|about us|careers|"
        "subscribe|subscribe now|donate|newsletter|newsletters|welsh|cymraeg|opinion|business|culture|"
        "lifestyle|video|latest|most read|most popular|"
        "accept|accept all|accept all cookies|accept cookies|reject|reject all|manage preferences|"
        "cookie settings|is this page useful?|yes|no|privacy notice|"
    ).split("|")
)

SEPARATORS = re.compile(r"[\s|｜/·•>›»→<«‹\-–—:：,，、\[\]【】()（）*]+")
PIPED = re.compile(r"\s*[|｜]\s*|\s+[·•/]\s+|\s*(?:>>|>|›|»)\s*")
COUNTER = re.compile(
    r"[\W\d_]*[a-zA-Z]?[\W\d_]*"
    r"|(?:阅读|浏览|点击|人气|评论|访问|瀏覽|點閱|點擊|留言|觀看|分享|讚)(?:量|数|次数|數|人數"
    r"|人次)?[:：\s(（]*[\d,.]+万?萬?次?[)）]?"
    r"|[\d,.]+[kKmM]?\s*(?:shares?|comments?|likes?|views?|retweets?|次阅读|次浏览|条评论|則留言|人讚好)"
    r"|(?:share|comment|view)s?\s*[:(]?\s*\d+\)?",
    re.I,
)
PAGE_NUMBER = re.compile(
    r"[-–—·\s]*第?\s*\d+\s*[页頁版][\s,，/]*(?:[共/]\s*\d+\s*[页頁版])?[-–—·\s]*"
    r"|page\s+\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*/\s*\d+|[-–—]\s*\d+\s*[-–—]",
    re.I,
)
# Short lines that say what they are wherever they stand.
SIGNS = re.compile(
    r"^(?:本站搜索[:：]|热词[:：]|直播回放|分享(?:到|至|給|给|：|:|-)|字[号號體体级級](?:大小)?[:：\s【\[]|字体大小|(?:您?当前的?"
    r"|您?當前的?|您?现在的|您?現在的|目前|所在)位置|(?:您|你)?(?:当前|現)?所?在的?位置"
    r"|扫(?:一扫|描)|掃(?:一掃|描)|打印本|上一[篇页则則條条][:：]|下一[篇页则則條条][:：]|原标题[:：]\s*$"
    r"|\[?[纠糾][错錯]\]?|标签[:：]|標籤[:：]|tags?:|关键[词字][:：]|關鍵[字詞][:：]|topics?:|filed under"
    r"|share (?:this|on|via)|follow (?:us|@)|you are here|skip to|jump to|print this|click here"
    r"|sign up (?:for|to)|subscribe (?:to|now)"
    r"|listen to this article|this article is more than|min(?:ute)?s? read|\d+ min(?:ute)?s?(?: read)?$"
    r"|please log ?in|log in to|"
    r"\d+ (?:minute|hour|day|week|month)s? ago$|advertisement|story continues below|scroll down|watch:"
    r"|read more|related:|see also:|also read"
    r"|more on this|"
    r"点击(?:查看|进入|这里|下载)|點擊(?:查看|進入|這裡|下載)|延伸閱讀|延伸阅读|更多.{0,10}(?:新聞"
    r"|新闻)(?:請|请|[:：]|$)|下載.{0,12}app|下载.{0,12}app|加入.{0,12}(?:line|會員)|訂閱.{0,16}(?:電子報"
    r"|頻道)|追蹤我們)",
    re.I,
)
NOTICES = re.compile(
    r"^[(（]?原[标標][题題]|icp[备備证證]|公网安备|(?:许可证|許可證)(?:编?号|編?號)?[:：]?\s*[\w\d〔(（-]"
    r"|powered by"
    r"|technical support|all rights reserved|版权所有|版權所有|著作權所有|copyright\s*(?:©|\(c\)|\d{4})|©"
    r"|\(c\)\s*\d{4}"
    r"|(?:未经|未經).{0,16}(?:授权|授權|许可|許可|同意).{0,24}(?:不得|禁止|请勿|請勿)|(?:不得|禁止|请勿"
    r"|請勿)(?:转载|轉載|任意轉載)|(?:技术|技術)支持[:：]|(?:网站|網站)(?:标识码|識別碼)|(?:主办|承办"
    r"|主辦)单?位?[:：].{0,40}(?:承办|维护|版权)|建议使用.{0,30}(?:浏览器|分辨率)"
    r"|建議使用.{0,30}(?:瀏覽器|解析度)"
    r"|(?:this|our) (?:web)?site uses cookies|we use .{0,30}cookies|by (?:continuing"
    r"|using) .{0,40}cookies|(?:本网站|本網站|我們|我们)(?:会|會)?使用.{0,12}cookies?"
    r"|(?:sign up|subscribe).{0,60}newsletter|(?:月費|付費|订阅|訂閱)(?:訂戶|用户|會員)|(?:加入"
    r"|成為).{0,12}(?:訂戶|訂閱|付費會員)|enable javascript|不支持.{0,10}javascript|(?:views"
    r"|opinions) expressed .{0,80}(?:not necessarily|do not)|registered (?:charity|company|in england)",
    re.I,
)
STAMPS = re.compile(r"©|all rights reserved|powered by|(?:icp[备備证證]|公网安备)\s*\d", re.I)
CONTACT = re.compile(
    r"^(?:[(（]?(?:联系人|聯絡人|聯繫人|联系电话|聯絡電話|联系方式|聯絡方式|热线|热线电话|新闻热线"
    r"|新聞熱線|投稿邮箱|举报电话|举报邮箱|电话|電話|传真|傳真|邮箱|電郵|电子邮箱|電子郵件|邮编|地址"
    r"|contact|tel|telephone|phone|fax|e-?mail|press office|address|media (?:contact|enquiries))\s*[:：])",
    re.I,
)
RIGHTS = re.compile(
    r"(?:版权|版權|著作權|免责|免責|权利|法律)(?:(?:及|和|与|與|、)?(?:免责|免責|版权|版權|隐私"
    r"|隱私)?)*(?:声明|聲明|说明|說明|告示)[:：]?$"
    r"|^(?:声明|聲明|特别声明|特別聲明|disclaimer|copyright(?: notice)?|legal notice|terms of (?:use"
    r"|service))[:：]?$",
    re.I,
)
LINKS = re.compile(
    r"^(?:相关(?:新闻|阅读|链接|报道|文章|专题|推荐|稿件|内容|信息|文件)|相關(?:新聞|閱讀|連結|報道|報導"
    r"|文章|專題|主題|資訊|內容)|延伸(?:阅读|閱讀)|专题(?:链接|连结)|專題(?:連結|報道|報導)|推荐(?:阅读"
    r"|新闻)|推薦(?:閱讀|新聞)"
    r"|热门(?:新闻|文章|推荐|评论|排行|点击)|熱門(?:新聞|文章|話題|留言)|最新(?:新闻|消息|评论|新聞|留言"
    r"|文章)|猜你喜欢|為你推薦|为你推荐|你可能(?:也|还|還)?(?:喜欢|喜歡|感兴趣|有興趣)|更多(?:新闻|新聞"
    r"|相关|相關|内容|文章|精彩)|新闻排行|点击排行|今日热点|友情链接|網友(?:評論|留言)|网友评论"
    r"|related(?: (?:articles?|stor(?:y|ies)|news|topics|content|links|pages|posts|information))?"
    r"|more (?:on this story|stories|news|from .{1,40}|like this)|most (?:read|popular|viewed|shared)"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: for you)?|read (?:more|next"
    r"|also)|see also|top stories|trending(?: now)?|latest (?:news|stories)|popular(?: now| stories)?"
    r"|explore more|elsewhere on .{1,30}|(?:view |all |\d+ )?comments?(?: \(\d+\))?|评论(?:区)?|評論"
    r"|留言(?:區|板)?|发表评论|發表評論)\s*(?:[(（]\d+[)）])?\s*[:：>»]*$",
    re.I,
)
LINK_LINE = re.compile(
    r"^(?:相关|相關|延伸|专题|專題|推荐|推薦|更多)(?:新闻|阅读|链接|报道|新聞|閱讀|連結|報道|報導|專題"
    r"|专题|文章)[:：].{0,60}$"
)
SENTENCE = re.compile(r"[。！？!?.][”’」』）)\"']*$")


def is_chrome(words: str) -> bool:
    """Whether a line is part of the page wherever it stands in it."""
    line = words.strip()
    if len(line) <= 60 and (COUNTER.fullmatch(line) or PAGE_NUMBER.fullmatch(line)):
        return True
    if len(line) <= 120 and is_menu(line):
        return True
    if len(line) <= 80 and not SENTENCE.search(line) and (SIGNS.match(line) or LINK_LINE.match(line)):
        return True
    return is_notice(line)


def is_menu(line: str) -> bool:
    """Whether a line is a row of labels, or of three short names with bars between them."""
    if line.lower().strip(" :：>»|") in LABELS:
        return True
    pieces = [piece for piece in SEPARATORS.split(re.sub(r"[+＋○●▲▼☆★]", " ", line.lower())) if piece]
    labels = sum(piece in LABELS for piece in pieces)
    if pieces and labels == len(pieces):
        return True
    # 首页 警务资讯 便民服务 交管业务: names of parts of a site, among them one that every site has.
    if labels and len(pieces) >= 4 and all(len(piece) <= 8 and not re.search(r"\d", piece) for piece in pieces):
        return True
    items = PIPED.split(line)
    if len(items) >= 4 and sum(item.strip().lower() in LABELS for item in items) >= 2 and not SENTENCE.search(line):
        return True
    short = sum(1 for item in items if len(item) <= 24 and not SENTENCE.search(item))
    return len(items) >= 3 and short == len(items) and len(line) / len(items) <= 18


def is_notice(line: str) -> bool:
    """Whether a line is a notice of rights, a licence, a cookie banner or a plea to subscribe."""
    notice = NOTICES.search(line[:400])
    if notice is None:
        return False
    if len(line) <= 160 and STAMPS.search(line):
        return True
    # Deep in a sentence, or in what somebody says, the same words are news.
    told = re.search(r"[“「\"]|表示|指出|[说說]|said", line[: notice.start()])
    return not told and (notice.start() < 8 or (len(line) <= 160 and not SENTENCE.search(line)))


def is_contact(words: str) -> bool:
    """Whether a line gives a telephone or an address and no more."""
    return len(words) <= 80 and bool(CONTACT.match(words.strip())) and not words.rstrip().endswith("。")


def opens_rights(words: str) -> bool:
    """Whether a line is the heading of a rights notice, after which comes no article."""
    return len(words) <= 40 and bool(RIGHTS.search(words.strip()))


def opens_links(words: str) -> bool:
    """Whether a line is the heading of a list of other pages, or of comments."""
    return len(words) <= 40 and bool(LINKS.match(words.strip()))
