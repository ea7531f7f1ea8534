import { Message } from "@mail/core/common/message";
import { Message as MessageModel } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import { patch } from "@web/core/utils/patch";
import { Recording } from "./recording";

patch(MessageModel.prototype, {
    setup() {
        super.setup(...arguments);
        /** Where the call is heard that the message tells of. */
        this.engineering_recording = fields.Attr("");
    },
});

Message.components = { ...Message.components, Recording };
