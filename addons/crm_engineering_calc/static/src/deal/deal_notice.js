import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Says why a dragged deal is not where its column is, and offers the next step. */
export const dealNoticeService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service, notification }) {
        let close = () => {};
        bus_service.subscribe("engineering_deal_notice", ({ message, button }) => {
            close();
            close = notification.add(message, {
                className: "o_engineering_deal_notice",
                type: "warning",
                autocloseDelay: 15000,
                buttons: button ? [getButton(button, () => close())] : [],
            });
        });

        function getButton({ id, label, method }, close) {
            return {
                name: label,
                primary: true,
                onClick: () => {
                    close();
                    return action.doActionButton({
                        type: "object",
                        name: method,
                        resModel: "crm.lead",
                        resId: id,
                        resIds: [id],
                        context: user.context,
                        onClose: () => action.doAction("soft_reload"),
                    });
                },
            };
        }
    },
};

registry.category("services").add("engineering_deal_notice", dealNoticeService);
