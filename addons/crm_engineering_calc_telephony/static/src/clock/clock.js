import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Return seconds as a clock shows them: 3:05, and 1:02:03 beyond an hour. */
export function formatClock(seconds) {
    if (!seconds) {
        return "";
    }
    const whole = Math.round(seconds);
    const pad = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const rest = pad(whole % 60);
    return hours ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds of a call, summed up as what they are. */
export class ClockField extends Component {
    static template = "crm_engineering_calc_telephony.ClockField";
    static props = { ...standardFieldProps };

    get clock() {
        return formatClock(this.props.record.data[this.props.name]);
    }
}

registry.category("formatters").add("engineering_clock", formatClock);
registry
    .category("fields")
    .add("engineering_clock", { component: ClockField, supportedTypes: ["integer"] });
