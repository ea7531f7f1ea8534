import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { describe } from "./problems";

const COLORS = { registered: "text-success", connecting: "text-warning" };

/** Says whether the softphone is ready, what it waits for, and dials. */
export class SoftphoneMenu extends Component {
    static template = "crm_engineering_calc_telephony.SoftphoneMenu";
    static components = { Dropdown };
    static props = {};

    setup() {
        this.phone = useState(useService("engineering_phone").phone);
        this.dropdown = useDropdownState();
        this.state = useState({ number: "" });
    }

    get status() {
        const { status, detail } = this.phone.state;
        if (status === "missing") {
            return describe(detail);
        }
        return status === "registered" ? _t("Ready to call") : _t("Connecting…");
    }

    get color() {
        return COLORS[this.phone.state.status] || "text-danger";
    }

    dial() {
        this.phone.softphone.act("dial", this.state.number);
        this.state.number = "";
        this.dropdown.close();
    }

    retry() {
        this.phone.softphone.act("retry");
    }
}

registry
    .category("systray")
    .add("engineering_softphone", { Component: SoftphoneMenu }, { sequence: 30 });
