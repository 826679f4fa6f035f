"""The sentences of an answer, in Chinese and in English. They hold no figures of their own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import in_english
from assistant.chain import END_ALONE, END_TOP, END_TOTAL
from assistant.records import Reread, ShownChain, ShownCheck, ShownFigure
from corpus.records import CheckStatus, Severity

_FEW = 4
_TEN_THOUSAND = Decimal(10_000)


def _tally(checks: Sequence[ShownCheck]) -> tuple[int, int, int, int]:
    """How many failed, agree within rounding, are mere notices, agree."""
    failures = [check for check in checks if check.status == CheckStatus.FAIL]
    notes = sum(check.severity == Severity.NOTICE for check in failures)
    rounded = sum(check.status == CheckStatus.ROUNDING for check in checks)
    return len(failures) - notes, rounded, notes, len(checks) - len(failures) - rounded


_VERDICTS = {CheckStatus.FAIL: "（不一致）", CheckStatus.ROUNDING: "（舍入范围内）"}
_ENGLISH_ENDS = {
    END_TOTAL: "checked up to the total of the statutory tables",
    END_TOP: "checked up to here, as no higher total is printed",
    END_ALONE: "no total above it to be checked against",
}


class Wording:
    """Chinese sentences; ``language`` is zh, zh-Hant or en (see ``for_language``)."""

    def headline(self, figure: ShownFigure) -> str:
        """The sentence with the figure first asked for."""
        direction = {"increase": "增加", "decrease": "减少"}.get(figure.direction or "", "")
        label = figure.label
        if direction and label.endswith(("增减额", "增减幅度")):
            label = label.removesuffix("增减额").removesuffix("增减幅度")
            shown = self._amount(figure, absolute=True)
            return f"{label}{direction} {shown}{self._markers(figure)}。"
        if figure.amount == 0 and label.endswith("增减额"):
            return f"{label.removesuffix('增减额')}持平（{self._amount(figure)}）{self._markers(figure)}。"
        joint = "" if label.endswith(("：", "多", "少")) else "为"
        return f"{label}{joint} {self._amount(figure)}{self._markers(figure)}。"

    def alternative(self, figure: ShownFigure) -> str:
        """Another printing that disagrees."""
        if figure.label.endswith("）") and not figure.label.endswith("（另一处列示）"):
            return f"⚠ {figure.label}为 {self._amount(figure)}{self._markers(figure)}，与以上列示不一致，均照原文列出。"
        return f"⚠ 另一处印为 {self._amount(figure)}{self._markers(figure)}，两处不一致，均照原文列出。"

    def context(self, figure: ShownFigure) -> str:
        """A figure that helps to read the headline."""
        joint = "" if figure.label.endswith("：") else "："
        markers = self._markers(figure) if len(figure.citations) <= _FEW else ""
        return f"{figure.label}{joint}{self._amount(figure)}{markers}"

    def breakdown(self, count: int) -> str:
        """The head of the list of parts."""
        return f"构成（{count}项）："

    def part(self, figure: ShownFigure) -> str:
        """One part with the reason why it belongs."""
        joint = "" if figure.label.endswith("：") else "："
        reason = f"（{figure.reason}）" if figure.reason else ""
        return f"- {figure.label}{joint}{self._amount(figure, short=True)}{self._markers(figure)}{reason}"

    def left_out(self) -> str:
        """The head of the list of near misses."""
        return "提到但未计入："

    def missed(self, name: str, reason: str) -> str:
        """One near miss and why it does not count."""
        return f"- {name}：{reason}"

    def note(self, text: str) -> str:
        """A remark on the result."""
        return text

    def quote(self, context: str, text: str, number: int) -> str:
        """A printed text, word for word."""
        head = f"{context}：" if context else ""
        return f"{head}“{text}”[{number}]"

    def check(self, check: ShownCheck) -> str:
        """One check with its outcome."""
        if check.severity == Severity.NOTICE and check.status == CheckStatus.FAIL:
            return f"- ℹ 提示：{check.sentence}{self._numbers(check.citations)}"
        mark = {CheckStatus.PASS: "✓ 一致", CheckStatus.ROUNDING: "≈ 一致（舍入范围内）", CheckStatus.FAIL: "✗ 不一致"}
        return f"- {mark.get(CheckStatus(check.status), '未核对')}：{check.sentence}{self._numbers(check.citations)}"

    def checked(self, checks: Sequence[ShownCheck], chains: Sequence[ShownChain] = ()) -> str:
        """One line on the checks that cover the figures, with the way up to the totals that hold them."""
        failed, rounded, notes, good = _tally(checks)
        parts = [f"{good}项一致"] if good else []
        parts += [f"{rounded}项在舍入范围内"] if rounded else []
        parts += [f"{failed}项不一致"] if failed else []
        parts += [f"{notes}项提示"] if notes else []
        return f"核对：{'，'.join(parts)}{''.join(f'；{way}' for way in self.ways(chains))}。"

    def ways(self, chains: Sequence[ShownChain]) -> list[str]:
        """Each chain of an answer in words; none where several documents are compared."""
        if len({chain.document for chain in chains}) != 1:
            return []
        return [self._way(chain, several=len(chains) > 1 or chain.start.endswith("项")) for chain in chains]

    def _way(self, chain: ShownChain, several: bool) -> str:
        if not chain.steps:
            return self.end_of_way(chain.end)
        steps = " → ".join(
            f"{s.name}{s.amount}{_VERDICTS.get(CheckStatus(s.status), '')}{self._numbers(s.citations)}"
            for s in chain.steps
        )
        same = f"，与另外{chain.witnesses}处列示一致" if chain.witnesses else ""
        against = f"，与另外{chain.against}处列示不一致" if chain.against else ""
        return f"{chain.start if several else ''}计入：{steps}{same}{against}；{self.end_of_way(chain.end)}"

    def end_of_way(self, end: str) -> str:
        """Why a chain goes no further."""
        return end

    def unchecked(self) -> str:
        """That no check covers the figures."""
        return "核对：没有可用来核对这项内容的勾稽关系。"

    def doubted(self, numbers: Sequence[int]) -> str:
        """That cited places were read with doubt."""
        return f"{self._numbers(numbers)}所在的页面或单元格识读存疑（如由图片识别），数字请以原件为准。"

    def corrected(self, numbers: Sequence[int]) -> str:
        """That cited cells were corrected by a person."""
        return f"{self._numbers(numbers)}所在的单元格经人工更正，不是文件原来读出的文字。"

    def scope(self, scope: str, money: bool) -> str:
        """What the answer is about, and what its figure is not."""
        return f"范围：{scope}。" + ("金额为预算安排数，不是实际支出。" if money and "决算" not in scope else "")

    def not_found(self, reason: str, near: Sequence[str], scope: str) -> str:
        """A refusal: why, and the nearest names as text only."""
        text = f"没有找到可以支持的答案{'：' + reason if reason else ''}。"
        text += f"\n\n资料中相近的内容有：{'、'.join(near)}。" if near else ""
        return text + (f"\n\n查找范围：{scope}。" if scope else "")

    def reread(self, every: Sequence[Reread]) -> str:
        """Which words of the question were read as others."""
        return "按" + "，".join(f"“{one.meant}”理解“{one.said}”" for one in every) + "。"

    def clarify(self, reason: str, choices: Sequence[str]) -> str:
        """A question back with the readings offered."""
        if not choices:
            return (reason or "问题不够明确，请说明是哪一项") + "。"
        return (reason or "您指的是哪一项？") + "\n\n" + "\n".join(f"- {choice}" for choice in choices)

    def _amount(self, figure: ShownFigure, absolute: bool = False, short: bool = False) -> str:
        if figure.amount is None:
            return figure.label
        value = abs(figure.amount) if absolute else figure.amount
        mark = "" if figure.qualifier == "=" else figure.qualifier
        text = f"**{mark}{value:,f}{figure.unit}**"
        if figure.unit == "元" and abs(value) >= _TEN_THOUSAND and not short:
            text += f"（{(value / _TEN_THOUSAND).quantize(Decimal('0.01')):,f}万元）"
        return text

    def _markers(self, figure: ShownFigure) -> str:
        return self._numbers(figure.citations)

    @staticmethod
    def _numbers(numbers: Sequence[int]) -> str:
        return "".join(f"[{number}]" for number in numbers)


class EnglishWording(Wording):
    """English sentences; names of the documents stay in the language they are printed in."""

    def headline(self, figure: ShownFigure) -> str:
        direction = {"increase": "increase", "decrease": "decrease"}.get(figure.direction or "", "")
        shown = self._amount(figure, absolute=bool(direction))
        if figure.amount == 0 and figure.label.endswith(("增减额", "增减幅度")):
            shown = f"no change ({shown})"
        return f"{self._label(figure)}: {direction + ' of ' if direction else ''}{shown}{self._markers(figure)}."

    def alternative(self, figure: ShownFigure) -> str:
        printed = f"{self._amount(figure)}{self._markers(figure)}"
        return f"⚠ Printed elsewhere as {printed}; the two disagree and both are shown."

    def context(self, figure: ShownFigure) -> str:
        return f"{self._label(figure)}: {self._amount(figure)}{self._markers(figure)}"

    def breakdown(self, count: int) -> str:
        return f"Made up of {count} item{'s' if count != 1 else ''}:"

    def part(self, figure: ShownFigure) -> str:
        why = f" ({in_english.reason(figure.reason)})" if figure.reason else ""
        return f"- {self._label(figure)}: {self._amount(figure, short=True)}{self._markers(figure)}{why}"

    def left_out(self) -> str:
        return "Mentioned but not counted:"

    def missed(self, name: str, reason: str) -> str:
        return f"- {name}: {in_english.reason(reason)}"

    def note(self, text: str) -> str:
        return "\n".join(in_english.reason(line) for line in text.split("\n"))

    def quote(self, context: str, text: str, number: int) -> str:
        head = f"{context}: " if context else ""
        return f"{head}“{text}”[{number}]"

    def check(self, check: ShownCheck) -> str:
        if check.severity == Severity.NOTICE and check.status == CheckStatus.FAIL:
            return f"- ℹ note: {self._compared(check)}{self._numbers(check.citations)}"
        mark = {
            CheckStatus.PASS: "✓ agrees",
            CheckStatus.ROUNDING: "≈ agrees within rounding",
            CheckStatus.FAIL: "✗ does not agree",
        }
        status = mark.get(CheckStatus(check.status), "not run")
        return f"- {status}: {self._compared(check)}{self._numbers(check.citations)}"

    def checked(self, checks: Sequence[ShownCheck], chains: Sequence[ShownChain] = ()) -> str:
        failed, rounded, notes, good = _tally(checks)
        parts = [f"{good} agree"] if good else []
        parts += [f"{rounded} within rounding"] if rounded else []
        parts += [f"{failed} do not agree"] if failed else []
        parts += [f"{notes} noted"] if notes else []
        return f"Cross-check: {', '.join(parts)}{''.join(f'; {way}' for way in self.ways(chains))}."

    def _way(self, chain: ShownChain, several: bool) -> str:
        end = self.end_of_way(chain.end)
        if not chain.steps:
            return end
        failed = {step: " (does not agree)" if step.status == CheckStatus.FAIL else "" for step in chain.steps}
        steps = " → ".join(
            f"{in_english.label(s.name)} {in_english.money(s.amount)}{failed[s]}{self._numbers(s.citations)}"
            for s in chain.steps
        )
        same = (
            f", printed alike in {chain.witnesses} other place{'s' * (chain.witnesses > 1)}" if chain.witnesses else ""
        )
        against = f", differently in {chain.against} other place{'s' * (chain.against > 1)}" if chain.against else ""
        start = chain.start.replace("项", " figures") if chain.start.endswith("项") else chain.start
        return f"{f'{start} ' if several else ''}counted in: {steps}{same}{against}; {end}"

    def end_of_way(self, end: str) -> str:
        return _ENGLISH_ENDS.get(end, end)

    def unchecked(self) -> str:
        return "Cross-check: no accounting identity covers this."

    def doubted(self, numbers: Sequence[int]) -> str:
        return f"{self._numbers(numbers)} stand on a page or in a cell read with doubt; compare them with the original."

    def corrected(self, numbers: Sequence[int]) -> str:
        return f"{self._numbers(numbers)} stand in cells that a person corrected; the file was first read otherwise."

    def scope(self, scope: str, money: bool) -> str:
        return f"Scope: {scope}." + (
            " Amounts are budgeted, not actually spent." if money and "决算" not in scope else ""
        )

    def not_found(self, reason: str, near: Sequence[str], scope: str) -> str:
        why = in_english.reason(reason)
        text = "The documents do not support an answer" + (f": {why}" if why else "") + "."
        text += f"\n\nNearest things in the documents: {', '.join(near)}." if near else ""
        return text + (f"\n\nLooked in: {scope}." if scope else "")

    def reread(self, every: Sequence[Reread]) -> str:
        return " ".join(f"“{one.said}” was read as “{one.meant}”." for one in every)

    def clarify(self, reason: str, choices: Sequence[str]) -> str:
        why = in_english.reason(reason).rstrip("?.")
        if not choices:
            return f"{why or 'Please say more precisely what you mean'}."
        return f"{why or 'Which one do you mean'}?\n\n" + "\n".join(f"- {choice}" for choice in choices)

    def _amount(self, figure: ShownFigure, absolute: bool = False, short: bool = False) -> str:
        if figure.amount is None:
            return in_english.label(figure.label)
        value = abs(figure.amount) if absolute else figure.amount
        mark = "" if figure.qualifier == "=" else figure.qualifier
        if figure.unit in ("个", "项", "条", "笔"):
            return f"**{mark}{value:,f}**"
        unit = {"元": "yuan", "万元": "万元 (10,000 yuan)", "亿元": "亿元 (100 million yuan)"}.get(
            figure.unit, figure.unit
        )
        return f"**{mark}{value:,f}%**" if unit == "%" else f"**{mark}{value:,f} {unit}**"

    @staticmethod
    def _compared(check: ShownCheck) -> str:
        """Both sides of a check; the Chinese sentence that names them stands behind as it is."""
        if not check.expected or not check.actual:
            return check.sentence
        unit = {"元": " yuan"}.get(check.unit, check.unit)
        apart = f", {check.difference.lstrip('-')}{unit} apart" if check.status != CheckStatus.PASS else ""
        return f"{check.expected} against {check.actual}{unit}{apart} ({check.sentence})"

    @staticmethod
    def _label(figure: ShownFigure) -> str:
        return in_english.label(figure.label.rstrip("："))


def for_language(language: str) -> Wording:
    """The wording for a question's language."""
    return EnglishWording() if language == "en" else Wording()
