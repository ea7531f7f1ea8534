/* global JsSIP */

import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { user } from "@web/core/user";
import { PhoneCall } from "./phone_call";
import { getMicrophoneProblem } from "./problems";

const NAME = "crm_engineering_calc_telephony.softphone";

/**
 * The telephone of a user, in one of the windows of his browser: who holds the lock
 * registers and talks. The others show what it tells, and ask it to act.
 */
export class Softphone {
    constructor(services, state) {
        this.services = services;
        this.state = state;
        this.calls = new Map();
        this.isLeader = false;
        this.isLeaving = false;
        this.name = `${NAME}:${session.db}:${user.userId}`;
    }

    async start() {
        if (!window.isSecureContext) {
            return this.miss("insecure");
        }
        if (!window.RTCPeerConnection || !navigator.mediaDevices?.getUserMedia) {
            return this.miss("browser");
        }
        this.channel = new BroadcastChannel(this.name);
        this.channel.onmessage = ({ data }) => this.hear(data);
        this.channel.postMessage({ hello: true });
        navigator.locks.request(this.name, () => {
            this.lead();
            return new Promise(() => {});
        });
    }

    // --- Windows ---

    hear({ hello, state, act }) {
        if (this.isLeader) {
            if (hello) {
                this.publish();
            }
            if (act) {
                this.act(...act);
            }
        } else if (state) {
            Object.assign(this.state, state);
        }
    }

    /** Tell all windows what goes on. */
    publish() {
        this.state.calls = [...this.calls.values()].map((call) => call.tell());
        const told = JSON.parse(JSON.stringify(this.state));
        this.channel?.postMessage({ state: told });
        this.ring();
        this.mark();
    }

    /** Do what a user has clicked, in whichever window. */
    act(name, ...args) {
        if (!this.channel) {
            return undefined;
        }
        if (!this.isLeader) {
            this.channel.postMessage({ act: [name, ...args] });
            return undefined;
        }
        const actions = {
            dial: (number) => this.dial(number),
            answer: (id) => this.answer(id),
            hangUp: (id) => this.calls.get(id)?.hangUp(),
            hold: (id) => this.hold(id),
            mute: (id) => this.calls.get(id)?.mute(),
            tone: (id, key) => this.calls.get(id)?.tone(key),
            transfer: (id, number) => this.transfer(id, number),
            forgive: () => this.fail(null),
            retry: () => this.register(),
        };
        return actions[name]?.(...args);
    }

    /** Be the window that holds the telephone. */
    async lead() {
        this.isLeader = true;
        Object.assign(this.state, { status: "connecting", detail: "", problem: null });
        window.addEventListener("beforeunload", (ev) => {
            if (this.calls.size) {
                ev.preventDefault();
                ev.returnValue = "";
            }
        });
        // The other side must not listen to silence.
        window.addEventListener("pagehide", () => {
            this.isLeaving = true;
            this.agent?.stop();
        });
        const cut = browser.localStorage.getItem(this.name);
        if (cut) {
            const detail = await this.format(cut).catch(() => cut);
            this.state.problem = { code: "cut", detail, number: cut };
        }
        await this.register();
    }

    /** Keep whose call is going on, for the window that comes after this one. */
    mark() {
        const talking = this.state.calls.find(({ status }) => status === "talking");
        if (talking) {
            browser.localStorage.setItem(this.name, talking.number);
        } else if (!this.isLeaving) {
            browser.localStorage.removeItem(this.name);
        }
    }

    ring() {
        const { sounds } = this.services;
        const isRinging = this.state.calls.some(({ status }) => status === "ringing");
        const isTalking = this.state.calls.some(({ status }) => status === "talking");
        if (isRinging && !isTalking) {
            if (!this.isRinging) {
                sounds.play("call-invitation", { loop: true });
            }
        } else if (this.isRinging) {
            sounds.stop("call-invitation");
        }
        this.isRinging = isRinging && !isTalking;
    }

    // --- Exchange ---

    async register() {
        this.agent?.stop();
        this.agent = null;
        const phone = await this.services.orm.silent.call("engineering.extension", "get_phone", []);
        if (phone.missing) {
            return this.miss(phone.missing);
        }
        if (browser.location.protocol === "https:" && phone.address.startsWith("ws:")) {
            return this.miss("mixed", phone.address);
        }
        this.domain = phone.domain;
        this.iceServers = phone.stun ? [{ urls: phone.stun }] : [];
        this.agent = new JsSIP.UA({
            sockets: [new JsSIP.WebSocketInterface(phone.address)],
            uri: `sip:${phone.login}@${phone.domain}`,
            authorization_user: phone.login,
            password: phone.password,
            register_expires: 120,
            session_timers: false,
            connection_recovery_max_interval: 20,
        });
        const agent = this.agent;
        const on = (name, does) =>
            agent.on(name, (told) => {
                if (agent === this.agent) {
                    does(told);
                    this.publish();
                }
            });
        on("registered", () => this.be("registered"));
        on("unregistered", () => this.be("connecting"));
        on("disconnected", () => this.be("missing", { code: "unreachable", detail: phone.address }));
        on("registrationFailed", ({ response, cause }) => {
            const isRefused = [401, 403, 404, 407].includes(response?.status_code);
            const code = isRefused ? "refused" : "unregistered";
            if (this.state.status !== "missing" || this.state.detail.code !== "unreachable") {
                this.be("missing", { code, detail: isRefused ? phone.login : String(cause) });
            }
        });
        on("newRTCSession", ({ session: rtc }) => this.take(rtc));
        agent.start();
        this.publish();
        return undefined;
    }

    be(status, detail = "") {
        Object.assign(this.state, { status, detail });
    }

    miss(code, detail = "") {
        this.be("missing", { code, detail });
        this.publish();
    }

    fail(problem) {
        this.state.problem = problem;
        this.publish();
    }

    // --- Calls ---

    take(rtc) {
        const call = new PhoneCall(rtc, {
            onChange: () => this.publish(),
            format: (number) => this.format(number),
            onEnd: (problem) => {
                this.calls.delete(call.id);
                if (problem) {
                    this.state.problem = problem;
                }
                this.publish();
            },
        });
        this.calls.set(call.id, call);
    }

    async openMicrophone() {
        try {
            return await navigator.mediaDevices.getUserMedia({ audio: true, video: false });
        } catch (error) {
            this.fail(getMicrophoneProblem(error));
            return null;
        }
    }

    /** A number as people write it. */
    format(number) {
        return this.services.orm.silent.call("engineering.call", "format_number", [number]);
    }

    getAddress(number) {
        return `sip:${encodeURIComponent(number)}@${this.domain}`;
    }

    async dial(number) {
        const dialled = String(number).replace(/[^\d+*#]/g, "");
        if (!dialled) {
            return this.fail({ code: "number", detail: String(number) });
        }
        if (this.state.status !== "registered") {
            return this.fail(this.state.detail || { code: "not_ready" });
        }
        const stream = await this.openMicrophone();
        if (!stream) {
            return undefined;
        }
        this.state.problem = null;
        this.holdOthers();
        const rtc = this.agent.call(this.getAddress(dialled), {
            mediaStream: stream,
            pcConfig: { iceServers: this.iceServers },
        });
        this.calls.get(rtc.id).stream = stream;
        return undefined;
    }

    async answer(id) {
        const call = this.calls.get(id);
        if (!call || call.status !== "ringing" || call.isAnswering) {
            return;
        }
        call.isAnswering = true;
        const stream = await this.openMicrophone();
        call.isAnswering = false;
        if (stream && this.calls.has(id)) {
            this.state.problem = null;
            this.holdOthers(id);
            call.answer(stream, this.iceServers);
        }
    }

    hold(id) {
        const call = this.calls.get(id);
        if (call && !call.isHeld) {
            call.hold();
        } else if (call) {
            this.holdOthers(id);
            call.unhold();
        }
    }

    holdOthers(id) {
        for (const call of this.calls.values()) {
            if (call.id !== id && call.status === "talking" && !call.isHeld) {
                call.hold();
            }
        }
    }

    transfer(id, number) {
        const dialled = String(number).replace(/[^\d+*#]/g, "");
        const call = this.calls.get(id) || this.getCurrent();
        if (!dialled) {
            return this.fail({ code: "number", detail: String(number) });
        }
        return call?.transfer(this.getAddress(dialled), (detail) =>
            this.fail({ code: "transfer", detail })
        );
    }

    getCurrent() {
        const calls = [...this.calls.values()].filter(({ status }) => status === "talking");
        return calls.find(({ isHeld }) => !isHeld) || calls[0];
    }
}
