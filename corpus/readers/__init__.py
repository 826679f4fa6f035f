"""One file per format: bytes to blocks (heading, paragraph, grid) with their places."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


def is_picture(data: bytes) -> bool:
    """Whether ``data`` begins like a picture of a kind that is read: PNG, JPEG, TIFF, BMP, WEBP."""
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return True
    return data[:2] == b"BM" and data[6:10] == b"\0\0\0\0"


class UnreadableFileError(ValueError):
    """A file that cannot be read at all. The message says which file, why, and what to do."""

    def __init__(self, name: str, reason: str, advice: str) -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(f"{name}: {reason}; {advice}")
