"""The words of the page in Chinese and English. Words that a document or a question holds never stand here."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "budget_language"


@dataclass(frozen=True, slots=True)
class Texts:
    """Every fixed text of one language. Fields ending in ``_of`` hold ``str.format`` fields."""

    language: str
    title: str
    tagline: str
    switch_language: str
    switch_language_hint: str
    switch_theme: str
    new_chat: str
    documents_of: str
    no_documents: str
    welcome: str
    welcome_text: str
    try_one: str
    placeholder: str
    send: str
    scope: str
    scope_automatic: str
    organisation: str
    level: str
    year: str
    year_of: str
    stage: str
    document: str
    automatic: str
    all_documents: str
    thinking: str
    status_partial: str
    status_clarify: str
    status_not_found: str
    choose_reading: str
    follow_up: str
    breakdown: str
    item: str
    reason: str
    amount: str
    source: str
    total: str
    left_out_of: str
    alternatives: str
    increase: str
    decrease: str
    checks_line_of: str
    checks_agree_of: str
    checks_rounding_of: str
    checks_fail_of: str
    checks_note_of: str
    checks_not_run_of: str
    no_checks: str
    check_status: tuple[tuple[str, str], ...]
    expected: str
    actual: str
    difference: str
    tolerance: str
    evidence: str
    evidence_empty: str
    evidence_hint: str
    evidence_missing: str
    page_of: str
    line_of: str
    unit_of: str
    row: str
    column: str
    printed: str
    project: str
    table: str
    close: str
    previous: str
    following: str
    citation_of: str
    more_sources_of: str
    failed: str
    correction: str
    correction_of: str

    def status_of_check(self, status: str) -> str:
        """The word for a check's status; the status itself if it has none."""
        return dict(self.check_status).get(status, status)


ZH = Texts(
    language="zh",
    title="预算问答",
    tagline="每个数字都有出处，每个合计都经核对",
    switch_language="English",
    switch_language_hint="Switch to English",
    switch_theme="切换深色 / 浅色",
    new_chat="新对话",
    documents_of="已读入 {count} 份文件",
    no_documents="资料库中还没有文件",
    welcome="想查哪一笔预算？",
    welcome_text="直接提问即可。答案中的数字都取自文件原表或由其精确计算，点击 [1] 这样的标记可以查看原表中的单元格。",
    try_one="可以这样问",
    placeholder="输入问题，例如某个项目的金额",
    send="发送",
    scope="范围",
    scope_automatic="自动",
    organisation="单位名称",
    level="层级",
    year="年度",
    year_of="{year} 年",
    stage="阶段",
    document="文件",
    automatic="自动",
    all_documents="全部文件",
    thinking="正在查找并核对……",
    status_partial="部分回答",
    status_clarify="需要明确",
    status_not_found="文件中没有",
    choose_reading="请选择您的意思",
    follow_up="可以继续问",
    breakdown="明细构成",
    item="项目",
    reason="计入理由",
    amount="金额",
    source="出处",
    total="合计",
    left_out_of="相近但未计入（{count}）",
    alternatives="另有印法",
    increase="增加",
    decrease="减少",
    checks_line_of="{outcome}",
    checks_agree_of="{count} 项核对一致",
    checks_rounding_of="（其中 {count} 项在四舍五入范围内）",
    checks_fail_of="{count} 项核对不符",
    checks_note_of="{count} 项提示",
    checks_not_run_of="{count} 项未能核对",
    no_checks="没有适用于此答案的核对",
    check_status=(("pass", "一致"), ("rounding", "舍入差"), ("fail", "不符"), ("note", "提示"), ("not_run", "未核对")),
    expected="应为",
    actual="实为",
    difference="相差",
    tolerance="允许",
    evidence="原文出处",
    evidence_empty="还没有选中出处",
    evidence_hint="点击答案中的标记，这里会打开所引用的原表，并标出那个单元格。",
    evidence_missing="资料库中找不到这处出处，文件可能已被移除或替换。",
    page_of="第 {page} 页",
    line_of="第 {line} 行",
    unit_of="单位：{unit}",
    row="行",
    column="列",
    printed="原文",
    project="项目",
    table="表",
    close="关闭",
    previous="上一处",
    following="下一处",
    citation_of="出处 {n}",
    more_sources_of="再显示 {count} 处出处",
    failed="这个问题没有处理成功，请再试一次。",
    correction="更正",
    correction_of="原读作“{before}”，更正为“{after}”（{who}，{when}：{why}）",
)

EN = Texts(
    language="en",
    title="Budget Assistant",
    tagline="Every figure cited and cross-checked",
    switch_language="中文",
    switch_language_hint="切换到中文",
    switch_theme="Dark / light",
    new_chat="New chat",
    documents_of="Documents loaded: {count}",
    no_documents="The library holds no documents yet",
    welcome="Which budget figure are you looking for?",
    welcome_text=(
        "Just ask. Every figure is a cell of a document or computed exactly from such cells; "
        "click a marker such as [1] to see the cell in its table."
    ),
    try_one="You could ask",
    placeholder="Ask about a project or a total …",
    send="Send",
    scope="Scope",
    scope_automatic="automatic",
    organisation="Organisation",
    level="Level",
    year="Year",
    year_of="{year}",
    stage="Stage",
    document="Document",
    automatic="Automatic",
    all_documents="All documents",
    thinking="Looking up and cross-checking …",
    status_partial="Answered in part",
    status_clarify="Please clarify",
    status_not_found="Not in the documents",
    choose_reading="Which one do you mean?",
    follow_up="Ask next",
    breakdown="Breakdown",
    item="Item",
    reason="Why it counts",
    amount="Amount",
    source="Source",
    total="Total",
    left_out_of="Similar, but left out ({count})",
    alternatives="Also printed as",
    increase="increase",
    decrease="decrease",
    checks_line_of="Cross-check: {outcome}",
    checks_agree_of="{count} passed",
    checks_rounding_of=" ({count} of them within rounding)",
    checks_fail_of="{count} failed",
    checks_note_of="{count} noted",
    checks_not_run_of="{count} not run",
    no_checks="No check applies to this answer",
    check_status=(
        ("pass", "passed"),
        ("rounding", "within rounding"),
        ("fail", "failed"),
        ("note", "note"),
        ("not_run", "not run"),
    ),
    expected="Expected",
    actual="Printed",
    difference="Difference",
    tolerance="Tolerance",
    evidence="Source",
    evidence_empty="No source selected",
    evidence_hint="Click a marker in an answer: the cited table opens here with the cell marked.",
    evidence_missing="This source is not in the library; its document may have been removed or replaced.",
    page_of="page {page}",
    line_of="line {line}",
    unit_of="unit: {unit}",
    row="Row",
    column="Column",
    printed="Printed",
    project="Project",
    table="Table",
    close="Close",
    previous="Previous",
    following="Next",
    citation_of="Source {n}",
    more_sources_of="Show {count} more sources",
    failed="This question could not be processed. Please try again.",
    correction="Corrected",
    correction_of="read as “{before}”, corrected to “{after}” ({who}, {when}: {why})",
)


def texts(language: str) -> Texts:
    """The texts for a language tag such as zh, zh-Hant, zh-CN or en-GB; English for any other language."""
    return ZH if language.lower().startswith("zh") else EN


def preferred_language(accept_language: str, cookie: str = "") -> str:
    """zh or en: what the person chose before (``cookie``), else the first language the browser accepts, else zh."""
    if cookie in LANGUAGES:
        return cookie
    first = accept_language.split(",")[0].strip()
    return texts(first).language if first and first != "*" else "zh"
