"""The words of adding files, in Chinese and English: states, why a file was not taken, what was odd while reading."""

from __future__ import annotations

import re

_WORDS = {
    "zh": {
        "uploading": "正在上传",
        "waiting": "排队等候",
        "reading": "正在读取",
        "added": "已添加",
        "replaced": "已替换同名文件",
        "unchanged": "内容已在资料库中",
        "reread": "已重新读取",
        "skipped": "不是预算文件",
        "failed": "未添加",
        "kept": "未添加，保留原有文件",
        "exists": "资料库中已有同名文件，内容不同：{document}。替换后，原文件及其更正不再保留，引用它的链接失效。",
        "replace": "替换",
        "keep": "保留原有文件",
        "page": "第 {page} / {pages} 页",
        "problems": "{count} 处读取问题",
        "lost": "连接中断",
        "403": "此处不能添加文件",
        "413": "文件大于 {size} MB",
        "415": "不支持这种文件格式",
        "422": "文件是空的",
    },
    "en": {
        "uploading": "uploading",
        "waiting": "waiting",
        "reading": "reading",
        "added": "added",
        "replaced": "replaced the document of the same name",
        "unchanged": "already in the library",
        "reread": "read again",
        "skipped": "no budget document",
        "failed": "not added",
        "kept": "not added, the present document stays",
        "exists": (
            "A document of that name with other content is in the library: {document}. "
            "If it is replaced, it goes with its corrections, and links to it no longer work."
        ),
        "replace": "Replace it",
        "keep": "Keep the present one",
        "page": "page {page} of {pages}",
        "problems": "problems while reading: {count}",
        "lost": "connection lost",
        "403": "files cannot be added from here",
        "413": "the file is larger than {size} MB",
        "415": "files of this kind are not read",
        "422": "the file is empty",
    },
}

_FAILURES = (
    (r"damaged or no PDF", "文件已损坏，或不是 PDF；请重新下载，并确认能用阅读器打开"),
    (r"password|encrypted|protected", "文件设有密码；请去掉密码后再添加"),
    (r"it has (\d+) pages, more than (\d+)", r"共 \1 页，超过 \2 页的上限；请分成几份添加"),
    (r"more than (\d+) MB of memory", r"读取所需内存超过 \1 MB；请分成几份添加"),
    (r"more than (\d+) MB", r"内容超过 \1 MB；请分成几份添加"),
    (r"longer than (\d+) seconds", r"读取超过 \1 秒，已停止；请分成几份添加"),
    (r"used up its time", "读取用时过长，已停止；请分成几份添加"),
    (r"the file is empty", "文件是空的"),
    (r"neither UTF-8 nor GB 18030", "文字编码无法识别；请另存为 UTF-8 后再添加"),
    (r"no words|no pages", "文件中没有文字；请添加公布的原件"),
    (r"killed the process|crashed", "读取进程意外中止；请另存一份（如打印为 PDF）再添加"),
    (r"damaged|cannot be opened|no (?:Word|Excel|ZIP)", "文件已损坏，无法打开；请重新下载"),
)
"""What the readers say, by a pattern of it, in Chinese."""

_PROBLEMS = {
    "ambiguous-funding": "资金来源有歧义",
    "ambiguous-separator": "数字的分隔符有歧义",
    "column-unknown": "无法判断数字属于哪一列",
    "correction-not-applied": "更正未能应用",
    "covered-value": "合并单元格遮住了一个值，未读入",
    "damaged-page": "页面损坏",
    "embedded-object": "嵌入的对象未读取",
    "error-cell": "单元格是公式错误",
    "finer-value": "存储的值比显示的更精细",
    "formula-without-value": "公式没有保存结果",
    "hidden-column": "有隐藏的列",
    "hidden-row": "有隐藏的行",
    "hidden-sheet": "有隐藏的工作表",
    "hidden-sign": "数字格式隐藏了正负号",
    "hidden-text": "有隐藏的文字",
    "hidden-value": "有隐藏的值",
    "indicator-without-name": "指标没有名称",
    "line-without-amount": "明细没有金额",
    "missing-funding": "申报表缺少资金部分",
    "missing-header": "表格没有表头",
    "missing-name": "申报表没有项目名称",
    "missing-overview": "申报表缺少总体情况",
    "missing-unit": "没有标明金额单位",
    "no-text": "页面没有可读的文字",
    "number-over-edge": "数字越过格线",
    "number-over-lines": "数字分在几行",
    "ocr-page": "页面由图片识别",
    "picture-not-read": "图片未读取",
    "poor-scan": "扫描质量差，数字请以原件为准",
    "ragged-row": "一行的格数与表头不一致",
    "struck-text": "删除线文字未读入",
    "too-many-rules": "页面上的线条过多，表格未读取",
    "uncertain-text": "文字识别不确定",
    "unmapped-characters": "有字符无法还原为文字",
    "unreadable-code": "科目编码无法识别",
    "unreadable-number": "数字无法识别",
    "unsupported-format": "有不支持的内容",
}


def upload_words(language: str) -> dict[str, str]:
    """The words of each state of an upload; fields in braces are filled in by the page."""
    return _WORDS["zh" if language == "zh" else "en"]


def failure_words(message: str, language: str) -> str:
    """Why a file was not taken, in the language of the page where it has words for it; else the message itself."""
    if language != "zh":
        return message
    found = ((re.search(pattern, message), said) for pattern, said in _FAILURES)
    return next((match.expand(said) for match, said in found if match is not None), message)


def problem_words(kind: str, language: str) -> str:
    """The kind of a problem in the language of the page; the kind itself where it has no words for it."""
    return _PROBLEMS.get(kind, kind) if language == "zh" else kind.replace("-", " ")
