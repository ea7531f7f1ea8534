import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";

import { Component } from "@odoo/owl";

import { shrinkPhoto } from "../photo/shrink_photo";
import { DELETION, showValue } from "./typed_rows";

/** What is not stored yet, and why. */
export class TypedBar extends Component {
    static template = "crm_engineering_calc.TypedBar";
    static props = { table: Object, onsite: Boolean };

    setup() {
        this.typed = useService("engineering_typed_values");
    }

    get entries() {
        return this.typed.listOf(this.props.table);
    }

    /** Those that nobody is typing at this moment. */
    get waiting() {
        return this.entries.filter((one) => !one.usual && (one.ready || one.isOld));
    }

    get stuck() {
        return this.entries.filter((one) => one.isOld || one.error || one.conflict);
    }
}

/** What became of a value that is typed: refused, or overtaken by another one. */
export class TypedNote extends Component {
    static template = "crm_engineering_calc.TypedNote";
    static props = { entry: { optional: true } };

    setup() {
        this.typed = useService("engineering_typed_values");
        this.showValue = showValue;
    }

    get isDeletion() {
        return this.props.entry?.code === DELETION;
    }

    /** Show what a row has become that was to be deleted. */
    get changed() {
        const { over, conflict } = this.props.entry;
        const { name, cells, photos = [] } = conflict.stored;
        const added = photos.filter((id) => !over.photos?.includes(id)).length;
        const words = added ? [_t("new photos: %s", added)] : [];
        return [name, ...Object.values(cells).map(showValue), ...words]
            .filter(Boolean)
            .join(" · ");
    }
}

/** Photos of a row: a tap opens the camera, another one shows what it has taken. */
export class TypedPhotos extends Component {
    static template = "crm_engineering_calc.TypedPhotos";
    static components = { TypedNote };
    static props = { photos: Array, place: Object, editable: Boolean };

    setup() {
        this.typed = useService("engineering_typed_values");
        this.store = useService("mail.store");
        this.viewer = useFileViewer();
    }

    get waiting() {
        const { calculation, kind, row } = this.props.place;
        return this.typed.all.filter(
            (one) =>
                one.file && one.calculation === calculation && one.kind === kind && one.row === row
        );
    }

    async onChange(ev) {
        const { place } = this.props;
        const files = [...ev.target.files];
        // The same photo may be taken once more.
        ev.target.value = "";
        for (const file of files) {
            this.typed.keep(
                { ...place, code: `photo-${uuid()}` },
                { text: file.name, file: await shrinkPhoto(file), ready: true }
            );
        }
        this.typed.flush();
        this.typed.bus.trigger("changed");
    }

    open() {
        const files = this.props.photos.map((photo) => this.store["ir.attachment"].insert(photo));
        this.viewer.open(files[0], files);
    }
}
