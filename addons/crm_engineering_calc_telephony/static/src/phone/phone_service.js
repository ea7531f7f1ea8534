import { markRaw, reactive } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

const BUNDLE = "crm_engineering_calc_telephony.assets_softphone";
const NUMBER = "a[href^='tel:']";
// Where a number that is clicked is of what is open, and of no card above it.
const OPEN = ".o_action_manager, .o_dialog";
// How long a call that was dialled in a deal may take to be known.
const WAITS = 60 * 1000;

/**
 * Dials the numbers of the interface as their user likes: by the softphone, which is
 * loaded for those alone who phone in the page, or by the desk phone. Who likes neither
 * has what the device has for it, as the host does.
 */
export const phoneService = {
    dependencies: ["action", "bus_service", "mail.sound_effects", "notification", "orm"],
    start(env, { action, bus_service, notification, orm, "mail.sound_effects": sounds }) {
        const way = user.settings.engineering_phone_way || "device";
        const phone = reactive({ way, softphone: null, Panel: null, state: null });

        async function load() {
            phone.state = reactive({ status: "connecting", detail: "", problem: null, calls: [] });
            await loadBundle(BUNDLE);
            const { Panel, Softphone } = registry.category("engineering_softphone").get("web");
            phone.softphone = markRaw(
                new Softphone({ orm, sounds }, phone.state)
            );
            phone.Panel = Panel;
            await phone.softphone.start();
        }

        async function ringDeskPhone(number, leadId) {
            await orm.call("engineering.call", "dial", [number, leadId]);
            const shown = await orm.silent
                .call("engineering.call", "format_number", [number])
                .catch(() => number);
            notification.add(_t("Your desk phone rings: pick it up, and %s is called.", shown), {
                type: "info",
            });
        }

        /** The exchange tells of what the softphone dials: then it becomes the deal's. */
        let dialled = null;

        async function joinDeal(id) {
            const { number, leadId, at } = dialled;
            if (Date.now() - at > WAITS) {
                dialled = null;
                return;
            }
            const isJoined = await orm.silent.call("engineering.call", "join_deal", [
                [id],
                number,
                leadId,
            ]);
            if (isJoined && dialled?.at === at) {
                dialled = null;
            }
        }

        /** Call a number as the user likes; where he likes the device, not at all. */
        function dial(number, leadId = false) {
            if (way === "desk") {
                return ringDeskPhone(number, leadId);
            }
            dialled = leadId && { number, leadId, at: Date.now() };
            return phone.softphone?.act("dial", number);
        }

        /** The deal whose form is open, where the number was clicked in it. */
        function getDealOf(link) {
            const { currentController: shown } = action;
            const isDeal = shown?.view?.type === "form" && shown.props.resModel === "crm.lead";
            return isDeal && link.closest(OPEN) && (shown.currentState?.resId || shown.props.resId);
        }

        function onClick(ev) {
            const link = ev.target.closest?.(NUMBER);
            if (!link || ev.button || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
                return;
            }
            ev.preventDefault();
            const number = decodeURIComponent(link.getAttribute("href").slice("tel:".length));
            dial(number, getDealOf(link) || false);
        }

        if (way !== "device") {
            document.addEventListener("click", onClick, { capture: true });
        }
        if (way === "softphone") {
            bus_service.subscribe("engineering_call", ({ id, user_id }) => {
                if (dialled && user_id === user.userId) {
                    joinDeal(id);
                }
            });
            load();
        }
        return { phone, dial };
    },
};

registry.category("services").add("engineering_phone", phoneService);
