"""A question that no exact reading accounts for, read again with one slip of the pen or one abbreviation written out.

Only words that are left over are read so, and only as names the library has. Where two readings are near each other,
both are carried out: the same figures are an answer, different ones a question back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.abbreviations import abbreviated
from assistant.labels import flat
from assistant.language import language_of, normal_form
from assistant.outcome import FOUND, Outcome
from assistant.plan_spread import same_figures
from assistant.records import Question, Reread, Result
from assistant.scope import scope_words
from assistant.slips import Kind, Slip, slips_of
from assistant.vocabulary import LONGEST, WORDS
from index.words import segment_known

_MOST = 3
"""Readings near each other that are carried out."""
_ROUNDS = 2
"""Slips read in one question: in the organisation's name and in the subject's."""
_SHORTEST = 3
_AHEAD = 1
"""Characters that the best reading must agree in more than another one for that one to be dropped."""
_JOINTS = frozenset("和与及跟同或")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿零〇")
_PUNCTUATION = r"[\s,.;:!?、“”\"'()《》\[\]·-]*"


@dataclass(frozen=True, slots=True)
class Names:
    """What a question may name: ``known`` in comparison form, and the positions of it that are ``open`` to be read
    so, or ``left`` over. ``strict`` are the names of organisations, which another body's may resemble, and words of the
    language: in them no sign is taken for one that sounds unlike it."""

    text: str
    known: frozenset[str]
    open: frozenset[int]
    left: frozenset[int]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """One reading: what is said, what is meant, and how sure it is, lower first."""

    said: str
    meant: str
    at: int
    agreeing: int
    kind: int


def readings(names: Names) -> list[Reread]:
    """The readings of a question by those names, the best first; none that is clearly behind another of its place."""
    found: dict[tuple[str, str], _Found] = {}
    for name in sorted(names.known):
        for reading in _of_name(names, name):
            key = (reading.said, reading.meant)
            if key not in found or _rank(reading) < _rank(found[key]):
                found[key] = reading
    ranked = sorted(found.values(), key=_rank)
    best = [one for one in ranked if ranked[0].agreeing - one.agreeing <= _AHEAD and one.kind - ranked[0].kind <= 1]
    return [Reread(one.said, one.meant) for one in best if not _inside_another(one, best)]


def _rank(reading: _Found) -> tuple[int, int, str]:
    return (-reading.agreeing, reading.kind, reading.meant)


def _inside_another(one: _Found, others: Sequence[_Found]) -> bool:
    """Whether a reading is a shorter account of another one: 务侍费 of 公务侍费."""
    return any(one is not other and one.said in other.said and one.meant in other.meant for other in others)


def _of_name(names: Names, name: str) -> Iterator[_Found]:
    """The readings by one name: one slip in it, or its abbreviation."""
    shared = len(set(name) & set(names.text))
    if shared < 2:
        return
    for slip in slips_of(names.text, name):
        if names.open.intersection(slip.changed) and _clear(names, name, slip):
            said, meant = names.text[slip.start : slip.stop], name[slip.first : slip.last]
            yield _Found(said, meant, slip.at, min(len(said), len(meant)), int(slip.kind))
    for said, meant in abbreviated(names.text, name, names.left):
        yield _Found(said, meant, names.text.find(said), len(said), int(Kind.WRONG))


def _clear(names: Names, name: str, slip: Slip) -> bool:
    """Whether a slip is long enough to be told, is no name itself, and can be meant for no other name."""
    said, meant = names.text[slip.start : slip.stop], name[slip.first : slip.last]
    if max(len(said), len(meant)) < _SHORTEST or any(said in other for other in names.known):
        return False
    if said[-1] in _JOINTS and said[:-1] in WORDS:
        return False  # 项目和 is a word and what joins it to the next
    if names.strict and (slip.kind is Kind.WRONG or (slip.other and slip.kind is not Kind.SWAPPED)):
        return False
    if slip.kind is Kind.WRONG and slip.agreeing < 3:
        return False
    return not slip.other or _rest_names_it(names, meant, slip)


def _rest_names_it(names: Names, meant: str, slip: Slip) -> bool:
    """Whether what is said rightly stands in no other name: 接待费 alone tells what 公物接待费 is."""
    rest = meant[: slip.left] if slip.left >= slip.right else meant[len(meant) - slip.right :]
    return all(meant in name for name in names.known if rest in name)


def as_written(question: Question, positions: frozenset[int]) -> tuple[str, frozenset[int]]:
    """The question in comparison form before everyday words became official ones, and ``positions`` of the latter in
    it; what was replaced is among them."""
    plain = flat(question.text)
    if plain == question.normal:
        return plain, positions
    moved: set[int] = set()
    for tag, first, last, start, _ in SequenceMatcher(None, plain, question.normal, autojunk=False).get_opcodes():
        same = tag == "equal"
        moved.update(i for i in range(first, last) if not same or start + i - first in positions)
    return plain, frozenset(moved)


_OTHER = re.compile("他其|其他他|其其他")


def undoubled(text: str, known: Callable[[], Iterable[Names]]) -> Reread | None:
    """A character written twice, or 其他 torn, as it must be meant: such words are no name and no word of the language.

    An exact reading would tear the name there (事业单位|位医疗), so this is read before any other.
    """
    torn = _OTHER.search(text)
    if torn is not None:
        return Reread(torn[0], "其他")
    for twice in re.finditer(r"([\u3400-\u9fff])\1", text):
        start, stop = twice.span()
        beside = re.search(r"[\u3400-\u9fff]{0,2}$", text[:start]), re.match(r"[\u3400-\u9fff]{0,2}", text[stop:])
        before, after = (match[0] if match is not None else "" for match in beside)
        if twice[1] in _NUMERALS or _is_language(text, start, before + twice[0] + after, len(before)):
            continue
        if not any(twice[0] in name for names in known() for name in names.known):
            return Reread(before + twice[0] + after, before + twice[1] + after)
    return None


def _is_language(text: str, at: int, piece: str, offset: int) -> bool:
    """Whether the two characters at ``at`` are part of one word (多多少), or end one and begin the next (项目|目标)."""
    around = ((a, b) for a in range(max(0, at - LONGEST), at + 1) for b in range(at + 2, at + LONGEST))
    if any(text[a:b] in WORDS for a, b in around):
        return True
    begin = 0
    for word in segment_known(piece):
        end = begin + len(word)
        if begin <= offset and offset + 2 <= end:
            return True
        if end == offset + 1:
            following = next((w for w in segment_known(piece[end:])), "")
            return len(word) > 1 and len(following) > 1
        begin = end
    return False


def rewritten(text: str, reread: Reread) -> str:
    """The question with what is meant in place of what is said; "" where the words do not stand in one piece."""
    folded = normal_form(text)
    spaced = re.compile(_PUNCTUATION.join(re.escape(char) for char in reread.said))
    match = spaced.search(folded)
    return "" if match is None else folded[: match.start()] + reread.meant + folded[match.end() :]


def answered(text: str, ask: Callable[[str], Outcome], names: Callable[[str], Iterable[Names]]) -> Outcome:
    """What ``ask`` makes of ``text``, read again where no exact reading accounts for all its words.

    ``names`` gives what the words of a question may be names of, in the order to try.
    """
    doubled = undoubled(normal_form(text), lambda: names(text))
    once = rewritten(text, doubled) if doubled is not None else ""
    if doubled is not None and once:
        found = ask(once)
        best = replace(found, question=replace(found.question, language=language_of(text)), reread=(doubled,))
        if not _open(best):
            return best
        text = once
    else:
        best = ask(text)
    reached, asked = best, text
    for _ in range(_ROUNDS):
        step = _step(asked, reached, ask, names) if _open(reached) else None
        if step is None:
            break
        asked, reached = step
        best = reached if _gains(reached, best) else best
    return best


def _open(outcome: Outcome) -> bool:
    """Whether words are left over: nothing was found, not all that was asked for, or one thing to ask back."""
    only = outcome.result.status == "clarify" and len(outcome.result.choices) == 1
    return only or outcome.result.status in ("not_found", "partial")


def _step(
    text: str, before: Outcome, ask: Callable[[str], Outcome], names: Callable[[str], Iterable[Names]]
) -> tuple[str, Outcome] | None:
    """The question read again in one place and what came of it; None where no word of it can be read so."""
    first: tuple[str, Outcome] | None = None
    for known in names(text):
        tried = []
        for reread in readings(known)[:_MOST]:
            asked = rewritten(text, reread)
            if asked:
                tried.append((asked, _noted(ask(asked), before, reread)))
        kept = [pair for pair in tried if _gains(pair[1], before)]
        if kept:
            return kept[0] if len(kept) == 1 else (kept[0][0], _agreed([outcome for _, outcome in kept]))
        first = first or next(iter(tried), None)
    return first


def _noted(outcome: Outcome, before: Outcome, reread: Reread) -> Outcome:
    question = replace(outcome.question, language=before.question.language)
    return replace(outcome, question=question, reread=(*before.reread, reread))


def _gains(outcome: Outcome, before: Outcome) -> bool:
    if before.result.status == "partial":
        return outcome.result.status == "answered"
    if before.result.status == "clarify":
        return outcome.result.status in FOUND
    return outcome.result.status in (*FOUND, "clarify")


def _agreed(outcomes: Sequence[Outcome]) -> Outcome:
    """The answer that several readings have in common, or the question back which of them is meant."""
    found = [outcome for outcome in outcomes if outcome.result.status in FOUND]
    if len(found) == len(outcomes) and same_figures([outcome.result for outcome in found]):
        return found[0]
    choices = tuple(dict.fromkeys(choice for outcome in outcomes for choice in _readings_of(outcome)))
    said = outcomes[0].reread[-1].said
    asked = Result("clarify", reason=f"“{said}”可以有几种理解，请说明是哪一种", choices=choices)
    return Outcome(outcomes[0].question, None, asked, outcomes[0].documents, outcomes[0].views)


def _readings_of(outcome: Outcome) -> Sequence[str]:
    """What a reading would be about: its subjects with their scope, or the readings it offers itself."""
    heads = [figure.label for figure in outcome.result.figures if figure.role == "headline"]
    labels = heads or list(outcome.result.choices) or [outcome.reread[-1].meant]
    scope = scope_words(outcome.documents)
    return [f"{label}（{scope}）" if scope else label for label in labels]
