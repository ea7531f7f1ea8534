import { Component, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PLAYERS = ".o_engineering_recording audio";

/** Plays the recording of a call where it is shown: one at a time. */
export class Recording extends Component {
    static template = "crm_engineering_calc_telephony.Recording";
    static props = { address: String, isSmall: { type: Boolean, optional: true } };

    setup() {
        this.audio = useRef("audio");
        this.state = useState({ isLost: false, isPlaying: false });
    }

    onPlay() {
        this.state.isPlaying = true;
        for (const other of document.querySelectorAll(PLAYERS)) {
            if (other !== this.audio.el) {
                other.pause();
            }
        }
    }

    onPause() {
        this.state.isPlaying = false;
    }

    onError() {
        Object.assign(this.state, { isLost: true, isPlaying: false });
    }

    toggle() {
        const audio = this.audio.el;
        if (audio.paused) {
            // What fails is told by the audio itself.
            audio.play().catch(() => {});
        } else {
            audio.pause();
        }
    }
}

/** The recording of a call: a player in a form, a button in lists and cards. */
export class RecordingField extends Component {
    static template = "crm_engineering_calc_telephony.RecordingField";
    static components = { Recording };
    static props = { ...standardFieldProps, isSmall: { type: Boolean, optional: true } };

    get address() {
        return this.props.record.data[this.props.name];
    }
}

const field = { component: RecordingField, supportedTypes: ["char"] };
const small = { ...field, extractProps: () => ({ isSmall: true }) };

registry
    .category("fields")
    .add("engineering_recording", field)
    .add("list.engineering_recording", small)
    .add("kanban.engineering_recording", small);
