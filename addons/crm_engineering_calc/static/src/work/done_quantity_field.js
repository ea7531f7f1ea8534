import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** How much of a service is done: empty until the engineer says so. */
export class DoneQuantityField extends FloatField {
    static template = "crm_engineering_calc.DoneQuantityField";
    static props = { ...FloatField.props, placeholder: { type: String, optional: true } };

    get isTold() {
        const { done_quantity, is_done_stated, is_done_told, planned_quantity } =
            this.props.record.data;
        return is_done_told || is_done_stated || done_quantity !== planned_quantity;
    }

    get formattedValue() {
        return this.isTold ? super.formattedValue : "";
    }

    parse(value) {
        return value.trim() ? super.parse(value) : this.props.record.data.planned_quantity;
    }

    onChange(ev) {
        const isStated = Boolean(ev.target.value.trim());
        return this.props.record.update({ is_done_stated: isStated });
    }
}

export const doneQuantityField = {
    ...floatField,
    component: DoneQuantityField,
    extractProps: (fieldInfo) => ({
        ...floatField.extractProps(fieldInfo),
        placeholder: fieldInfo.attrs.placeholder,
    }),
};

registry.category("fields").add("engineering_done_quantity", doneQuantityField);
