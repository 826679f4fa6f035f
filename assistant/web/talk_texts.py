"""The words of what one can do with an answer: copy, chart, edit, stop, history. Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TalkTexts:
    """Every fixed text of one language. Fields ending in ``_of`` hold ``str.format`` fields."""

    listed: str
    more_rows_of: str
    addends: tuple[tuple[str, str], ...]
    addends_of: str
    way: str
    way_same_of: str
    way_against_of: str
    counted_in_of: str
    loaded_of: str
    loaded_short_of: str
    loaded_more_of: str
    loaded_all: str
    facts_of: str
    copy_link: str
    wait: str
    queued: str
    busy: str
    lost: str
    chart_of: str
    chart_picture: str
    chart_data: str
    chart_left_of: str
    unit: str
    copy_as: str
    copy_text: str
    copy_markdown: str
    copy_table: str
    copied: str
    edit: str
    stop: str
    stopped: str
    history: str
    history_empty: str
    history_note: str
    history_clear: str


ZH = TalkTexts(
    listed="各项",
    more_rows_of="显示其余 {count} 项",
    addends=(
        ("total-of-classes", "按科目的构成（{count} 项，{table}）"),
        ("parent-of-children", "下级科目（{count} 项，{table}）"),
        ("projects-vs-expenditure", "各项目（{count} 个）"),
        ("lines-total", "明细（{count} 项）"),
        ("row-parts", "按支出性质的构成（{count} 项，{table}）"),
    ),
    addends_of="构成（{count} 项，{table}）",
    way="逐级计入",
    way_same_of="与另外 {count} 处列示一致",
    way_against_of="与另外 {count} 处列示不一致",
    counted_in_of="计入{name} {amount}",
    loaded_of="{count} 份文件 · {facts} 个数字 · 最近读入 {when}",
    loaded_short_of="{count} 份",
    loaded_more_of="另有 {count} 份。",
    loaded_all="查看全部文件",
    facts_of="{facts} 个数字 · {when} 读入",
    copy_link="复制链接",
    wait="上一个问题还在回答，请稍候，或先停止。",
    queued="正在排队，轮到后会自动回答。",
    busy="现在提问的人太多，没有排上队。请稍后再试。",
    lost="与服务器的连接中断了，请重新载入页面再试。",
    chart_of="图表（{about}）",
    chart_picture="保存图片",
    chart_data="保存数据",
    chart_left_of="只画出最大的 20 项，另有 {count} 项见明细和数据。",
    unit="单位",
    copy_as="复制为",
    copy_text="文字",
    copy_markdown="Markdown",
    copy_table="表格",
    copied="已复制",
    edit="修改后重问",
    stop="停止",
    stopped="已停止。",
    history="历史",
    history_empty="还没有问过问题。",
    history_note="只保存在这个浏览器里，点击可以重问。",
    history_clear="清除历史",
)

EN = TalkTexts(
    listed="Items",
    more_rows_of="Show the other {count}",
    addends=(
        ("total-of-classes", "Made up of {count} classes ({table})"),
        ("parent-of-children", "Made up of {count} lower codes ({table})"),
        ("projects-vs-expenditure", "Made up of {count} projects"),
        ("lines-total", "Made up of {count} line items"),
        ("row-parts", "Made up by kind of expenditure ({count}, {table})"),
    ),
    addends_of="Made up of {count} items ({table})",
    way="Counted in",
    way_same_of="printed alike in {count} other places",
    way_against_of="printed differently in {count} other places",
    counted_in_of="counted in {name} {amount}",
    loaded_of="{count} documents · {facts} figures · read {when}",
    loaded_short_of="{count} docs",
    loaded_more_of="and {count} more.",
    loaded_all="All documents",
    facts_of="{facts} figures · read {when}",
    copy_link="Copy link",
    wait="The question before is still being answered. Please wait, or stop it first.",
    queued="Waiting for its turn; the answer follows by itself.",
    busy="Too many questions are waiting. Please try again in a moment.",
    lost="The connection to the server was lost. Please reload the page and try again.",
    chart_of="Chart ({about})",
    chart_picture="Save picture",
    chart_data="Save data",
    chart_left_of="Only the largest 20 are drawn; the other {count} are in the breakdown and the data.",
    unit="Unit",
    copy_as="Copy as",
    copy_text="Text",
    copy_markdown="Markdown",
    copy_table="Table",
    copied="Copied",
    edit="Edit and ask again",
    stop="Stop",
    stopped="Stopped.",
    history="History",
    history_empty="Nothing was asked yet.",
    history_note="Kept in this browser only. Click a question to ask it again.",
    history_clear="Clear history",
)


def talk_texts(language: str) -> TalkTexts:
    """The texts for zh or en."""
    return ZH if language == "zh" else EN
