"""Calls that go on in Asterisk, found again where their beginning was not heard."""

from collections.abc import Iterable

from .ari import AriReader
from .ari_channel import BEGINS, RINGS, AriCall, Told, to_age
from .events import INCOMING, INTERNAL, OUTGOING, CallEvent


class AriFollower(AriReader):
    """Reads on where it has not heard everything."""

    def resume(
        self, channels: Iterable[Told], bridges: Iterable[Told], moment: str
    ) -> list[CallEvent]:
        """Take what there is for all that goes on; return what is new of it.

        A call that is not there any more ends without an event: nobody has heard how.
        """
        self._channels.clear()
        self._bridges.clear()
        events: list[CallEvent] = []
        there = sorted(channels, key=to_age)
        for channel in there:
            events += self._create(channel, channel["creationtime"])
        for channel in there:
            events += self._find_who_rings(channel, there)
        for bridge in bridges:
            if len(bridge["channels"]) > 1:
                self._join_unheard(bridge["channels"])
                events += self._meet(bridge, moment)
        return events

    def _join_unheard(self, present: Iterable[str]) -> None:
        channels = [self._channels[one] for one in present if one in self._channels]
        self._join(present)
        call = channels[0].call
        if not call.direction:
            self._guess(call, all(one.place for one in channels))

    def _guess(self, call: AriCall, among_us: bool) -> None:
        """Take for what it most likely is a call whose beginning was not heard."""
        if not call.place:
            call.direction = INCOMING
        elif among_us:
            call.direction, call.number = INTERNAL, call.place
        else:
            call.direction = OUTGOING

    def _find_who_rings(self, told: Told, there: Iterable[Told]) -> list[CallEvent]:
        """Return that places ring for a call of which only the channels are known."""
        call = self._channels[told["id"]].call
        number = told["caller"].get("number")
        if told.get("state") != BEGINS or not number:
            return []
        events: list[CallEvent] = []
        for other in there:
            peer = self._channels[other["id"]]
            is_rung = other.get("state") in RINGS and peer.call is not call
            if is_rung and other["connected"].get("number") == number:
                self._merge(peer.call, call)
                if peer.place:
                    events += self._ring(call, peer.place, other["creationtime"])
        return events
