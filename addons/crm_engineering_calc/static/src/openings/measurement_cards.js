import { Component } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

import { MEASUREMENT, showBounds, showValue } from "./typed_rows";
import { TypedNote, TypedPhotos } from "./typed_parts";

const VALUE = "value";

/** Measurements as large fields; those that are computed show what they are computed from. */
export class MeasurementCards extends Component {
    static template = "crm_engineering_calc.MeasurementCards";
    static components = { TypedNote, TypedPhotos };
    static props = { table: Object };

    setup() {
        this.typed = useService("engineering_typed_values");
        this.showBounds = showBounds;
        this.showValue = showValue;
    }

    getPlace(measurement, code = VALUE) {
        const { id, name, revision } = this.props.table;
        const row = String(measurement.id);
        return { calculation: id, title: name, revision, kind: MEASUREMENT, row, code };
    }

    getEntry(measurement) {
        return this.typed.find(this.getPlace(measurement));
    }

    // Nothing is measured where a measurement is zero.
    getStored(measurement) {
        return measurement.value ? showValue(measurement.value) : "";
    }

    getText(measurement) {
        return this.getEntry(measurement)?.text ?? this.getStored(measurement);
    }

    isWrong(measurement) {
        const entry = this.getEntry(measurement);
        return Boolean(entry?.error || entry?.conflict);
    }

    keep(measurement, text, ready) {
        this.typed.keep(this.getPlace(measurement), { text, over: measurement.value, ready });
    }

    onInput(measurement, ev) {
        this.keep(measurement, ev.target.value, false);
    }

    onChange(measurement, ev) {
        const { value } = ev.target;
        const entry = this.getEntry(measurement);
        if (value !== this.getStored(measurement) || entry?.sent !== undefined) {
            this.keep(measurement, value, true);
            this.typed.flush();
        } else if (entry) {
            this.typed.forget(entry);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            const fields = [
                ...ev.target.closest(".o_engineering_openings").querySelectorAll("input.o_input"),
            ];
            const next = fields[fields.indexOf(ev.target) + 1];
            next ? next.focus() : ev.target.blur();
        }
    }
}
