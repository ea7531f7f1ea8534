import { Chatter } from "@mail/chatter/web_portal/chatter";
import { patch } from "@web/core/utils/patch";
import { useConversationListener } from "./listen";

const MODEL = "engineering.calculation";

patch(Chatter.prototype, {
    setup() {
        super.setup();
        useConversationListener(
            () => this.props.threadModel === MODEL && this.props.threadId,
            () => this.onSaid()
        );
    },

    /** Show what was said, and what has become of the card, but not over its changes. */
    async onSaid() {
        this.load(this.state.thread, ["messages"]);
        const { record } = this.props;
        if (record && !(await record.isDirty())) {
            await record.load();
        }
    },
});
