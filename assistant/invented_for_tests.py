"""An invented budget as published text, for the tests that ask questions: statutory tables, prose, two project forms.

Everything adds up: the two projects make the 项目支出 of the one 项, the economic rows its 基本支出.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.records import Answer
from corpus.reading import read_document
from corpus.records import Document, Reading
from index.records import Hit

BY_WORDS = Settings(use_vectors=False)

HEAD = """# 云溪市青石天文馆2031年单位预算

预算单位：云溪市青石天文馆

## 2031年单位预算编制说明

2031年，云溪市青石天文馆预算支出总额为90.00万元，其中：财政拨款支出预算90.00万元。

1、“望远观测”科目90.00万元，主要用于观测设备的保养和夜间开放。

云溪市青石天文馆创建于1987年，目前设有7个观测站。

# 2031年单位支出预算总表

单位：元

项目\t\t\t\t支出预算\t\t
功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
206\t\t\t科学技术支出\t900000.00\t600000.00\t300000.00
206\t07\t\t科学技术普及\t900000.00\t600000.00\t300000.00
206\t07\t05\t望远观测\t900000.00\t600000.00\t300000.00
合计\t\t\t\t900,000.00\t600,000.00\t300,000.00

# 2031年单位一般公共预算基本支出部门预算经济分类预算表

单位：元

项目\t\t\t一般公共预算基本支出\t\t
经济分类科目编码\t\t部门经济分类科目名称\t合计\t人员经费\t公用经费
类\t款\t\t\t\t
301\t\t工资福利支出\t450000.00\t450000.00\t0.00
301\t01\t基本工资\t450000.00\t450000.00\t0.00
302\t\t商品和服务支出\t150000.00\t0.00\t150000.00
302\t01\t办公费\t90000.00\t0.00\t90000.00
302\t05\t水费\t60000.00\t0.00\t60000.00
302\t06\t电费\t\t\t
合计\t\t\t600,000.00\t450,000.00\t150,000.00
"""

Row = tuple[str, str, str, str, str]
"""A line of a project: 项目内容, 项目明细, 明细金额, 单价, 数量 as printed."""

COMET: Sequence[Row] = (
    ("彗星摄影", "底片冲洗", "120000.00", "60000.00", "2.00"),
    ("彗星摄影", "夜间餐饮", "60000.00", "60000.00", "1.00"),
)
DOME: Sequence[Row] = (
    ("穹顶保养", "轨道润滑", "80000.00", "40000.00", "2.00"),
    ("彗星摄影", "相框制作", "40000.00", "20000.00", "2.00"),
)


def form(name: str, total: str, lines: Sequence[Row], category: str = "经常性", note: str = "安排观测。") -> str:
    """A project form of 2031 with the contact fields that must never be shown."""
    boxes = " ".join(f"{kind}项目{'■' if kind == category else '□'}" for kind in ("一次性", "经常性", "中期预算试点"))
    printed = "\n".join(
        f"{'项目构成分解' if at == 0 else ''}\t{name}\t{content}\t{detail}\t{amount}\t{price}\t\t{count}\t\t年度项目"
        for at, (content, detail, amount, price, count) in enumerate(lines)
    )
    return f"""
# 财政项目支出绩效目标申报表（项目总体情况）
（ 2031 年）
金额单位：元

项目名称\t{name}\t\t\t
项目类别\t{boxes}\t\t\t
项目负责人：\t钱某甲\t联系人：\t孙某乙\t联系电话：13900001234
起始日期：\t2031-01-01\t\t结束日期：\t2031-11-30
项目概况\t{note}\t\t\t
项目资金\t一、项目总预算：{total}\t\t\t
\t二、当年预算：\t\t{total}\t
\t（一）财政拨款：\t\t{total}\t
\t1. 上级财政拨款:\t0
\t2. 本级财政安排:\t{total}
\t3. 下级财政配套:\t0
\t(二)其他资金:\t0
年度绩效目标\t完成观测。\t

# 财政项目支出绩效目标申报表（绩效目标） （2031 年）
项目名称：{name}
 金额单位：元

项目构成\t主体活动(作业、任务)和对应产出的详细描述\t观测。
\t一级目标\t二级目标\t三级目标\t目标值\t备 注
绩效目标\t产出目标\t数量\t开放夜场\t≥40.00场\t计划目标
\t影响力目标\t满意度\t来访者满意度\t≥85.00%\t计划目标
\t项目名称\t项目内容\t项目明细\t明细金额\t单价\t依据\t数量\t依据\t备注
{printed}
金额合计\t\t\t\t{total}\t-----\t----\t-----\t-----\t-----
"""


BUDGET = HEAD + form("彗星巡天项目", "180000.00", COMET) + form("穹顶修缮项目", "120000.00", DOME, "一次性")


def library_of(folder: Path, **texts: str) -> Library:
    """A library in ``folder`` with a document for each text, named after its keyword, to be closed by the caller."""
    sources = folder / "files"
    sources.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (sources / f"{name}.txt").write_text(text, encoding="utf-8")
    add_paths(folder / "library", [sources], BY_WORDS)
    return Library.open(folder / "library", BY_WORDS)


class Shelf(Library):
    """Documents read from texts, held in memory: a library without files and without an index."""

    def __init__(self, **texts: str) -> None:
        self.settings = BY_WORDS
        readings = [read_document(text.encode(), f"{name}.txt") for name, text in sorted(texts.items())]
        self._readings = {reading.document.id: reading for reading in readings}

    @property
    def folder(self) -> Path:
        """A name for what is kept of it."""
        return Path("shelf")

    def close(self) -> None:
        """Nothing is open."""

    def documents(self) -> list[Document]:
        """The documents, by name."""
        return [reading.document for reading in self._readings.values()]

    def reading(self, document_id: str) -> Reading:
        """Everything the document says."""
        return self._readings[document_id]

    def search(self, query: str, documents: Sequence[str] | None, k: int) -> list[Hit]:
        """No hits: which sentences answer does not depend on them."""
        return []

    def names(self, query: str, documents: Sequence[str], k: int) -> list[str]:
        """No names by meaning: there is no model."""
        return []


def headlines(answer: Answer) -> list[tuple[str, str]]:
    """Amounts and units of the headline figures, in order; "" for one without an amount."""
    shown = [figure for figure in answer.figures if figure.role == "headline"]
    return [("" if figure.amount is None else f"{figure.amount.normalize():f}", figure.unit) for figure in shown]
