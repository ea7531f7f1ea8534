/* global JsSIP */

// A browser may look for ways to be reached much longer than anybody waits.
const LOOKS_FOR_WAYS = 700;

const TO_BE_SAID = {
    Busy: "busy",
    "No Answer": "unanswered",
    "Request Timeout": "unanswered",
    Unavailable: "unanswered",
};

/** One call of the softphone, as its window holds it. */
export class PhoneCall {
    constructor(rtc, { onChange, onEnd, format }) {
        this.rtc = rtc;
        this.id = rtc.id;
        this.onChange = onChange;
        this.direction = rtc.direction === "incoming" ? "in" : "out";
        this.number = rtc.remote_identity.uri.user || "";
        this.shown = this.number;
        this.name = rtc.remote_identity.display_name || "";
        this.status = this.direction === "in" ? "ringing" : "calling";
        this.since = 0;
        this.isHeld = false;
        this.isMuted = false;
        this.audio = new Audio();
        this.audio.autoplay = true;
        const listen = (connection) =>
            connection.addEventListener("track", ({ streams: [stream] }) => {
                this.audio.srcObject = stream;
                this.audio.play().catch(() => {});
            });
        if (rtc.connection) {
            listen(rtc.connection);
        }
        rtc.on("peerconnection", ({ peerconnection }) => listen(peerconnection));
        rtc.on("icecandidate", ({ ready }) => setTimeout(ready, LOOKS_FOR_WAYS));
        const change = (values) => () => {
            Object.assign(this, values);
            onChange();
        };
        rtc.on("confirmed", () => {
            Object.assign(this, { status: "talking", since: this.since || Date.now() });
            onChange();
        });
        rtc.on("hold", ({ originator }) => originator === "local" && change({ isHeld: true })());
        rtc.on("unhold", ({ originator }) => originator === "local" && change({ isHeld: false })());
        rtc.on("muted", change({ isMuted: true }));
        rtc.on("unmuted", change({ isMuted: false }));
        format(this.number).then(
            (shown) => change({ shown })(),
            () => {}
        );
        rtc.on("ended", () => this.end(onEnd));
        rtc.on("failed", (told) => this.end(onEnd, this.getProblem(told)));
    }

    /** What the windows show of it. */
    tell() {
        const { id, direction, number, shown, name, status, since, isHeld, isMuted } = this;
        return { id, direction, number, shown, name, status, since, isHeld, isMuted };
    }

    getProblem({ originator, cause }) {
        if (originator === "local" || this.direction === "in" || cause === "Canceled") {
            return null;
        }
        const code = TO_BE_SAID[cause] || "failed";
        return { code, detail: code === "failed" ? cause : this.shown, number: this.number };
    }

    end(onEnd, problem = null) {
        this.stream?.getTracks().forEach((track) => track.stop());
        this.audio.srcObject = null;
        onEnd(problem);
    }

    answer(stream, iceServers) {
        this.stream = stream;
        this.rtc.answer({ mediaStream: stream, pcConfig: { iceServers } });
    }

    hangUp() {
        this.rtc.terminate(this.status === "ringing" ? { status_code: 486 } : {});
    }

    hold() {
        this.rtc.hold();
    }

    unhold() {
        this.rtc.unhold();
    }

    mute() {
        if (this.isMuted) {
            this.rtc.unmute({ audio: true });
        } else {
            this.rtc.mute({ audio: true });
        }
    }

    tone(key) {
        this.rtc.sendDTMF(key, { transportType: JsSIP.C.DTMF_TRANSPORT.RFC2833 });
    }

    transfer(address, onFailed) {
        const fail = ({ cause, status_line: line }) => onFailed(cause || line?.reason_phrase || "");
        this.rtc.refer(address, {
            eventHandlers: {
                requestFailed: fail,
                failed: fail,
                accepted: () => !this.rtc.isEnded() && this.rtc.terminate(),
            },
        });
    }
}
