"""Word lists: what carries no meaning in a question, and English forms no stemmer can know."""

from __future__ import annotations

ENGLISH_STOPWORDS = frozenset(
    """a an the of to in on at by for from with without into onto over under about as than then so and or but nor
    not no is are was were be been being am do does did done doing have has had having will would shall should can
    could may might must it its it's this that these those there here he she they them his her their our your my we
    you i me us who whom whose which what when where why how if whether while because until since during after
    before between among through per via also just only very much many more most some any all each every both
    either neither such own same other another else ever never again still yet already too sb sth etc one's one
    oneself up out off down get got us im i'm tell know want please let give say said""".split()
)

QUESTION_WORDS_EN = frozenset(
    """how many much what which who whom whose when where why number numbers total amount figure figures count
    tell me please give know want wondering can could you is are was were did do does there exactly roughly
    approximately about altogether overall far now ppl people's pls hi hey hello mnay mcuh name names named called""".split()
)

CHINESE_STOPWORDS = frozenset(
    """的 了 着 过 吗 呢 吧 啊 呀 嘛 么 是 有 在 和 与 及 或 并 而 但 也 都 就 又 还 把 被 给 让 对 从 到 向 由 于 以 为 为了
    这 那 这个 那个 这些 那些 哪 哪些 哪个 哪几个 哪里 哪儿 哪家 哪位 哪部 什么 甚么 啥 怎么 怎样 怎么样 如何 多少 几 几个 几名 几人 几次
    几家 几所 几项 几种 几条 几场 多大 多久 多长 多高 多远 谁 何时 何地 何 为什么 为何 为啥 请问 请 告诉 我 你 您 他 她 它 我们 你们
    他们 想 想要 知道 了解 一下 一共 总共 共 总计 合计 共有 大约 大概 约 左右 分别 各 各是 其中 里 里面 中 上 下 内 等 之 其 所 能 会
    可以 能否 是否 有没有 多 些 个 名 位 说 叫 叫做 名字 称为 是不是 到底 究竟 目前 现在 以来 已 已经 时候 时间 呐 哦 喔 啦 咋 咋样 帮 帮忙 查 查查
    那么 那场 那次 那家 那支 那部 这篇 此 该 本 只 才 再 更 最 很 太 被用 去 来 要 做 搞 人 用 用了 出 得
    钱 块钱 元 万元 亿元 数量 数目 数字 总数""".split()
)

_IRREGULAR_VERBS = """
arise arose arisen;awake awoke awoken;bear bore born borne;beat beaten;become became;begin began begun;bend bent;
bid bade;bind bound;bite bit bitten;bleed bled;blow blew blown;break broke broken;breed bred;bring brought;
build built;burn burnt;buy bought;catch caught;choose chose chosen;cling clung;come came;creep crept;deal dealt;
dig dug;draw drew drawn;dream dreamt;drink drank drunk;drive drove driven;eat ate eaten;fall fell fallen;feed fed;
feel felt;fight fought;find found;flee fled;fling flung;fly flew flown;forbid forbade forbidden;forget forgot forgotten;
forgive forgave forgiven;freeze froze frozen;give gave given;go goes went gone;grow grew grown;hang hung;hear heard;
hide hid hidden;hold held;keep kept;know knew known;lay laid;lead led;leave left;lend lent;lose lost;make made;
mean meant;meet met;mistake mistook mistaken;pay paid;prove proven;ride rode ridden;ring rang rung;rise rose risen;
run ran;say said;see saw seen;seek sought;sell sold;send sent;shake shook shaken;shine shone;shoot shot;show shown;
shrink shrank shrunk;sing sang sung;sink sank sunk;sit sat;sleep slept;slide slid;speak spoke spoken;speed sped;
spend spent;spin spun;spring sprang sprung;stand stood;steal stole stolen;stick stuck;strike struck;strive strove striven;
swear swore sworn;sweep swept;swim swam swum;swing swung;take took taken;teach taught;tear tore torn;tell told;
think thought;throw threw thrown;understand understood;undertake undertook undertaken;wake woke woken;wear wore worn;
weave wove woven;win won;wind wound;withdraw withdrew withdrawn;write wrote written;overcome overcame
"""
_IRREGULAR = """
child children;man men;woman women;person people persons ppl;foot feet;tooth teeth;mouse mice;life lives;wife wives;
leaf leaves;half halves;self selves;shelf shelves;medium media;datum data;criterion criteria;phenomenon phenomena;
program programme programmes programs;center centre centres centers;labor labour;organize organise;analyze analyse;
color colour;neighbor neighbour neighbours neighbors;honor honour;theater theatre theatres theaters;defense defence;
kilometer kilometre kilometres kilometers;meter metre metres meters;pct percent percentage;
elder elderly;senior seniors;hq headquarters;gov government;year years yr;km kilometer
"""


def _forms(table: str) -> dict[str, str]:
    """Each form with its base, from lines of a base and its forms."""
    return {
        form: base for base, *forms in (line.split() for line in table.replace("\n", "").split(";")) for form in forms
    }


PAST_FORMS = frozenset(_forms(_IRREGULAR_VERBS))
IRREGULAR_FORMS = {**_forms(_IRREGULAR_VERBS), **_forms(_IRREGULAR)}
