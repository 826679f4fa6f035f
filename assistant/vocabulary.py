"""The closed word lists of the plan language: what the words of a question can mean other than a subject.

The words are general language and the official terms of budget accounting; no name, code or figure of a document.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the closed lists: its role in a plan and the canonical value it stands for there."""

    text: str
    role: str
    value: str


_GROUPS: tuple[tuple[str, str, str], ...] = (
    # operations
    ("op", "total", "总共 一共 合计 总计 总和 共计 加起来 加总 合起来 合在一起 加在一起 相加 总额 总数 总量 总金额 总费用 总花费 总投入 总开支 总盘子 累加 求和 统共 拢共 之和 共 总的 全部加"),
    ("op", "count", "多少个 几个 有几 多少项 几项 几条 多少条 个数 几笔 多少笔 几份 项目数 数目"),
    ("op", "max", "最大 最高 最多 最贵 最大的 花钱最多 排第一 金额最大"),
    ("op", "min", "最小 最低 最少 最便宜 垫底"),
    ("op", "list", "有哪些 哪些 哪几个 哪几项 分别 列出 列举 列一下 各是多少 各是 各有 各 逐项 明细 都有什么 清单 包括什么 包括哪些 由什么组成 构成"),
    ("op", "share", "占比 比重 比例 百分比 百分之几 占 份额 几成"),
    ("op", "difference", "差多少 相差 差额 多多少 少多少 大多少 高多少 低多少 相比 差"),
    ("op", "change", "增减 变化 变动 同比 增长 增加 减少 下降 上升 降低 增幅 降幅 下降率 增长率 增了 减了 涨 跌"),
    ("op", "average", "平均 均值 平均每个 人均"),
    ("op", "convert", "换成 换算 换算成 折合 折成 改成 转成 用 以 按"),
    ("op", "check", "对得上 对不上 对上 一致 不一致 吻合 相符 不符 不相符 相等 不相等 不等 矛盾 出入 错误 差错 问题 核对 勾稽 平衡 核实 对账 差异 有误 通过 没有通过 平不平 平吗 对得起来 对不起来 等于 对应得上 乘"),
    ("op", "why", "为什么 为何 原因 缘由 怎么会"),
    ("op", "correct", "我是说 我问的是 我指的是 不是 应该是"),
    # where money goes
    ("side", "收入", "收入 进账 收到"),
    ("side", "支出", "支出 花费 开支 花销 总支出 开销 支付"),
    ("kind", "基本支出", "基本支出"), ("kind", "项目支出", "项目支出"), ("kind", "人员经费", "人员经费 人员支出 人头费"),
    ("kind", "公用经费", "公用经费 公用支出 日常公用经费"),
    ("fund", "财政拨款", "财政拨款"), ("fund", "一般公共预算", "一般公共预算"), ("fund", "政府性基金", "政府性基金"),
    ("fund", "国有资本经营", "国有资本经营 国有资本"), ("fund", "事业收入", "事业收入"), ("fund", "经营收入", "事业单位经营收入 经营收入"),
    ("fund", "其他收入", "其他收入"),
    # measures of projects and lines
    ("measure", "项目总预算", "项目总预算 总预算"), ("measure", "当年预算", "当年预算 本年预算 年度预算 今年预算 当年资金"),
    ("measure", "上级财政拨款", "上级财政拨款 上级拨款"), ("measure", "本级财政安排", "本级财政安排 本级财政 本级安排"),
    ("measure", "下级财政配套", "下级财政配套 下级配套"), ("measure", "其他资金", "其他资金"), ("measure", "金额合计", "金额合计"),
    ("measure", "单价", "单价 每个多少钱 每份多少钱 一个多少钱 每次多少钱 单位价格"), ("measure", "数量", "数量 多少数量"),
    ("measure", "明细金额", "明细金额"),
    ("measure", "目标值", "目标值 指标值 目标 指标 要求达到 达到多少 达到 绩效目标 绩效指标"),
    # attributes of a project
    ("attribute", "起始日期", "起始日期 开始日期 开始时间 何时开始 什么时候开始 起始时间 起始 开始"),
    ("attribute", "结束日期", "结束日期 截止日期 结束时间 什么时候结束 何时结束 截止 结束 到期"),
    ("attribute", "期限", "起止日期 起止时间 实施周期 实施期限 期限 周期"),
    ("attribute", "类别", "项目类别 什么类别 哪一类 哪类 类别 性质 什么类型 类型"),
    ("attribute", "制度", "制度 管理办法 依据什么制度 制度保障"),
    ("attribute", "项目概况", "项目概况 概况 简介 介绍"), ("attribute", "项目立项情况", "立项情况 立项依据 立项"),
    ("attribute", "项目总目标", "项目总目标 总目标 总体目标"), ("attribute", "年度绩效目标", "年度绩效目标 年度目标"),
    ("category", "一次性项目", "一次性项目 一次性"), ("category", "经常性项目", "经常性项目 经常性"),
    ("category", "中期预算试点项目", "中期预算试点项目"),
    # stages
    ("stage", "决算", "决算 决算数 实际支出 实际花费 实际花了 实际用了 实支 真正花了 最终花了"),
    ("stage", "执行", "执行数 执行率 执行情况 执行 完成率 支出进度 已支付 已经支付 已拨付 付了多少 已经花了 已经花 已花 结余 结转"),
    ("stage", "全年预算", "全年预算 调整后 调整预算"),
    ("stage", "预算", "年初预算"),
    # period words
    ("base", "last", "上年 去年 上一年 前一年 上年度"), ("period", "this", "今年 本年 当年 本年度 全年 年度"),
    # scope words
    ("scope", "单位", "本单位 单位 全院 整个单位 我院 全单位 该单位 学院 机构 我单位 整个学院 全所 全校 我们单位 你们单位"),
    ("scope", "部门", "部门 本部门 全部门"),
    # units
    ("unit", "万元", "万元 万块 万"), ("unit", "亿元", "亿元 亿"), ("unit", "元", "人民币 元 块钱 块"), ("unit", "%", "百分之多少 百分点 %"),
    # generic nouns of money and documents
    ("noun", "", "预算数 预算额 预算总额 预算总数 总预算额 预算 经费 资金 费用 金额 数额 数字 多少钱 钱 款项 款 额度 拨款 安排 编列 列支 编报 编制 申报 涉及 拨付 投入 下达 批准 批复"),
    ("noun", "", "科目 类款项 支出科目 功能分类 经济分类 分类 项 类 款 年初 单项 一项 这一项 那一项 那项 这项"),
    ("noun", "项目", "项目 工程 专项"), ("noun", "line", "明细项 明细 子项 细项"),
    ("all", "all", "所有 全部 全体 每个 各个 总体 整体 每一个 整个 全"),
    ("near", "related", "相关 有关 关于 涉及到 属于 围绕 方面"),
    ("join", "and", "和 与 及 以及 跟 加上 加 还有 同 、"),
    # function words
    ("func", "", "请问 请 帮我 帮忙 麻烦 告诉我 我想知道 想知道 我要 查询 查一下 查查 查 看看 看一下 问一下 说说 说一下 一下 想问 知道 能否 能不能 可以 可否 是不是 是否 有没有"),
    ("now", "", "目前 现在 如今 至今 迄今"),
    ("func", "", "多少 是多少 为多少 多大 几 什么 啥 哪个 哪 哪一 哪项 哪一个 怎么 怎样 如何 几多 何 谁 多少元 多少块"),
    ("func", "", "的 了 吗 呢 吧 啊 呀 嘛 么 是 有 为 在 于 从 到 给 把 被 将 也 都 就 才 又 再 还 很 最 其 其中 这 那 该 此 本 它 他 这个 那个 这些 那些 这两 里 中 里面 之中 内 上 下 对 向 由 而 但 若 如 让 使 等 等等 之 以 所 个 一个 只 每 花 花了 用 用了 用于 用在 需 需要 要 得 能 会 没 没有 无 不 来 去 做 列 编 写 共有 设 设有 做了 打算 准备 计划 拟 大概 大约 左右 具体 一年 一 两 二 三 年 号 数 份 数据 是啥 好 表示 年底 底 月底 年初 规模 主要"),
    ("ordinal", "1", "第一个 第一项 第一名 首个"), ("ordinal", "2", "第二个 第二项 第二名"), ("ordinal", "3", "第三个 第三项 第三名"),
    ("ordinal", "-1", "最后一个 最后一项"),
    ("both", "2", "这两项 两项 这两个 两个 两者 二者 它们 他们 两条 这两条 两笔 这两笔 上面两个 前两个 两样"),
    ("both", "3", "三项 这三项 三个 这三个 三者 三条 三笔"),
)  # fmt: skip

WORDS: dict[str, Word] = {}
for _role, _value, _texts in _GROUPS:
    for _text in _texts.split():
        WORDS.setdefault(_text, Word(_text, _role, _value))
LONGEST = max(len(text) for text in WORDS)

SYNONYMS: tuple[tuple[str, str], ...] = (
    ("公车", "公务用车"),
    ("公务车", "公务用车"),
    ("出国费", "因公出国（境）费"),
    ("出国经费", "因公出国（境）费"),
    ("招待费", "公务接待费"),
    ("接待费", "公务接待费"),
    ("养老金", "养老保险"),
    ("医保", "医疗保险"),
    ("公积金", "住房公积金"),
    ("年金", "职业年金"),
    ("社保", "社会保障"),
    ("取暖", "取暖费"),
    ("水电", "水电费"),
    ("工会费", "工会经费"),
    ("运行维护", "运维"),
    ("养护", "维修（护）费"),
    ("卫生支出", "卫生健康支出"),
    ("教育经费", "教育支出"),
)
"""Everyday words and the official term that names the same thing (names of the classification of accounts)."""

COUNT_UNITS = frozenset(
    "所 人 名 个 次 份 家 间 门 级 项 小时 天 年 期 届 场 篇 条 台 辆 套 块 学校 课时 人次 周 节 户 处 座 支 位 种 类 万人 册 本 元".split()
)
"""Counting units a question may ask for (多少所, 几名)."""
