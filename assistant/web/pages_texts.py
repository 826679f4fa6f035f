"""The words of the pages beside the conversation (audit, lookup, documents), in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagesTexts:
    """Every fixed text of one language. Fields ending in ``_of`` hold ``str.format`` fields."""

    ask: str
    audit: str
    lookup: str
    documents: str
    pages: str
    copy_link: str
    copied: str
    show_more_of: str
    all: str
    loading: str
    page_failed: str
    # Audit
    audit_text: str
    document: str
    family: str
    severity: str
    status: str
    groups: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str], ...]
    findings_of: str
    none_found: str
    export: str
    expected_side: str
    actual_side: str
    expected: str
    actual: str
    difference: str
    tolerance: str
    rule: str
    one_check: str
    all_findings: str
    check_missing: str
    # Lookup
    lookup_text: str
    lookup_placeholder: str
    search: str
    kinds: tuple[tuple[str, str], ...]
    found_of: str
    found_more_of: str
    nothing_found: str
    agrees_of: str
    disagrees_of: str
    differs_of: str
    checks_of: str
    chain: str
    row: str
    open_place: str
    unreadable_of: str
    # Documents
    documents_text: str
    count_of: str
    no_documents: str
    name: str
    identity: str
    tables: str
    projects: str
    figures: str
    problems: str
    read_at: str
    unknown: str
    download: str
    download_all: str
    audit_it: str
    remove: str
    remove_sure: str
    remove_yes: str
    cancel: str
    filter: str
    upload: str
    upload_hint_of: str
    upload_choose: str
    read_only: str
    # Evidence
    page_picture: str
    page_picture_missing: str


ZH = PagesTexts(
    ask="提问",
    audit="核对",
    lookup="查数",
    documents="文件",
    pages="页面",
    copy_link="复制链接",
    copied="已复制",
    show_more_of="再显示（还有 {count} 条）",
    all="全部",
    loading="正在处理……",
    page_failed="没有处理成功，请再试一次。",
    audit_text="对每份文件逐条核对勾稽关系。左右两方都可打开原表查看单元格；未能核对的写明原因，不算通过。",
    document="文件",
    family="类别",
    severity="程度",
    status="结果",
    groups=(
        ("error", "错误"),
        ("warning", "警告"),
        ("notice", "提示"),
        ("rounding", "舍入差"),
        ("pass", "一致"),
        ("not_run", "未核对"),
    ),
    statuses=(("fail", "不符与提示"), ("rounding", "舍入差"), ("pass", "一致"), ("not_run", "未核对")),
    families=(
        ("A", "一行之内"),
        ("B", "一表之内"),
        ("C", "表与表"),
        ("D", "说明与表"),
        ("E", "说明自身"),
        ("F", "结构"),
        ("G", "项目申报表"),
        ("H", "项目与单位"),
        ("I", "文件之间"),
        ("J", "重复列示"),
    ),
    findings_of="{count} 条",
    none_found="没有符合条件的核对结果。",
    export="导出",
    expected_side="应为一方",
    actual_side="实为一方",
    expected="应为",
    actual="实为",
    difference="相差",
    tolerance="容许",
    rule="规则",
    one_check="链接指向的核对",
    all_findings="查看全部",
    check_missing="资料库中没有这条核对，文件可能已被移除或替换。",
    lookup_text="输入金额、文字、科目编码或引用编号，列出每一处印有它的地方，以及别处与它是否一致。",
    lookup_placeholder="4177600、417.76万元、2050801、文字……",
    search="查找",
    kinds=(("auto", "自动"), ("amount", "金额"), ("text", "文字"), ("code", "科目编码"), ("id", "引用编号")),
    found_of="找到 {count} 处",
    found_more_of="找到 {count} 处以上",
    nothing_found="资料库中没有找到。",
    agrees_of="一致（{count} 处）",
    disagrees_of="不一致（{count} 处）",
    differs_of="相差 {amount} {unit}",
    checks_of="核对：{passed} 项一致，{failed} 项不符或提示",
    chain="勾稽链",
    row="所在行",
    open_place="查看原表",
    unreadable_of="无法识别：{reason}",
    count_of="{count} 份文件",
    documents_text="资料库中的文件，以及从中读出的内容。",
    no_documents="资料库中还没有文件。",
    name="文件",
    identity="单位",
    tables="表",
    projects="项目",
    figures="数字",
    problems="问题",
    read_at="读入时间",
    unknown="未标明",
    download="下载表格（XLSX）",
    download_all="全部表格（XLSX）",
    audit_it="核对",
    remove="移除",
    remove_sure="移除后不能恢复，要移除吗？",
    remove_yes="确认移除",
    cancel="取消",
    filter="按名称、单位或年度筛选",
    upload="添加文件",
    upload_hint_of="把文件拖到这里，可一次多份。{suffixes}，每份不超过 {size} MB。",
    upload_choose="选择文件",
    read_only="此处只能查看，不能添加或移除文件。",
    page_picture="原件页面",
    page_picture_missing="这一页无法显示图像。",
)

EN = PagesTexts(
    ask="Ask",
    audit="Audit",
    lookup="Lookup",
    documents="Documents",
    pages="Pages",
    copy_link="Copy link",
    copied="Copied",
    show_more_of="Show more ({count} left)",
    all="All",
    loading="Working …",
    page_failed="This could not be done. Please try again.",
    audit_text=(
        "Every accounting identity, checked. Both sides open their cell in its table; "
        "what could not be checked says why and never counts as passed."
    ),
    document="Document",
    family="Family",
    severity="Severity",
    status="Status",
    groups=(
        ("error", "Error"),
        ("warning", "Warning"),
        ("notice", "Notice"),
        ("rounding", "Rounding"),
        ("pass", "Passed"),
        ("not_run", "Not run"),
    ),
    statuses=(
        ("fail", "Failed or noted"),
        ("rounding", "Within rounding"),
        ("pass", "Passed"),
        ("not_run", "Not run"),
    ),
    families=(
        ("A", "one row"),
        ("B", "one table"),
        ("C", "table against table"),
        ("D", "narrative against table"),
        ("E", "narrative with itself"),
        ("F", "structure"),
        ("G", "project form"),
        ("H", "projects against the unit"),
        ("I", "across documents"),
        ("J", "printed twice"),
    ),
    findings_of="{count} checks",
    none_found="No check answers to these filters.",
    export="Export",
    expected_side="Expected side",
    actual_side="Printed side",
    expected="Expected",
    actual="Printed",
    difference="Difference",
    tolerance="Tolerance",
    rule="Rule",
    one_check="The check of the link",
    all_findings="Show all",
    check_missing="This check is not in the library; its document may have been removed or replaced.",
    lookup_text=(
        "Type an amount, words, a classification code or a citation id: every place that prints it, "
        "and what agrees or disagrees with it elsewhere."
    ),
    lookup_placeholder="4177600, 417.76万元, 2050801, words …",
    search="Find",
    kinds=(("auto", "Automatic"), ("amount", "Amount"), ("text", "Words"), ("code", "Code"), ("id", "Citation id")),
    found_of="Places found: {count}",
    found_more_of="Places found: {count} or more",
    nothing_found="Nothing in the library answers to that.",
    agrees_of="Agrees ({count})",
    disagrees_of="Disagrees ({count})",
    differs_of="difference {amount} {unit}",
    checks_of="Checks: {passed} passed, {failed} failed or noted",
    chain="Chain",
    row="Row",
    open_place="Open the table",
    unreadable_of="Cannot be read: {reason}",
    count_of="{count} documents",
    documents_text="The documents of the library and what was read of them.",
    no_documents="The library holds no documents yet.",
    name="Document",
    identity="Organisation",
    tables="Tables",
    projects="Projects",
    figures="Figures",
    problems="Problems",
    read_at="Read",
    unknown="not stated",
    download="Tables (XLSX)",
    download_all="All tables (XLSX)",
    audit_it="Audit",
    remove="Remove",
    remove_sure="This cannot be undone. Remove it?",
    remove_yes="Remove",
    cancel="Cancel",
    filter="Filter by name, organisation or year",
    upload="Add documents",
    upload_hint_of="Drop files here, several at once. {suffixes}; up to {size} MB each.",
    upload_choose="Choose files",
    read_only="This page is read-only here: documents cannot be added or removed.",
    page_picture="Page of the original",
    page_picture_missing="There is no picture of this page.",
)


def pages_texts(language: str) -> PagesTexts:
    """The texts of the pages for zh or en."""
    return ZH if language == "zh" else EN
