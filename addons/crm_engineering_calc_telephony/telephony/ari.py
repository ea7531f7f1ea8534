"""What Asterisk tells by ARI, read as events of calls.

Asterisk tells of channels and bridges; which of them are one call is found out here:
who dials whom, the two ends of a local channel, and who meets in a bridge. A channel
belongs to one call; the call is named after the channel that begins it, so the same
channels give the same events, whoever reads them and however often.
"""

from collections.abc import Iterable, Mapping

from .ari_channel import (
    BEGINS,
    HEARD,
    HOLDING,
    LOCAL,
    ORIGINATED,
    SERIAL,
    AriCall,
    Channel,
    Told,
    to_dialled,
    to_number,
    to_order,
    to_queue,
)
from .events import (
    ANSWERED,
    ENDED,
    INCOMING,
    INTERNAL,
    OUTGOING,
    RINGING,
    CallEvent,
)


class AriReader:
    """Reads what one Asterisk tells, in the order that it tells it."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """Begin to read.

        :param places: extensions by device (“PJSIP/101”), or by the device's own part
        """
        self.places = places
        self._channels: dict[str, Channel] = {}
        self._bridges: dict[str, tuple[str, ...]] = {}

    @property
    def keys(self) -> set[str]:
        """Return the names of the calls that go on."""
        return {channel.call.key for channel in self._channels.values()}

    def hear(self, told: Told) -> list[CallEvent]:
        """Return what an event of Asterisk tells of calls, often nothing."""
        kind = told.get("type")
        moment = told.get("timestamp")
        if kind not in HEARD or not moment:
            return []
        if kind == "ChannelCreated":
            return self._create(told["channel"], moment)
        if kind == "Dial":
            # What follows is told by bridges and ends.
            return [] if told.get("dialstatus") else self._dial(told, moment)
        if kind == "ChannelEnteredBridge":
            return self._meet(told["bridge"], moment)
        return self._destroy(told["channel"], moment)

    # === CHANNELS ===

    def _get(self, told: Told) -> Channel:
        known = self._channels.get(told["id"])
        if known:
            return known
        place = self._get_place(told)
        call = AriCall(key=told["id"], place=place, begun=told["id"])
        if not place:
            call.number = to_number(told["caller"].get("number"))
        channel = Channel(told["id"], told["name"], place, call)
        self._channels[channel.id] = channel
        call.channels.add(channel.id)
        other = self._get_other_end(channel)
        if other:
            self._move(channel, other.call)
        return channel

    def _get_place(self, told: Told) -> str:
        """Return the extension of a device; a phone that nobody here has is one too."""
        if told["name"].startswith(LOCAL):
            return ""
        device = SERIAL.sub("", told["name"])
        own = device.partition("/")[2]
        known = self.places.get(device) or self.places.get(own)
        return known or (own if own == told["caller"].get("number") else "")

    def _get_other_end(self, channel: Channel) -> Channel | None:
        if not channel.is_local:
            return None
        pair = channel.name.rpartition(";")[0]
        for other in self._channels.values():
            if other is not channel and other.name.rpartition(";")[0] == pair:
                return other
        return None

    def _move(self, channel: Channel, call: AriCall) -> None:
        channel.call.channels.discard(channel.id)
        channel.call = call
        call.channels.add(channel.id)

    def _merge(self, call: AriCall, into: AriCall) -> None:
        for one in list(call.channels):
            self._move(self._channels[one], into)

    # === WHAT HAPPENS ===

    def _create(self, told: Told, moment: str) -> list[CallEvent]:
        is_known = told["id"] in self._channels
        channel = self._get(told)
        if is_known or channel.is_local:
            return []
        call = channel.call
        if channel.place:
            call.number = to_dialled(told["dialplan"].get("exten"))
        if channel.place or told.get("state") != BEGINS:
            return []
        call.direction = INCOMING
        return self._tell(call, RINGING, moment)

    def _dial(self, told: Told, moment: str) -> list[CallEvent]:
        peer = self._get(told["peer"])
        if not told.get("caller"):
            # Asterisk rings one of ours itself: whom he wants is not yet dialled.
            return []
        caller = self._get(told["caller"])
        if peer.call is not caller.call:
            self._merge(peer.call, caller.call)
        call = caller.call
        if not call.place:
            # Within Asterisk a channel is told of before its number is.
            call.number = call.number or to_number(
                told["caller"]["caller"].get("number")
            )
        call.queue = call.queue or to_queue(told["caller"].get("dialplan", {}))
        if peer.is_local:
            return []
        if peer.place:
            return self._ring(call, peer.place, moment)
        if call.place and not call.direction:
            call.direction = OUTGOING
            call.number = (
                call.number
                or to_dialled(told["caller"]["dialplan"].get("exten"))
                or to_dialled(told.get("dialstring"))
            )
            return self._tell(call, RINGING, moment, call.place)
        return []

    def _ring(self, call: AriCall, place: str, moment: str) -> list[CallEvent]:
        if place == call.place or call.direction == OUTGOING:
            return []
        if not call.direction:
            call.direction = INTERNAL if call.place else INCOMING
            call.number = call.place or call.number
        return self._tell(call, RINGING, moment, place)

    def _meet(self, bridge: Told, moment: str) -> list[CallEvent]:
        present = tuple(one for one in bridge["channels"] if one in self._channels)
        for known, others in self._bridges.items():
            self._bridges[known] = tuple(one for one in others if one not in present)
        self._bridges[bridge["id"]] = present
        if bridge.get("bridge_type") == HOLDING or len(present) < 2:
            return []
        self._join(present)
        call = self._channels[present[0]].call
        return self._answer(call, moment)

    def _join(self, present: Iterable[str]) -> None:
        """Let who meets be in one call: that of the world, else the older."""
        channels = [self._channels[one] for one in present if one in self._channels]
        calls = list(dict.fromkeys(one.call.key for one in channels))
        if len(calls) < 2:
            return
        by_key = {one.call.key: one.call for one in channels}
        outside = [key for key in calls if by_key[key].direction != INTERNAL]
        of_world = [key for key in outside if by_key[key].direction]
        call = by_key[min(of_world or outside or calls, key=to_order)]
        for channel in channels:
            if channel.call is call:
                continue
            if not channel.call.direction:
                self._merge(channel.call, call)
            else:
                self._move(channel, call)

    def _answer(self, call: AriCall, moment: str) -> list[CallEvent]:
        """Tell who talks: those who are bridged, while who has begun it is too."""
        bridged = {
            one
            for bridge in self._bridges.values()
            if len(bridge) > 1
            for one in bridge
            if one in call.channels
        }
        if not call.direction or (
            call.begun in self._channels and call.begun not in bridged
        ):
            return []
        others = [
            channel
            for channel in map(self._channels.__getitem__, sorted(bridged))
            if channel.id != call.begun and not channel.is_local
        ]
        if not others:
            return []
        if call.direction == OUTGOING:
            return self._tell(call, ANSWERED, moment, call.place)
        events: list[CallEvent] = []
        for channel in others:
            if channel.place and channel.place != call.place:
                events += self._tell(call, ANSWERED, moment, channel.place)
        if not events and not any(channel.place for channel in others):
            # It is answered by somebody elsewhere, to whom it was passed on.
            events += self._tell(call, ANSWERED, moment)
        return events

    def _destroy(self, told: Told, moment: str) -> list[CallEvent]:
        channel = self._channels.pop(told["id"], None)
        if channel is None:
            return []
        left = {
            known: tuple(one for one in present if one != channel.id)
            for known, present in self._bridges.items()
        }
        self._bridges = {known: present for known, present in left.items() if present}
        call = channel.call
        call.channels.discard(channel.id)
        if call.channels or not (call.told or call.key.startswith(ORIGINATED)):
            return []
        return self._tell(call, ENDED, moment)

    # === TELLING ===

    def _tell(
        self, call: AriCall, kind: str, moment: str, place: str = ""
    ) -> list[CallEvent]:
        said = f"{kind}:{place}"
        if said in call.told:
            return []
        call.told.add(said)
        return [call.to_event(kind, moment, place)]
