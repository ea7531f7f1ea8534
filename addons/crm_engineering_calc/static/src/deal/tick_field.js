import { registry } from "@web/core/registry";
import { booleanField } from "@web/views/fields/boolean/boolean_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** A boolean that methods of its record set: a click calls them, as a button does. */
export class TickField extends Component {
    static template = "crm_engineering_calc.TickField";
    static props = {
        ...standardFieldProps,
        on: { type: String, optional: true },
        off: { type: String, optional: true },
        allowed: { type: String, optional: true },
        icons: { type: Array, optional: true },
    };
    static defaultProps = { icons: ["fa-check-square-o", "fa-square-o"] };

    get isTicked() {
        return Boolean(this.props.record.data[this.props.name]);
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get icon() {
        return this.props.icons[this.isTicked ? 0 : 1];
    }

    get method() {
        const { allowed, off, on, record } = this.props;
        const isAllowed = !allowed || record.data[allowed];
        return isAllowed && (this.isTicked ? off : on);
    }

    onClick() {
        const { context, evalContext, resModel, resId } = this.props.record;
        return this.env.onClickViewButton({
            clickParams: { type: "object", name: this.method },
            getResParams: () => ({
                context,
                evalContext,
                resModel,
                resId,
                resIds: [resId],
            }),
        });
    }
}

export const tickField = {
    ...booleanField,
    component: TickField,
    extractProps: ({ options: { on, off, allowed, icons } }) => ({ on, off, allowed, icons }),
};

registry.category("fields").add("engineering_tick", tickField);
