import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

/** Signed copies of a contract: its button says what it does, beside one that is there. */
export class SignedCopiesField extends Many2ManyBinaryField {
    get uploadText() {
        return this.files.length ? _t("Attach one more copy") : _t("Attach the signed copy");
    }
}

registry.category("fields").add("engineering_signed_copies", {
    ...many2ManyBinaryField,
    component: SignedCopiesField,
});
