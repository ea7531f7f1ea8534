import { Composer } from "@mail/core/common/composer";
import { Message } from "@mail/core/common/message";
import { Component, onWillStart, useState, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useConversationListener } from "./listen";

const MODEL = "engineering.calculation";
const PAGE = 30;

/** The composer of a conversation: what it sends may be the answer that is waited for. */
class ConversationComposer extends Composer {
    static props = [...Composer.props, "isAnswer?"];

    get SEND_TEXT() {
        return this.props.isAnswer ? _t("Answer") : super.SEND_TEXT;
    }
}

/** What manager and engineers say to each other in one calculation. */
export class Conversation extends Component {
    static template = "crm_engineering_calc.Conversation";
    static components = { ConversationComposer, Message };
    static props = { conversation: Object, onSaid: Function };

    setup() {
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.thread = this.store.Thread.insert({ model: MODEL, id: this.id });
        this.limit = PAGE;
        this.state = useState({ ids: [], hasOlder: false });
        useSubEnv({ inChatter: { aside: false } });
        useConversationListener(
            () => this.id,
            () => this.onSaid()
        );
        onWillStart(() => this.load());
    }

    get id() {
        return this.props.conversation.id;
    }

    get question() {
        return this.props.conversation.question;
    }

    get placeholder() {
        return this.question
            ? _t("The answer: the calculation goes on with it…")
            : _t("To the engineers…");
    }

    /** The messages, the newest first. */
    get messages() {
        const messages = this.state.ids.map((id) => this.store["mail.message"].get(id));
        return messages.filter(Boolean).reverse();
    }

    async load() {
        const said = await this.orm.silent.call(
            MODEL,
            "get_conversation",
            [[this.id]],
            { limit: this.limit }
        );
        this.store.insert(said.store_data);
        this.state.ids = said.ids;
        this.state.hasOlder = said.has_older;
    }

    async showOlder() {
        this.limit += PAGE;
        await this.load();
    }

    async onSaid() {
        await this.load();
        this.props.onSaid();
    }
}

/** The conversations of a deal with its engineers, one a direction. */
export class ConversationField extends Component {
    static template = "crm_engineering_calc.ConversationField";
    static components = { Conversation };
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ id: false });
    }

    get conversations() {
        return this.props.record.data[this.props.name] || [];
    }

    /** The one that was chosen, else the first that waits for an answer. */
    get current() {
        const all = this.conversations;
        return (
            all.find(({ id }) => id === this.state.id) ||
            all.find(({ question }) => question) ||
            all.at(-1)
        );
    }

    /** Show what has become of the deal, but not over what is being typed into it. */
    async reload() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("engineering_conversation", {
    component: ConversationField,
    displayName: _t("Conversation with the engineers"),
    supportedTypes: ["json"],
});
