"""Thanks and greetings: answered kindly, with no figure, and no part of what a conversation refers to."""

from __future__ import annotations

import re

from assistant.labels import flat
from assistant.language import normal_form

_KIND = re.compile(
    r"(?:(?:好的?|行|嗯+|哦|ok|okay|明白了?|知道了|了解了?|清楚了?|收到|懂了|太好了|很好|不错|可以了?|没问题|没事了?|不用了|那就?这样|就这样|先这样"
    r"|非常|十分|真的?|太|多谢|谢谢?|感谢|辛苦|麻烦|您|你|们|了|啦|啊|哈|呢|吧|的|大家|老师|同志|助手|很)*"
    r"(?:谢谢?|感谢|多谢|辛苦|好的|明白|知道了|了解了|清楚了|收到|懂了|不用了|没事了?|这样|ok|okay|好|行|嗯|太好了|不错|可以了)"
    r"(?:您|你|们|了|啦|啊|哈|呢|吧|的|谢谢?|老师|帮助|帮忙|回答|解答|大家|很|再见|拜拜)*)"
)
_GREETING = re.compile(
    r"(?:您好|你好|大家好|早上好|上午好|下午好|晚上好|早|hi|hello|hey|在吗|在么|你|您|助手|再见|拜拜|bye|goodbye|啊|呀|哈)+"
)
_IN_ENGLISH = re.compile(
    r"(?:thanks?|thank you|thx|cheers|great|perfect|ok|okay|got it|hi|hello|hey|bye|goodbye"
    r"|good (?:morning|afternoon|evening)"
    r"|very much|so much|a lot|for your help|that is all|that's all|[\s,.!]+)+"
)
_ENGLISH = {"thank you": "谢谢", "thanks": "谢谢", "good morning": "早上好", "good afternoon": "下午好"}


def is_courtesy(text: str) -> bool:
    """Whether a message says nothing but thanks, consent or a greeting."""
    if _IN_ENGLISH.fullmatch(text.strip().lower()):
        return True
    spoken = normal_form(text)
    for english, chinese in _ENGLISH.items():
        spoken = re.sub(rf"\b{english}\b(?: (?:very|so) much| a lot)?", chinese, spoken)
    said = flat(spoken)
    return bool(said) and bool(_KIND.fullmatch(said) or _GREETING.fullmatch(said))


def reply(language: str) -> str:
    """A kind answer in that language (zh, zh-Hant or en), with no figure."""
    return (
        "You are welcome. What else would you like to know?" if language == "en" else "不客气。还想查什么，请直接问。"
    )
