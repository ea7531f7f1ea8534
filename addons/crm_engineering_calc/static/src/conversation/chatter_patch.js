import { Chatter } from "@mail/chatter/web_portal/chatter";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
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

    /** Whom a message in a calculation is for: its manager does not write to himself. */
    get addresseesText() {
        const manager = this.props.record?.data.user_id;
        return manager?.id === user.userId ? _t("To the engineers") : _t("To the manager");
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
