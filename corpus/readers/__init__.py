"""One file per format: bytes to blocks (heading, paragraph, grid) with their places."""


class UnreadableFileError(ValueError):
    """A file that cannot be read at all. The message says which file, why, and what to do."""

    def __init__(self, name: str, reason: str, advice: str) -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(f"{name}: {reason}; {advice}")
