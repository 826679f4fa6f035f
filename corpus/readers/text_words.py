"""The words of the headers of statutory tables, as 财政部 and local templates print them, and what each is."""

from __future__ import annotations

# fmt: off
_KINDS_OF_CODE = (
    "", "功能", "功能分类", "支出功能", "支出功能分类", "经济", "经济分类", "支出经济分类", "部门经济分类",
    "部门支出经济分类", "部门预算经济分类", "部门预算支出经济分类", "政府经济分类", "政府预算经济分类",
    "政府预算支出经济分类", "单位预算经济分类", "单位预算支出经济分类",
)
CODE_HEADS = tuple(kind + head for kind in _KINDS_OF_CODE for head in ("科目编码", "科目代码", "编码", "代码"))
"""Words above the columns of a code, or of the one column that holds all of it."""

_NAMES = ("名称", *(f"{kind}科目名称" for kind in _KINDS_OF_CODE))
SIDES = ("收入", "支出", "本年收入", "本年支出", "财政拨款收入", "财政拨款支出")
"""The words above the two sides of a table of income and expenditure."""

_PARENTS = (
    *SIDES[:4], "财政拨款支出", "收入预算", "支出预算", "一般公共预算支出", "政府性基金预算支出",
    "国有资本经营预算支出", "政府性基金支出", "国有资本经营财政拨款预算支出", "国有资本经营支出",
    "一般公共预算基本支出", "其中", "一般公共预算财政拨款支出", "一般公共预算财政拨款基本支出",
    "政府性基金预算财政拨款支出", "国有资本经营预算财政拨款支出", "三公经费", "三公经费预算数", "三公经费决算数",
    "三公经费支出", "财政拨款三公经费",
    "财政拨款三公经费支出", "公务用车购置及运行费", "公务用车购置及运行维护费",
    *filter(None, _KINDS_OF_CODE), *(f"{kind}科目" for kind in _KINDS_OF_CODE),
)
TOTALS = ("合计", "总计", "本年收入合计", "本年支出合计", "收入合计", "支出合计")
"""Columns that are the sum of others."""

PARTS = (
    "基本支出", "项目支出", "人员经费", "公用经费", "财政拨款收入", "财政拨款", "事业收入", "事业单位经营收入",
    "经营收入", "其他收入", "上级补助收入", "附属单位上缴收入", "附属单位缴款收入", "上缴上级支出",
    "经营支出", "事业单位经营支出", "对附属单位补助支出", "对附属单位补助", "一般公共预算",
    "政府性基金预算", "国有资本经营预算",
    "政府性基金", "国有资本经营", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入",
)
"""Columns that, beside a total, are its parts."""

_ITEMS = (
    "因公出国(境)费", "因公出国(境)费用", "公务接待费", "小计", "购置费", "运行费", "公务用车购置费", "公务用车运行费",
    "公务用车运行维护费", "机关运行经费", "机关运行经费预算数", "机关运行经费决算数",
)
STAGES = ("预算数", "决算数", "年初预算数", "全年预算数", "调整预算数")
"""Columns that name only the stage of what stands above them."""

ROLES: dict[str, str] = {
    **dict.fromkeys((*_PARENTS, *CODE_HEADS), "parent"),
    **dict.fromkeys(_NAMES, "name"),
    **dict.fromkeys((*TOTALS, *PARTS, *_ITEMS, *STAGES, "金额", "年初结转和结余", "年末结转和结余"), "amount"),
    **dict.fromkeys(("类", "款", "项"), "code"),
    "项目": "item",
}
"""What each word is: a column of codes, names or amounts, or a parent above columns; 项目, an item, may be either."""
# fmt: on

LONGEST = max(map(len, ROLES))
"""The length of the longest word."""
