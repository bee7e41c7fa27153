"""The answer of a page that has another address now."""


class MovedPermanently(Exception):
    """The page has another address now; `FollowFormerSlugs` answers with a redirect."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
