"""What exporters call the columns, in English and Chinese, written as ``plain_name`` leaves them."""

import re
import unicodedata

FIELDS = ("start", "date", "time", "queue", "offered", "aht_seconds", "handled", "abandoned")
CLOCK_FIELDS = ("start", "date", "time")
ALIASES = {"aht": "aht_seconds"}

# By field: names that say it plainly, then names that say it when no plain one is there.
NAMES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "start": (
        frozenset({
            "start", "starttime", "startdate", "startdatetime", "intervalstart", "intervalstarttime", "slotstart",
            "periodstart", "startinterval", "datetime", "timestamp", "开始时间", "起始时间", "时段开始", "日期时间", "统计开始时间", "开始日期",
        }),
        frozenset({"ds", "dt", "ts", "tc", "when", "time", "date", "day", "时间", "统计时间", "日期", "时刻", "timeslot"}),
    ),
    "date": (
        frozenset({"date", "day", "localdate", "calldate", "日期", "统计日期", "业务日期", "开始日期"}),
        frozenset({"ds", "dt", "start", "日", "startdate", "时间"}),
    ),
    "time": (
        frozenset({
            "time", "interval", "timeslot", "slot", "localtime", "halfhour", "timeinterval",
            "时间", "时段", "时间段", "区间", "统计时段", "间隔",
        }),
        frozenset({"hour", "小时", "period", "starttime", "start", "开始时间", "时刻", "timeofday"}),
    ),
    "queue": (
        frozenset({
            "queue", "queuename", "skill", "skillname", "skillgroup", "callqueue", "splitskill", "队列", "队列名称", "技能组",
            "技能组名称", "技能",
        }),
        frozenset({
            "channel", "channelname", "queueid", "skillid", "split", "team", "group", "service", "line", "渠道", "渠道名称",
            "业务线", "业务", "业务类型", "组",
        }),
    ),
    "offered": (
        frozenset({
            "offered", "offer", "noffered", "contactsqueued", "callsqueued", "callsoffered", "offeredcalls", "contactsoffered", "offeredcontacts", "callvolume", "contactvolume",
            "来电量", "进线量", "接入量", "呼入量", "来电数", "进线数", "接入数", "呼入数", "咨询量", "咨询数", "呼入总量", "来电总量", "进线总量",
            "会话量", "会话数", "总会话量", "会话总量", "客服会话量", "咨询总量", "呼叫量", "请求量",
        }),
        frozenset({
            "volume", "calls", "contacts", "inquiries", "inbound", "inboundcalls", "callsinbound", "incomingcalls",
            "arrivals", "count", "callcount", "chats", "tickets", "cases", "received", "callsreceived", "total",
            "totalcalls", "y", "业务量", "话务量", "总量", "数量", "总数", "接待量", "人工进线量",
        }),
    ),
    "aht_seconds": (
        frozenset({
            "aht", "ahtseconds", "ahtsec", "ahts", "averagehandletime", "averagehandlingtime", "avghandletime",
            "avghandlingtime", "平均处理时长", "平均处理时间", "平均处理时长秒", "平均处理时间秒",
        }),
        frozenset({"handletime", "handlingtime", "meanhandletime", "平均服务时长", "平均会话时长", "处理时长"}),
    ),
    "handled": (
        frozenset({
            "handled", "answer", "callshandled", "handledcalls", "contactshandled", "answered", "callsanswered", "answeredcalls",
            "接起量", "接通量", "接听量", "应答量", "接起数", "接通数", "接听数", "应答数", "人工接起量", "人工接听量", "处理量",
        }),
        frozenset({"served", "completed", "接待数", "回复量"}),
    ),
    "abandoned": (
        frozenset({
            "abandoned", "callsabandoned", "abandonedcalls", "contactsabandoned", "abandons", "abandon", "放弃量", "放弃数",
            "呼损量", "呼损数",
        }),
        frozenset({"lost", "lostcalls", "callslost", "未接量", "未接通量", "未接数"}),
    ),
}  # fmt: skip

_UNIT = re.compile(r"[(\[（【]\s*(.*?)\s*[)\]）】]\s*$")
_FILLERS = re.compile(r"[\s_\-./:]+")
MINUTES = frozenset({"min", "mins", "minute", "minutes", "m", "分", "分钟"})


def plain_name(name: str) -> str:
    """Return *name* in lower case and half width, without spaces, punctuation and a unit in brackets."""
    folded = unicodedata.normalize("NFKC", name).strip().lower()
    return _FILLERS.sub("", _UNIT.sub("", folded))


def unit_of(name: str) -> str | None:
    """Return the unit that *name* carries in brackets, None without one."""
    found = _UNIT.search(unicodedata.normalize("NFKC", name).strip().lower())
    return found.group(1) if found else None
