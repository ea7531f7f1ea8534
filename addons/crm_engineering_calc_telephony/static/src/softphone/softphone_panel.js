import { Component, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { describe } from "./problems";
import { Softphone } from "./softphone";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** A call of the softphone: what it does, and what can be done with it. */
export class PhoneCallPanel extends Component {
    static template = "crm_engineering_calc_telephony.PhoneCallPanel";
    static props = { call: Object, act: Function };

    setup() {
        this.keys = KEYS;
        this.state = useState({ open: "", target: "", tones: "", now: Date.now() });
        const timer = setInterval(() => {
            this.state.now = Date.now();
        }, 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    get title() {
        const { status, isHeld } = this.props.call;
        if (status === "ringing") {
            return _t("Incoming call");
        }
        if (status === "calling") {
            return _t("Calling…");
        }
        return isHeld ? _t("On hold") : _t("Talking");
    }

    get time() {
        const seconds = Math.max(0, Math.floor((this.state.now - this.props.call.since) / 1000));
        return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }

    get who() {
        const { name, number, shown } = this.props.call;
        return name && name !== number ? `${name}, ${shown}` : shown;
    }

    act(name, ...args) {
        this.props.act(name, this.props.call.id, ...args);
    }

    toggle(part) {
        this.state.open = this.state.open === part ? "" : part;
    }

    press(key) {
        this.state.tones += key;
        this.act("tone", key);
    }

    transfer() {
        this.act("transfer", this.state.target);
        this.state.open = "";
    }
}

/** What the softphone does, in every window. */
export class SoftphonePanel extends Component {
    static template = "crm_engineering_calc_telephony.SoftphonePanel";
    static components = { PhoneCallPanel };
    static props = { phone: Object };

    get state() {
        return this.props.phone.state;
    }

    get problem() {
        return this.state.problem && describe(this.state.problem);
    }

    act(...args) {
        return this.props.phone.softphone.act(...args);
    }
}

registry.category("engineering_softphone").add("web", { Panel: SoftphonePanel, Softphone });
