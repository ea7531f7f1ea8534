import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whoever must act on an amount finds it in a column of its own. */
const APART = ["credit", "overpaid", "outstanding"];

/** What is proposed, ordered, done and paid: a column each, a row a currency. */
export class EngineeringMoneyField extends Component {
    static template = "crm_engineering_calc.MoneyField";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    get columns() {
        const labels = {
            proposed: _t("Proposed"),
            ordered: _t("In orders"),
            written_off: _t("Written off"),
            done: _t("Done"),
            accepted: _t("In signed acts"),
            invoiced: _t("Invoiced"),
            paid: _t("Paid so far"),
            credit: _t("To credit"),
            overpaid: _t("Overpaid"),
            outstanding: _t("Outstanding"),
        };
        return Object.entries(labels)
            .filter(([name]) => this.rows.some((row) => row[name]))
            .map(([name, label]) => ({ name, label }));
    }

    /** Columns of a row: steps that stand beside each other and are equal are one. */
    getColumns(row) {
        const columns = [];
        for (const { name, label } of this.columns) {
            const last = columns.at(-1);
            if (last && !APART.includes(name) && row[last.name] === row[name]) {
                last.labels.push(label);
            } else {
                columns.push({ name, labels: [label] });
            }
        }
        return columns;
    }

    format(row, name) {
        return formatMonetary(row[name], { currencyId: row.currency_id });
    }
}

registry.category("fields").add("engineering_money", {
    component: EngineeringMoneyField,
    supportedTypes: ["json"],
});
