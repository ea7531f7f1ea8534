import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FileInput } from "@web/core/file_input/file_input";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { shrinkPhoto } from "../photo/shrink_photo";

/** What proves a work, kind by kind: a tap opens the camera, and adds all that it gives. */
export class EvidenceField extends Component {
    static template = "crm_engineering_calc.EvidenceField";
    static components = { FileInput };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.store = useService("mail.store");
        this.viewer = useFileViewer();
    }

    get evidence() {
        return this.props.record.data[this.props.name] || { kinds: [] };
    }

    get mayAdd() {
        return Boolean(this.evidence.may_add && this.props.record.resId);
    }

    get rows() {
        return this.evidence.kinds.filter((kind) => kind.required || kind.files.length);
    }

    get others() {
        return this.mayAdd ? this.evidence.kinds.filter((kind) => !this.rows.includes(kind)) : [];
    }

    get files() {
        return this.rows.flatMap((kind) => kind.files);
    }

    isMissing(kind) {
        return kind.files.length < kind.required;
    }

    isPicture(file) {
        return file.mimetype.startsWith("image/");
    }

    open(file) {
        const insert = (one) => this.store["ir.attachment"].insert(one);
        const shown = this.files.map(({ id, name, mimetype }) =>
            insert({ id, name, mimetype })
        );
        const clicked = shown.find((one) => one.id === file.id);
        if (clicked.isViewable) {
            this.viewer.open(clicked, shown);
        } else {
            window.open(`/web/content/${file.id}?download=true`);
        }
    }

    /** One after the other: a phone has no room for several large pictures at once. */
    async prepare(files) {
        const small = [];
        for (const file of files) {
            small.push(await shrinkPhoto(file));
        }
        return small;
    }

    async add(kind, answers) {
        const ids = answers.filter((file) => !file.error).map((file) => file.id);
        for (const { error } of answers.filter((file) => file.error)) {
            this.notification.add(error, { type: "danger" });
        }
        if (ids.length) {
            await this.change("project.task", "add_evidence", [
                [this.props.record.resId],
                ids,
                kind.id,
            ]);
        }
    }

    remove(file) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete the file?"),
            body: file.name,
            confirmLabel: _t("Delete"),
            confirm: () => this.change("ir.attachment", "unlink", [[file.id]]),
            cancel: () => {},
        });
    }

    async change(...call) {
        const { record } = this.props;
        try {
            await this.orm.call(...call);
        } finally {
            if (await record.save()) {
                await record.load();
            }
        }
    }
}

export const evidenceField = {
    component: EvidenceField,
    supportedTypes: ["json"],
};

registry.category("fields").add("engineering_evidence", evidenceField);
