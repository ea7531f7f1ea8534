import {
    ProductLabelSectionAndNoteField,
    productLabelSectionAndNoteField,
} from "@account/components/product_label_section_and_note_field/product_label_section_and_note_field";
import { registry } from "@web/core/registry";

/**
 * The host's field draws a title as an input in rows that are only read, too, and each measures itself: with 20 sections
 * of 200 lines the browser lays the page out 70 times. Here a title is text until its row is edited.
 */
export class LineProductField extends ProductLabelSectionAndNoteField {
    static template = "crm_engineering_calc.LineProductField";

    get isTitleRead() {
        return this.props.readonly && (this.isSectionOrSubSection || this.isNote());
    }
}

registry.category("fields").add("engineering_line_product", {
    ...productLabelSectionAndNoteField,
    component: LineProductField,
});
