"""What rules lead to, as it is read: a line for each person, and rules in a few words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.web.console.words import Words
from services.distribution.models import Policy
from services.distribution.preview import Hand, Offer
from services.requests.reasons import reason_text


@dataclass(frozen=True, slots=True)
class Shown:
    """A request that somebody would be given; `waited` and `why` in words. `open`: the viewer may read it."""

    number: int
    type: str
    tier: str
    waited: str
    why: str
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on shift: what Next would bring now and then, or what hinders them (a code, empty: nothing)."""

    name: str
    login: str
    hindered: str
    now: Shown | None
    then: Shown | None

    @property
    def changed(self) -> bool:
        """Whether the rules make a difference to them: another request, or none."""
        return (self.now and self.now.number) != (self.then and self.then.number)


def lines(hands: Sequence[Hand], words: Words, readable: Collection[str]) -> list[Line]:
    """The preview; `readable`: codes of the units whose requests the viewer may read."""
    return [
        Line(
            hand.name,
            hand.login,
            hand.hindered or "",
            _shown(hand.now, words, readable),
            _shown(hand.then, words, readable),
        )
        for hand in hands
    ]


def _shown(offer: Offer | None, words: Words, readable: Collection[str]) -> Shown | None:
    if offer is None:
        return None
    return Shown(
        offer.number, words.label("type", offer.type), offer.tier or "", words.minutes(int(offer.reason["waited_seconds"]) // 60),
        reason_text(offer.reason, words.language) or "", open=offer.unit is None or offer.unit in readable,
    )  # fmt: skip


def brief(policy: Policy, words: Words) -> str:
    """What counts beside the wait, `Претензия +30, «gold» +15`; empty: nothing does."""
    weights = policy.weights
    counted = [(words.label("type", name), minutes) for name, minutes in weights.types.items()]
    counted += [(words("set-tier-named", tier=tier), minutes) for tier, minutes in weights.tiers.items()]
    counted += [(words("set-returned-short"), weights.returned)]
    return ", ".join(words("set-counts", what=what, minutes=str(minutes)) for what, minutes in counted if minutes)
