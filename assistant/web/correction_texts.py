"""The words of correcting a cell, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorrectionTexts:
    """Every fixed text of one language; ``failed_of`` holds a ``str.format`` field, ``reasons`` are by kind."""

    cell: str
    to: str
    who: str
    why: str
    hint: str
    save: str
    undo: str
    done: str
    failed_of: str
    locked: str
    reasons: tuple[tuple[str, str], ...]


ZH = CorrectionTexts(
    cell="更正这个单元格",
    to="原件上印的是",
    who="更正人",
    why="理由",
    hint="只更正识别错误：写原件上印的内容。更正会留下记录，凡引用此单元格处都会显示，也可以撤销。",
    save="更正",
    undo="撤销更正",
    done="已记录。上面的回答仍是更正前的，请重新提问。",
    failed_of="没有更正：{reason}",
    locked="资料库正在被写入，请稍后再试。",
    reasons=(
        ("same-text", "单元格里已经是这个内容。"),
        ("no-words", "请写明更正人和理由。"),
        ("too-long", "文字太长。"),
        ("no-bytes", "资料库中没有保存这份文件的原件，请重新添加文件。"),
        ("outdated", "这份文件是由旧版程序读取的，请先运行 reread 重新读取。"),
        ("contact", "联系人信息不予显示，也不能更正。"),
        ("merged", "这是合并单元格的一部分，不能单独更正。"),
        ("none-in-force", "这个单元格没有可撤销的更正。"),
        ("unreadable", "按这个内容无法重新读取文件。"),
        ("not-allowed", "此页面不允许更正。"),
    ),
)

EN = CorrectionTexts(
    cell="Correct this cell",
    to="The original prints",
    who="Your name",
    why="Reason",
    hint=(
        "For misread cells only: write what the original prints. The correction is recorded, shown wherever the cell "
        "is cited, and can be taken back."
    ),
    save="Correct",
    undo="Take correction back",
    done="Recorded. The answers above are from before it; please ask again.",
    failed_of="Nothing was corrected: {reason}",
    locked="The library is being written; please try again in a moment.",
    reasons=(("not-allowed", "this page does not allow corrections."),),
)


def correction_texts(language: str) -> CorrectionTexts:
    """The texts for zh or en."""
    return ZH if language == "zh" else EN
