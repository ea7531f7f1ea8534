import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

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

    format(row, name) {
        return formatMonetary(row[name], { currencyId: row.currency_id });
    }
}

registry.category("fields").add("engineering_money", {
    component: EngineeringMoneyField,
    supportedTypes: ["json"],
});
